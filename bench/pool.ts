/**
 * What it takes to get a reader: from a pool that has one free, from one that is crowded, and the whole of a query,
 * beside a bare message to a thread and back.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Histogram } from '../src/main/observability/histogram.ts';
import { openTestSpace, temporaryFolder } from '../src/main/storage/testing/databases.ts';
import { ratio, Samples, timed } from './sampling.ts';

const CROWD = 32;
const READERS = 3;

const GOALS = {
  'a query / a bare message and back, p50': 3,
  'acquired under contention, p95, milliseconds': 50,
};

/** A thread that answers every message with a message. */
const ECHO = `require('node:worker_threads').parentPort.on('message', function (message) { this.postMessage(message); });`;

export async function poolBench(options: { quick: boolean }): Promise<object> {
  const rounds = options.quick ? 500 : 5_000;
  const folder = temporaryFolder();
  const space = await openTestSpace(folder, { pool: { min: READERS + 1, max: READERS + 1 }, cacheBytes: 0 });
  const echo = new Worker(ECHO, { eval: true });
  const bare = (): Promise<unknown> =>
    new Promise((resolve) => {
      echo.once('message', resolve);
      echo.postMessage({ type: 'query', n: 1, name: 'episodic.stats', input: {} });
    });
  const query = (): Promise<unknown> => space.database.query('episodic.stats', {});
  try {
    await space.add();
    while (space.database.metrics().pool.readers < READERS) await pause(10);
    const samples = { bareMessage: new Samples(), query: new Samples(), queryInACrowd: new Samples() };
    for (let round = -100; round < rounds; round += 1) {
      const nowhere = new Samples();
      await timed(round < 0 ? nowhere : samples.bareMessage, bare);
      await timed(round < 0 ? nowhere : samples.query, query);
    }
    const alone = Histogram.from(space.database.metrics().pool.waits);
    const asked = { free: alone.data().count };
    for (let round = 0; round < rounds / 10; round += 1) {
      await Promise.all(Array.from({ length: CROWD }, () => timed(samples.queryInACrowd, query)));
    }
    const { pool } = space.database.metrics();
    const waits = Histogram.from(pool.waits);
    const p50 = (each: Samples): number => each.summary().p50;
    return {
      case: 'pool',
      readers: pool.readers,
      crowd: CROWD,
      acquired: { withOneFree: asked.free, inACrowd: pool.acquired - asked.free, timeouts: pool.timeouts },
      microseconds: {
        ...Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, each.summary()])),
        acquired: {
          n: waits.count,
          p50: Math.round(waits.quantile(0.5) * 1000),
          p95: Math.round(waits.quantile(0.95) * 1000),
          p99: Math.round(waits.quantile(0.99) * 1000),
        },
      },
      ratios: {
        'a query / a bare message and back, p50': ratio(p50(samples.query), p50(samples.bareMessage)),
        'acquired under contention, p95, milliseconds': ratio(waits.quantile(0.95), 1),
      },
      goals: GOALS,
    };
  } finally {
    await space.database.close();
    await echo.terminate();
    folder.remove();
  }
}
