/** Opening a large space to its first fifty rows and its months, against raw SQLite with the same key. */
import { openReadable } from '../src/main/storage/sqlite.ts';
import { type Folder, openTestSpace, temporaryFolder } from '../src/main/storage/testing/databases.ts';
import { openInProcess } from '../src/main/storage/testing/in-process.ts';
import { type FilledSpace, filledSpace } from './filled-space.ts';
import { ratio, Samples, timed } from './sampling.ts';

export async function timelineBench(options: { quick: boolean; memories: number }): Promise<object> {
  const folder = temporaryFolder();
  try {
    const large = filledSpace(folder, options.memories);
    const small = filledSpace(folder, Math.max(500, options.memories / 10));
    const samples = {
      rawOpen: new Samples(),
      engineInProcess: new Samples(),
      engineLarge: new Samples(),
      engineSmall: new Samples(),
      firstRows: new Samples(),
      deepRows: new Samples(),
      months: new Samples(),
      rawRows: new Samples(),
    };
    const rounds = options.quick ? 5 : 30;
    for (let round = 0; round < rounds; round += 1) {
      await timed(samples.rawOpen, () => rawOpen(large));
      await timed(samples.engineInProcess, () => inProcess(large));
      await timed(samples.engineLarge, () => toFirstRows(folder, large));
      await timed(samples.engineSmall, () => toFirstRows(folder, small));
    }
    const space = await openTestSpace(folder, { ...large, create: false });
    const raw = openReadable({ file: large.file, key: large.keys.pageKey });
    for (let round = 0; round < rounds * 10; round += 1) {
      const offset = Math.floor((options.memories * (round % 20)) / 20);
      await timed(samples.firstRows, () => space.database.query('episodic.page', { offset: 0, limit: 50 }));
      await timed(samples.deepRows, () => space.database.query('episodic.page', { offset, limit: 50 }));
      await timed(samples.months, () => space.database.query('episodic.months', {}));
      await timed(samples.rawRows, () => rawRows(raw));
    }
    raw.close();
    await space.database.close();
    const summary = Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, each.summary()]));
    const p50 = (name: keyof typeof samples) => samples[name].summary().p50;
    return {
      case: 'timeline',
      memories: options.memories,
      microseconds: summary,
      ratios: {
        'in process / raw, open to 50 rows and months': ratio(p50('engineInProcess'), p50('rawOpen')),
        'with threads / raw, open to 50 rows and months': ratio(p50('engineLarge'), p50('rawOpen')),
        'all memories / a tenth of them, with threads': ratio(p50('engineLarge'), p50('engineSmall')),
        'deep page / first page': ratio(p50('deepRows'), p50('firstRows')),
      },
      goals: {
        'in process / raw, open to 50 rows and months': 2,
        'all memories / a tenth of them, with threads': 1.2,
      },
    };
  } finally {
    folder.remove();
  }
}

function rawRows(connection: ReturnType<typeof openReadable>): void {
  connection
    .read(
      `SELECT m.*, k.wrapped FROM memory AS m JOIN memory_key AS k ON k.memory = m.seq
       ORDER BY m.local_ms DESC, m.seq DESC LIMIT 50`,
    )
    .all();
  connection.read('SELECT month, sum(memories) FROM memory_month GROUP BY month ORDER BY month DESC').all();
}

/** Raw SQLite, from closed to the first fifty rows and the months. */
export function rawOpen(space: FilledSpace): void {
  const connection = openReadable({ file: space.file, key: space.keys.pageKey });
  rawRows(connection);
  connection.close();
}

/** The engine without its threads, likewise. */
export function inProcess(space: FilledSpace): void {
  const engine = openInProcess({ ...space, create: false });
  engine.readers.get('episodic')?.answer('page', { offset: 0, limit: 50, filter: {} });
  engine.readers.get('episodic')?.answer('months', { filter: {} });
  engine.close();
}

/** The engine with its threads, from closed to the first fifty memories and the months. */
export async function toFirstRows(folder: Folder, filledSpace: FilledSpace): Promise<void> {
  const space = await openTestSpace(folder, { ...filledSpace, create: false });
  await space.database.query('episodic.page', { offset: 0, limit: 50 });
  await space.database.query('episodic.months', {});
  await space.database.close();
}
