/** What the machine and bad callers do to an engine that is open: a typed error, everything acknowledged kept, and on it goes. */
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../shared/limits.ts';
import { openWritable, type WritableConnection } from './sqlite.ts';
import {
  contextFor,
  type Folder,
  memory,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
  testKeys,
} from './testing/databases.ts';
import { openInProcess } from './testing/in-process.ts';
import { canMount, type SmallDisk, smallDisk } from './testing/small-disk.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Looks until it is so: a busy machine takes its time. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 60_000 });

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const held = (space: TestSpace) => space.database.query('episodic.stats', {});
const sound = (space: TestSpace) => space.database.query('receipts.verify', {});

/** Another program's lock on the file, as a backup tool's or a copy's would be. */
function lockOf(space: TestSpace): { readonly connection: WritableConnection; release(): void } {
  const connection = openWritable({ file: space.file, key: space.keys.pageKey });
  connection.write('BEGIN IMMEDIATE').run();
  return {
    connection,
    release() {
      connection.write('ROLLBACK').run();
      connection.close();
    },
  };
}

it('refuses what is no store, no command and no query, and what is too large, by name', async () => {
  const space = await openTestSpace(folder);
  for (const name of ['nowhere.page', 'episodic.nothing', '', 'episodic']) {
    await expect(Reflect.apply(space.database.query, space.database, [name, {}]), name).rejects.toMatchObject(
      {
        code: 'INVALID_INPUT',
        details: { store: name.split('.')[0] },
      },
    );
  }
  await expect(space.add({ text: 'x'.repeat(LIMITS.textBytes + 1) })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { store: 'episodic', op: 'append', field: 'text' },
  });
  for (const [bad, field] of [
    [{ atMs: Number.NaN }, 'atMs'],
    [{ atMs: Number.POSITIVE_INFINITY }, 'atMs'],
    [{ title: '\ud800' }, 'title'],
  ] as const) {
    await expect(space.add(bad)).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field } });
  }
  await space.add();
  expect(await held(space)).toEqual({ memories: 1 });
  await space.database.close();
});

it('keeps ten thousand units while the writer is held up, and writes them in their order when it is not', async () => {
  const space = await openTestSpace(folder);
  const lock = lockOf(space);
  const ids = Array.from({ length: 10_000 }, () => uuid());
  const waiting = ids.map((id) =>
    space.database.unitOfWork.run(contextFor(space.id, { subjectId: id }), (uow) =>
      uow.episodic.append(memory({ id, tags: [], people: [] })),
    ),
  );
  await soon(() => space.database.metrics().writer).toMatchObject({ committed: 0, sent: expect.any(Number) });
  const { queued, sent } = space.database.metrics().writer;
  expect(queued + sent).toBe(10_000);
  expect(sent).toBeLessThanOrEqual(256);
  expect(await held(space)).toEqual({ memories: 0 });
  lock.release();
  const outcomes = await Promise.all(waiting);
  expect(outcomes.map(({ receipt }) => receipt.seq)).toEqual(ids.map((_, index) => index + 1));
  expect(space.database.metrics().writer).toMatchObject({ committed: 10_000, queued: 0, sent: 0, failed: 0 });
  await space.database.close();
});

it('tries again what a lock held up, and says how often', async () => {
  const space = await openTestSpace(folder);
  const lock = lockOf(space);
  const unit = space.database.unitOfWork.run(contextFor(space.id), (uow) => uow.episodic.append(memory()));
  // The thread has an ear for the question in the pause before its next try.
  const retries = async () => JSON.stringify((await space.database.figures()).metrics.counters);
  await soon(retries).toContain('retries');
  lock.release();
  const { attempts } = await unit;
  expect(attempts).toBeGreaterThanOrEqual(2);
  expect(space.database.metrics().writer.retries).toBe(attempts - 1);
  await space.database.close();
});

