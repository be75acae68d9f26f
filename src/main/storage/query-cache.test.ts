import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SpaceDatabase } from './interfaces.ts';
import { QueryCache } from './query-cache.ts';
import {
  contextFor,
  type Folder,
  memory,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from './testing/databases.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: Folder;
let cached: TestSpace;
let plain: TestSpace;
beforeEach(async () => {
  folder = temporaryFolder();
  cached = await openTestSpace(folder, { file: folder.file('cached.db') });
  plain = await openTestSpace(folder, {
    file: folder.file('plain.db'),
    spaceId: cached.id,
    cacheBytes: 0,
  });
});
afterEach(async () => {
  await Promise.all([cached.database.close(), plain.database.close()]);
  folder.remove();
});

const IDS = Array.from({ length: 4 }, () => uuid());

type Write = { readonly op: 'add' | 'edit' | 'remove' | 'draft'; readonly at: number; readonly text: string };

/** Does one thing to a memory as it is now, or fails: on both databases alike. */
async function write(database: SpaceDatabase, { op, at, text }: Write): Promise<string> {
  const id = IDS[at] ?? '';
  const input = memory({ id, text, tags: [text.slice(0, 3)], externalId: null });
  const outcome = database.unitOfWork.run(contextFor(cached.id, { subjectId: id }), (uow) => {
    if (op === 'add') {
      uow.episodic.append(input);
      uow.fts.index({ id });
    } else if (op === 'edit') {
      uow.fts.retract({ id });
      uow.episodic.revise({ ...input, expectedVersion: 1 });
      uow.fts.index({ id });
    } else if (op === 'remove') {
      uow.fts.retract({ id });
      uow.episodic.remove({ id, expectedVersion: null });
    } else uow.workspace.discardDraft({ id });
  });
  return outcome.then(
    () => 'written',
    (error: { code: string }) => error.code,
  );
}

/** Everything that is kept, asked for; without what differs between two databases by nature. */
async function look(database: SpaceDatabase): Promise<unknown> {
  const [page, months, facets, records, stats, hits] = await Promise.all([
    database.query('episodic.page', { offset: 0, limit: 10 }),
    database.query('episodic.months', {}),
    database.query('episodic.facets', {}),
    Promise.all(IDS.map((id) => database.query('episodic.get', { id }))),
    database.query('episodic.stats', {}),
    database.query('fts.search', { query: 'river', limit: 10 }),
  ]);
  const comparable = records.map(
    (record) => record && { ...record, receipt: record.receipt.seq, createdMs: 0, updatedMs: 0 },
  );
  return { page, months, facets, records: comparable, stats, hits };
}

it('never answers anything else than a database without it, whatever is written in between', async () => {
  const step = fc.record({
    op: fc.constantFrom('add', 'edit', 'remove', 'draft'),
    at: fc.nat(IDS.length - 1),
    text: fc.constantFrom('the river froze', 'beans along the wall', 'a letter'),
    looks: fc.nat(2),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      for (const { looks, ...each } of steps) {
        expect(await write(cached.database, each)).toBe(await write(plain.database, each));
        for (let count = 0; count < looks; count += 1) {
          expect(await look(cached.database)).toEqual(await look(plain.database));
        }
      }
    }),
    { numRuns: 15 },
  );
  const { results } = cached.database.metrics();
  expect(results.hits).toBeGreaterThan(0);
  expect(plain.database.metrics().results).toMatchObject({ hits: 0, entries: 0 });
});

it('shows every acknowledged write to who asks after it, while others ask all the time', async () => {
  for (let count = 1; count <= 30; count += 1) {
    const asking = Array.from({ length: 3 }, () => cached.database.query('episodic.stats', {}));
    await cached.add();
    expect(await cached.database.query('episodic.stats', {})).toEqual({ memories: count });
    await Promise.all(asking);
    expect(await cached.database.query('episodic.stats', {})).toEqual({ memories: count });
  }
});

it('loses only what came from the stores that were written', async () => {
  const { id } = await cached.add();
  await look(cached.database);
  const before = cached.database.metrics().results;
  await write(cached.database, { op: 'draft', at: 0, text: '' });
  expect(cached.database.metrics().results.entries).toBe(before.entries);
  await look(cached.database);
  expect(cached.database.metrics().results.hits).toBeGreaterThan(before.hits);
  await cached.database.unitOfWork.run(contextFor(cached.id), (uow) => {
    uow.episodic.remove({ id, expectedVersion: 1 });
  });
  // What is known of other memories stays.
  expect(cached.database.metrics().results.entries).toBe(IDS.length);
});

it('gives every caller a copy of his own', async () => {
  await cached.add({ tags: ['garden'] });
  const ask = () => cached.database.query('episodic.page', { offset: 0, limit: 10 });
  const first = await ask();
  const second = await ask();
  second.rows.length = 0;
  expect(await ask()).toEqual(first);
});

it('takes in nothing that was asked before a write, and overwrites what leaves', () => {
  const cache = new QueryCache(1_000_000);
  const question = () => {
    const made = cache.question('episodic.page', { offset: 0 });
    if (made === null) throw new TypeError('a page is kept');
    return made;
  };
  const early = question();
  const did = (store: string, op: string, id: string) => cache.written([{ store, op, input: { id } }]);
  did('episodic', 'append', 'x');
  cache.keep(early, { rows: ['old'] });
  expect(cache.find(question())).toBeNull();
  const beforeClear = question();
  cache.clear();
  cache.keep(beforeClear, { rows: ['old'] });
  expect(cache.find(question())).toBeNull();
  cache.keep(question(), { rows: ['new'] });
  expect(cache.find(question())).toEqual({ answer: { rows: ['new'] } });
  did('workspace', 'discardDraft', 'x');
  expect(cache.metrics).toMatchObject({ entries: 1, invalidated: 0 });
  const one = () => cache.question('episodic.get', { id: 'a' });
  const about = one();
  if (about === null) throw new TypeError('a memory is kept');
  cache.keep(about, { title: 'a' });
  did('episodic', 'revise', 'b');
  expect(cache.find(about)).not.toBeNull();
  did('episodic', 'revise', 'A');
  expect(cache.find(about)).toBeNull();
  cache.keep(one() ?? about, { title: 'a' });
  did('episodic', 'somethingNew', 'b');
  expect(cache.find(about)).toBeNull();
  cache.clear();
  expect(cache.metrics).toMatchObject({ entries: 0, bytes: 0 });
  expect(cache.question('receipts.page', {})).toBeNull();
});

it('holds nothing after closing', async () => {
  await cached.add();
  await look(cached.database);
  expect(cached.database.metrics().results.entries).toBeGreaterThan(0);
  await cached.database.close();
  expect(cached.database.metrics().results).toMatchObject({ entries: 0, bytes: 0 });
});
