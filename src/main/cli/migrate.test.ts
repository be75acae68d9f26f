/** migrate, on a vault of the first release: it looks before anything is migrated, and what goes down comes up. */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { Scratch } from '../memory/testing/scratch.ts';
import { readMigrations } from '../storage/migration-manifest.ts';
import { runJson } from './testing/run-cli.ts';

vi.setConfig({ testTimeout: 240_000 });
const folder = fileURLToPath(new URL('../../../migrations', import.meta.url));
const space = readMigrations(folder, 'space');
const newest = space.at(-1)?.version;
const scratch = new Scratch();
let vault = '';
let copies = 0;
beforeEach(() => {
  copies += 1;
  vault = `${scratch.path}/vault-${copies}`;
  cpSync(`${folder}/golden/v1.4/vault`, vault, { recursive: true });
});
afterAll(() => scratch.remove());

const json = (...args: string[]) => runJson(args, { vault, passphrase: 'the golden vault opens with this' });

it('status and plan say what would be done, and leave the vault as it was', async () => {
  for (const action of ['status', 'plan', 'status']) {
    const { code, json: said } = await json('migrate', action);
    expect(code).toBe(0);
    expect(said).toMatchObject({
      current: '1.4.0',
      breaking: [],
      databases: [
        { database: 'vault', current: '1.2.0', problem: null },
        { database: 'personal:me', current: '1.4.0', newest },
        { database: 'shared:household', current: '1.4.0', newest },
      ],
    });
    const own = (entries: unknown) =>
      (entries as { database: string; version: string }[])
        .filter(({ database }) => database === 'personal:me')
        .map(({ version }) => version);
    expect(own(said.available)).toEqual(space.map(({ version }) => version));
    expect(own(said.applied)).toEqual(['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0']);
    const ahead = space.filter(({ number }) => number > 50).map(({ version }) => version);
    expect(own(said.pending)).toEqual(ahead);
    expect(own(said.steps)).toEqual(action === 'plan' ? ahead : []);
  }
});

it('goes down, is brought up by opening, and reads as before', async () => {
  const before = await json('list', '--space', 'personal:me');
  expect((await json('migrate', 'status', '--space', 'personal:me')).json).toMatchObject({ current: newest });
  const plan = await json('migrate', 'plan', '--space', 'personal:me', '--to', '1.0.0');
  const steps = plan.json.steps as { direction: string; keeps: string[]; rows: number }[];
  expect(steps.every(({ direction }) => direction === 'down')).toBe(true);
  expect(steps.find(({ keeps }) => keeps.includes('memory'))?.rows).toBeGreaterThan(5);
  const down = await json('migrate', 'down', '--to', '1.0.0');
  expect(down).toMatchObject({ code: 0, json: { current: '1.0.0' } });
  expect(down.json.databases).toHaveLength(2);
  expect(await json('list', '--space', 'personal:me')).toEqual(before);
  expect(await json('receipts', 'verify')).toMatchObject({ code: 0, json: { broken: [] } });
  expect((await json('migrate', 'status')).json).toMatchObject({ current: newest, pending: [] });
});

it('says what it does not know', async () => {
  expect(await json('migrate', 'plan', '--space', 'personal:nobody')).toMatchObject({
    code: 4,
    json: { error: { code: 'SPACE_NOT_FOUND' } },
  });
  expect(await json('migrate', 'down', '--space', 'vault', '--to', '9.9.9')).toMatchObject({ code: 4 });
  expect(await json('migrate', 'up', '--space', 'vault', '--to', 'soon')).toMatchObject({ code: 2 });
});
