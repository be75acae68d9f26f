import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { VaultError } from '../../shared/errors.ts';
import { EngineClient } from './engine-client.ts';
import type { SpaceDatabase } from './interfaces.ts';
import { ReaderPool } from './pool.ts';
import { type PoolSettings, poolSettings } from './pool-settings.ts';
import type { ReadableConnection, WritableConnection } from './sqlite.ts';
import { type Folder, openTestSpace, RUNTIME, temporaryFolder } from './testing/databases.ts';

// Threads start slowly on a machine that is busy with other things.
vi.setConfig({ testTimeout: 180_000 });

/** Looks until it is so: a busy machine takes its time. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 60_000 });

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Real threads, whose answers wait until the test lets them go. */
function readers() {
  const held: (() => void)[] = [];
  const started: EngineClient[] = [];
  return {
    held,
    started,
    start: (): Promise<EngineClient> => {
      const client = EngineClient.start(RUNTIME, 'idle');
      client.ask = () => new Promise((resolve) => held.push(() => resolve(null)));
      started.push(client);
      return Promise.resolve(client);
    },
    answer(): void {
      for (const release of held.splice(0)) release();
    },
  };
}

const settings = (given: Partial<PoolSettings>) => poolSettings({ max: 2, ...given });
const asking = (pool: ReaderPool) => pool.ask(() => ({ type: 'close' }));

describe('settings', () => {
  it('have the design for a default, and are refused by name', () => {
    expect(poolSettings()).toEqual({ min: 2, max: 8, acquireMs: 30_000, idleMs: 60_000 });
    for (const [given, field] of [
      [{ min: 1 }, 'pool.min'],
      [{ max: 9 }, 'pool.max'],
      [{ min: 5, max: 3 }, 'pool.min'],
      [{ acquireMs: Number.NaN }, 'pool.acquireMs'],
      [{ idleMs: Number.POSITIVE_INFINITY }, 'pool.idleMs'],
    ] as const) {
      let thrown: unknown;
      try {
        poolSettings(given);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: 'INVALID_INPUT', details: { field } });
    }
  });
});

it('grows while queries wait, serves first come first, and gives up after the bound', async () => {
  const threads = readers();
  const pool = new ReaderPool(threads.start, settings({ max: 3, acquireMs: 300 }));
  pool.add(await threads.start());
  const order: number[] = [];
  const ask = (n: number) => asking(pool).then(() => order.push(n));
  const answers = [ask(1), ask(2)];
  const refused = await Promise.allSettled([ask(3), ask(4)]);
  for (const [index, answer] of refused.entries()) {
    expect(answer).toMatchObject({
      status: 'rejected',
      reason: {
        code: 'BUSY',
        retryable: true,
        details: { waitedMs: 300, readers: 2, waiting: 1 - index },
      },
    });
  }
  expect(pool.metrics).toMatchObject({ readers: 2, waiting: 0, acquired: 2, timeouts: 2, grown: 1 });
  threads.answer();
  await Promise.all(answers);
  expect(order).toEqual([1, 2]);
  expect(pool.metrics.waits.count).toBe(2);
  await pool.close();
});

it('lets readers go that nobody needed, but for those that are always there', async () => {
  const threads = readers();
  const pool = new ReaderPool(threads.start, settings({ min: 3, max: 6, idleMs: 50 }));
  pool.add(await threads.start());
  const answers = Array.from({ length: 5 }, () => asking(pool));
  await soon(() => threads.held.length).toBe(5);
  threads.answer();
  await Promise.all(answers);
  await soon(() => pool.metrics).toMatchObject({ readers: 2, idle: 2, shrunk: 3, broken: 0 });
  await pool.close();
  await Promise.all(threads.started.map(({ ended }) => ended));
});

it('replaces a reader that dies', async () => {
  const threads = readers();
  const pool = new ReaderPool(threads.start, settings({ min: 2, max: 2 }));
  const first = await threads.start();
  pool.add(first);
  await first.terminate();
  await soon(() => pool.metrics).toMatchObject({ readers: 1, broken: 1, replaced: 1, grown: 0 });
  const answer = asking(pool);
  await soon(() => threads.held.length).toBe(1);
  threads.answer();
  await answer;
  await pool.close();
});

it('takes out a reader whose disk failed it, and keeps one whose question was wrong', async () => {
  const threads = readers();
  const pool = new ReaderPool(threads.start, settings({ min: 2, max: 2 }));
  pool.add(await threads.start());
  const failing = (code: 'STORAGE_UNAVAILABLE' | 'INVALID_INPUT') =>
    pool.use(() => Promise.reject(new VaultError(code, '', { hint: '' })));
  await expect(failing('INVALID_INPUT')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(pool.metrics).toMatchObject({ readers: 1, broken: 0 });
  await expect(failing('STORAGE_UNAVAILABLE')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  await soon(() => pool.metrics).toMatchObject({ readers: 1, broken: 1, replaced: 1 });
  await pool.close();
});

it('tries again, with pauses, to start a reader while a passing fault keeps it from starting', async () => {
  const threads = readers();
  let failures = 3;
  const start = (): Promise<EngineClient> => {
    failures -= 1;
    if (failures < 0) return threads.start();
    return Promise.reject(new VaultError('STORAGE_UNAVAILABLE', '', { hint: '', retryable: true }));
  };
  const pool = new ReaderPool(start, settings({}));
  const answer = asking(pool);
  await soon(() => threads.held.length).toBe(1);
  expect(pool.metrics).toMatchObject({ startsFailed: 3, readers: 1 });
  threads.answer();
  await answer;
  await pool.close();
});

it('tells who waits at once where no reader can ever be had', async () => {
  const lost = new VaultError('SPACE_MISSING', '', { hint: '' });
  const pool = new ReaderPool(() => Promise.reject(lost), settings({}));
  await expect(asking(pool)).rejects.toBe(lost);
  await pool.close();
});

it('sets the pragmas of the design on every pooled connection, read back from SQLite', async () => {
  const space = await openTestSpace(folder, { pool: { min: 4, max: 4 } });
  await soon(() => space.database.metrics().pool.readers).toBe(3);
  const connections = await space.database.connections();
  expect(connections.map(({ role, queryOnly }) => [role, queryOnly])).toEqual([
    ['writer', false],
    ['reader', true],
    ['reader', true],
    ['reader', true],
  ]);
  for (const connection of connections) {
    expect(connection).toMatchObject({
      cipher: 'aegis',
      journalMode: 'wal',
      synchronous: 2,
      cacheSize: -64 * 1024,
      tempStore: 2,
      secureDelete: true,
      foreignKeys: true,
      trustedSchema: false,
      walAutocheckpoint: 0,
      ftsSecureDelete: true,
    });
    expect(connection.mmapSize).toBeGreaterThanOrEqual(0);
  }
  await space.database.close();
});

it('knows at compile time what reads from what writes', () => {
  expectTypeOf<WritableConnection>().toExtend<ReadableConnection>();
  expectTypeOf<ReadableConnection>().not.toExtend<WritableConnection>();
  expectTypeOf<ReadableConnection>().not.toHaveProperty('write');
  expectTypeOf<SpaceDatabase>().not.toHaveProperty('write');
});
