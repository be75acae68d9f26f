/**
 * The engine as it really runs: in threads, killed, crowded, and counted from outside by the operating system.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EngineClient } from './engine-client.ts';
import {
  contextFor,
  type Folder,
  memory,
  openTestSpace,
  temporaryFolder,
  testKeys,
} from './testing/databases.ts';
import { keysAsText } from './testing/keys-by-environment.ts';

// Threads start slowly on a machine that is busy with other things.
vi.setConfig({ testTimeout: 180_000 });

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const CHILD = fileURLToPath(new URL('./testing/writing-process.ts', import.meta.url));

/** Runs the child and counts the syncs the kernel sees. */
function syncsOf(mode: 'one-by-one' | 'together', units: number): number {
  if (spawnSync('strace', ['-V']).error !== undefined) {
    throw new Error(
      'This test counts fsync calls with strace, which is missing. On Debian: apt-get install strace',
    );
  }
  const trace = folder.file(`${mode}-${units}.trace`);
  execFileSync(
    'strace',
    [
      '-f',
      '-e',
      'trace=fsync,fdatasync',
      '-o',
      trace,
      process.execPath,
      CHILD,
      folder.file(`${mode}-${units}.db`),
      mode,
      String(units),
    ],
    { encoding: 'utf8' },
  );
  return readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /\bf(data)?sync\(\d+/.test(line)).length;
}

it('syncs at least once for every unit that waits for the one before, and far less for a group', {
  timeout: 120_000,
}, () => {
  const units = 100;
  const opening = syncsOf('one-by-one', 0);
  expect(syncsOf('one-by-one', units) - opening).toBeGreaterThanOrEqual(units);
  expect(syncsOf('together', units) - opening).toBeLessThanOrEqual(units / 4);
});

it('has all or nothing of every unit after kill -9, and all that it acknowledged', {
  timeout: 180_000,
}, async () => {
  for (const afterUnits of [1, 7, 40, 150]) {
    const keys = testKeys();
    const spaceId = uuid();
    const file = folder.file(`killed-${afterUnits}.db`);
    const space = await openTestSpace(folder, { spaceId, keys, file });
    await space.database.close();
    const child: ChildProcess = spawn(process.execPath, [CHILD, file, 'until-killed', '1000000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        SPACE: spaceId,
        KEYS: keysAsText(keys),
      },
    });
    if (child.stdout === null) throw new Error('the child has no output');
    const acknowledged: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === afterUnits) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const again = await openTestSpace(folder, { spaceId, keys, file, create: false });
    const { total, rows } = await again.database.query('episodic.page', { offset: 0, limit: 10_000 });
    const { receipts } = await again.database.query('receipts.count', {});
    expect(total).toBe(rows.length);
    // Every unit of the child adds a memory, its words and a receipt: all three or none.
    expect(receipts).toBe(total);
    expect(await again.database.query('receipts.verify', {})).toEqual({ verified: receipts, broken: [] });
    const there = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    const hits = await again.database.query('fts.search', { query: 'unmistakable', limit: 1000 });
    expect(hits).toHaveLength(Math.min(1000, total));
    await again.database.close();
  }
});

it('tells everyone who waits when its thread dies, starts another in its place, and loses nothing acknowledged', async () => {
  const space = await openTestSpace(folder);
  await space.add();
  let stopped = 0;
  space.database.onStopped(() => {
    stopped += 1;
  });
  const waiting = Array.from({ length: 500 }, () => space.add());
  const settled = Promise.allSettled(waiting);
  await waiting[0];
  await killWriter(space.database);
  const results = await settled;
  const done = results.filter(({ status }) => status === 'fulfilled').length;
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'ENGINE_STOPPED' });
  }
  // Nobody unlocked anything: the database still holds its keys.
  await space.add();
  const { memories } = await space.database.query('episodic.stats', {});
  expect(memories).toBeGreaterThanOrEqual(2 + done);
  expect(await space.database.query('receipts.verify', {})).toEqual({ verified: memories, broken: [] });
  expect(stopped).toBe(0);
  await space.database.close();
});

it('gives a database up whose writer dies again and again, and tells its owner once', async () => {
  const space = await openTestSpace(folder);
  const stopped: string[] = [];
  space.database.onStopped(({ code }) => stopped.push(code));
  for (let death = 1; death <= 4; death += 1) {
    await space.add();
    await killWriter(space.database);
  }
  expect(stopped).toEqual(['ENGINE_STOPPED']);
  await expect(space.add()).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
  const again = await space.reopen();
  expect(await again.database.query('episodic.stats', {})).toEqual({ memories: 4 });
  await again.database.close();
});

/** Ends the writer's thread from outside, as a fault of the system would. */
async function killWriter(database: object): Promise<void> {
  const client: unknown = Reflect.get(database, 'client');
  if (!(client instanceof EngineClient)) throw new Error('the database has no engine client');
  await client.terminate();
}

it('takes in ten thousand units at once, in order, and answers each', async () => {
  const space = await openTestSpace(folder);
  const ids = Array.from({ length: 10_000 }, () => uuid());
  const outcomes = await Promise.all(
    ids.map((id, index) =>
      space.database.unitOfWork.run(contextFor(space.id, { subjectId: id }), (uow) =>
        uow.episodic.append(memory({ id, text: `${index}`, tags: [], people: [] })),
      ),
    ),
  );
  expect(outcomes.map(({ receipt }) => receipt.seq)).toEqual(ids.map((_, index) => index + 1));
  expect(await space.database.query('episodic.stats', {})).toEqual({ memories: 10_000 });
  await space.database.close();
});

it('shows a reader every unit that was acknowledged before it asked', async () => {
  const space = await openTestSpace(folder, { pool: { max: 3 } });
  for (let count = 1; count <= 20; count += 1) {
    await space.add();
    const counts = await Promise.all(
      Array.from({ length: 4 }, () => space.database.query('episodic.stats', {})),
    );
    for (const { memories } of counts) expect(memories).toBe(count);
  }
  await space.database.close();
});

it('empties the log after something was erased, and moves it aside while it grows', {
  timeout: 60_000,
}, async () => {
  const space = await openTestSpace(folder);
  const text = 'x'.repeat(60_000);
  const inputs = await Promise.all(Array.from({ length: 300 }, () => space.add({ text })));
  const [first] = inputs;
  if (first === undefined) throw new Error('a memory is needed');
  await space.database.unitOfWork.run(contextFor(space.id, { purpose: 'memory.delete' }), (uow) => {
    uow.fts.retract({ id: first.id });
    uow.episodic.remove({ id: first.id, expectedVersion: 1 });
  });
  await expect.poll(() => readFileSync(`${space.file}-wal`).byteLength, { timeout: 60_000 }).toBe(0);
  await space.database.close();
});
