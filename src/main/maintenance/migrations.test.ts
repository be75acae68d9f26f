/** What people see of the structure, on a vault of the first release that was opened. */
import { cpSync, truncateSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createApplication } from '../composition.ts';
import { Scratch } from '../memory/testing/scratch.ts';
import { readMigrations } from '../storage/migration-manifest.ts';
import { Migrations } from './migrations.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const folder = fileURLToPath(new URL('../../../migrations', import.meta.url));
const CREDENTIAL = { method: 'passphrase', passphrase: 'the golden vault opens with this' } as const;
const scratch = new Scratch();
const directory = `${scratch.path}/vault`;
const { vaults, close } = createApplication({
  entry: new URL('../cli.ts', import.meta.url).href,
  knownVaultsFile: null,
  deviceName: 'test machine',
});
const migrations = new Migrations(vaults);

beforeAll(async () => {
  cpSync(`${folder}/golden/v1.4/vault`, directory, { recursive: true });
  await vaults.select(directory);
  await vaults.unlock(CREDENTIAL);
  await vaults.session().spaces();
});
afterAll(async () => {
  await close();
  scratch.remove();
});

it('says that every database is as expected, and when each step was taken', async () => {
  const newest = (kind: 'space' | 'vault') => readMigrations(folder, kind).at(-1)?.version;
  const status = await migrations.status();
  expect(status.map(({ structure }) => structure?.current)).toEqual([
    newest('vault'),
    newest('space'),
    newest('space'),
  ]);
  for (const { spaceId, structure, problem } of status) {
    expect({ ...structure, problem }).toMatchObject({ expected: true, pending: [], problem: null });
    const steps = await migrations.history(spaceId);
    expect(steps).toHaveLength(structure?.steps ?? 0);
    expect(steps[0]?.at).toBe(structure?.lastAt);
    expect(steps.at(-1)).toMatchObject({
      version: '1.0.0',
      direction: 'up',
      breaking: false,
      expected: true,
    });
  }
});

it('changes nothing while the vault is unlocked', async () => {
  const request = { action: 'down', to: '1.0.0', database: null } as const;
  await expect(vaults.structure(CREDENTIAL, request)).rejects.toMatchObject({ code: 'CONFLICT' });
});

it('says of a database in trouble what is wrong, and of the others how they are', async () => {
  const [, broken, whole] = await migrations.status();
  await vaults.lock();
  truncateSync(`${directory}/spaces/${broken?.spaceId}/space.db`, 5000);
  const looked = await vaults.structure(CREDENTIAL, { action: 'status', to: null, database: null });
  expect(looked.map(({ spaceId, problem }) => [spaceId, problem?.code ?? null])).toEqual([
    [null, null],
    [broken?.spaceId, 'SPACE_DAMAGED'],
    [whole?.spaceId, null],
  ]);
});
