/** Going through memories and what comes of it, over a real vault. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type MemoryInput, memoryInputSchema } from '../../shared/contracts/memories.ts';
import { systemKeychain } from '../security/keychain.ts';
import { RUNTIME } from '../storage/testing/databases.ts';
import { createVaultService } from '../vault/vault-service.ts';
import { createMemoryServices } from './memory-services.ts';
import { newId } from './ports.ts';
import { Scratch } from './testing/scratch.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const DAY = 86_400_000;
const scratch = new Scratch();
let nowMs = Date.UTC(2026, 10, 23, 12);
const vaults = createVaultService({
  runtime: RUNTIME,
  knownVaultsFile: null,
  deviceName: 'test machine',
  keychain: systemKeychain(new URL('../keychain-thread.ts', import.meta.url)),
});
const memories = createMemoryServices({
  vaults,
  importThread: new URL('../import-thread.ts', import.meta.url),
  clock: { now: () => nowMs },
});
const { capture, consolidation, deletion, receipts, rediscovery, timeline } = memories;
let space = '';

const add = (at: string, text: string, fields: Partial<MemoryInput> = {}) =>
  capture.add({ spaceId: space, input: memoryInputSchema.parse({ at, text, ...fields }) });
const consolidated = async (): Promise<number> =>
  (await receipts.page({ spaceId: space, beforeSeq: null, limit: 100, subjectId: null })).rows.filter(
    ({ action }) => action === 'memory.consolidate',
  ).length;

beforeAll(async () => {
  const words = await vaults.create({
    directory: `${scratch.path}/vault`,
    name: 'Test',
    person: 'Ada',
    passphrase: 'a passphrase for tests',
    keychain: false,
  });
  await vaults.confirmRecovery(words.map((word, index) => ({ position: index + 1, word })));
  space = (await vaults.session().createSpace({ tier: 'personal', name: newId() })).id;
});
afterAll(async () => {
  await vaults.lock();
  scratch.remove();
});

it('goes through what is new, month by month, and then rests', async () => {
  const lake = await add('2020-11-23T09:00:00Z', 'We walked around the frozen lake before breakfast.');
  await add('2020-11-24T09:00:00Z', 'The frozen lake held us, and we walked to the island.');
  await add('2021-11-23T09:00:00Z', 'Nobody may read of this frozen lake at all.', { band: 'BLACK' });
  await add('2019-11-23T09:00:00Z', 'The doctor called about the frozen shoulder.', { band: 'RED' });
  await consolidation.catchUp(space);
  expect(await consolidated()).toBe(3);
  expect(await consolidation.step(space)).toBe(false);
  expect(await consolidated()).toBe(3);

  const { rows } = await rediscovery.months(space, 0, 10);
  expect(rows).toMatchObject([{ month: '2020-11', band: 'GREEN', memories: 2 }]);
  expect(rows[0]?.sentences.map(({ text }) => text)).toContain(
    'We walked around the frozen lake before breakfast.',
  );
  const day = { year: 2026, month: 11, day: 23 };
  expect(await rediscovery.onThisDay(space, day, 0, 5)).toMatchObject([
    { memory: { id: lake.id }, yearsAgo: 6 },
  ]);

  nowMs += 200 * DAY;
  expect((await rediscovery.worthReading(space, 5)).map(({ memory }) => memory.band)).toEqual([
    'GREEN',
    'GREEN',
  ]);
  await timeline.get(space, lake.id);
  await consolidation.step(space);
  const { database } = await vaults.session().space(space);
  expect(await database.query('hippocampus.strengths', { ids: [lake.id], nowMs })).toMatchObject([
    { recalls: 1 },
  ]);

  await deletion.request({ spaceId: space, id: lake.id, reason: null });
  expect(await rediscovery.onThisDay(space, day, 0, 5)).toEqual([]);
  await deletion.flush();
  expect((await rediscovery.months(space, 0, 10)).rows).toMatchObject([{ month: '2020-11', memories: 1 }]);
});

it('writes what was read when the vault locks, in one receipt', async () => {
  const one = await add('2022-01-01T09:00:00Z', 'First of the year.');
  const two = await add('2022-01-02T09:00:00Z', 'Second of the year.');
  const before = await consolidated();
  for (const { id } of [one, two, one]) await timeline.get(space, id);
  await vaults.lock();
  await vaults.unlock({ method: 'passphrase', passphrase: 'a passphrase for tests' });
  expect(await consolidated()).toBe(before + 1);
});