describe('a snapshot that is held while much is written', () => {
  const text = 'a long letter '.repeat(20_000);

  it('lets the log grow, which is known, and the log is emptied afterwards', async () => {
    const space = await openTestSpace(folder);
    await space.add();
    await space.database.snapshot(async (snapshot) => {
      for (let count = 0; count < 60; count += 1) await space.add({ text });
      await space.database.checkpoint();
      const { log } = await space.database.figures();
      expect(log.heldUpSinceMs).not.toBeNull();
      expect(statSync(`${space.file}-wal`).size).toBeGreaterThan(8 * 1024 * 1024);
      expect(await snapshot.query('episodic.stats', {})).toEqual({ memories: 1 });
    });
    await space.database.checkpoint();
    expect(statSync(`${space.file}-wal`).size).toBe(0);
    expect((await space.database.figures()).log.heldUpSinceMs).toBeNull();
    expect(await held(space)).toEqual({ memories: 61 });
    await space.database.close();
  });

  it('is ended before the log grows past its bound', async () => {
    const bound = 8 * 1024 * 1024;
    const space = await openTestSpace(folder, { mostLogBytes: bound });
    let largest = 0;
    await expect(
      space.database.snapshot(async (snapshot) => {
        for (let count = 0; count < 120; count += 1) {
          await space.add({ text });
          largest = Math.max(largest, statSync(`${space.file}-wal`).size);
          await snapshot.query('episodic.stats', {});
        }
      }),
    ).rejects.toMatchObject({ code: 'BUSY', retryable: true, details: { reason: 'snapshot-ended' } });
    expect(largest).toBeLessThan(2 * bound);
    await space.database.checkpoint();
    expect(statSync(`${space.file}-wal`).size).toBe(0);
    await space.database.close();
  });
});

it('keeps receipts and their ids in order when the clock is set back', () => {
  const [spaceId, keys] = [uuid(), testKeys()];
  const file = folder.file('space.db');
  const ids: string[] = [];
  const write = (create: boolean, atMs: readonly number[]): void => {
    const space = openInProcess({ file, spaceId, keys, create });
    for (const nowMs of atMs) {
      vi.setSystemTime(nowMs);
      const [result] = space.commits.run([space.collect(contextFor(spaceId), () => undefined)]);
      if (result?.ok) ids.push(result.outcome.receipt.id);
    }
    expect(space.readers.get('receipts')?.answer('verify', { fromSeq: 1 })).toMatchObject({ broken: [] });
    space.close();
  };
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const noon = Date.UTC(2026, 5, 1, 12);
    write(true, [noon, noon - 1, noon - 86_400_000, noon]);
    // Opened again a year before: the last id is all that is known of the better clock.
    write(false, [noon - 365 * 86_400_000, noon - 1, noon + 5]);
  } finally {
    vi.useRealTimers();
  }
  expect(ids).toHaveLength(7);
  expect(ids).toEqual([...new Set(ids)].sort());
});

describe.skipIf(!canMount)('a disk that is full', () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = smallDisk(6 * 1024 * 1024);
  });
  afterEach(() => disk.remove());

  it('fails the units it has no room for, whole, and takes others again once there is room', async () => {
    const others = join(disk.path, 'something else');
    writeFileSync(others, Buffer.alloc(3 * 1024 * 1024));
    const space = await openTestSpace(folder, { file: join(disk.path, 'space.db') });
    const first = await space.add();
    let full: unknown = null;
    let written = 1;
    while (full === null) {
      full = await space.add({ text: 'x'.repeat(200_000) }).then(
        () => {
          written += 1;
          return null;
        },
        (error: unknown) => error,
      );
    }
    expect(full).toMatchObject({ code: 'STORAGE_FULL', retryable: true });
    expect(await held(space)).toEqual({ memories: written });
    expect(await sound(space)).toEqual({ verified: written, broken: [] });
    expect(await space.database.query('episodic.get', { id: first.id })).toMatchObject({
      title: first.title,
    });
    rmSync(others);
    await space.database.checkpoint();
    await space.add();
    const again = await space.reopen();
    expect(await held(again)).toEqual({ memories: written + 1 });
    expect(await sound(again)).toEqual({ verified: written + 1, broken: [] });
    await again.database.close();
  });
});
