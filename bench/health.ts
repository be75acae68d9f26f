/**
 * A look at a space's health against SQLite's own check of the whole file, and what an overview costs from the rollup
 * against counting the records.
 */
import { v7 as uuid } from 'uuid';
import { openReadable } from '../src/main/storage/sqlite.ts';
import { FRESH_SLICE, type SliceReport } from '../src/main/storage/stores/upkeep/contract.ts';
import { contextFor, temporaryFolder, testKeys } from '../src/main/storage/testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../src/main/storage/testing/in-process.ts';
import { memoryMaker } from './memories.ts';
import { ratio, Samples, timed } from './sampling.ts';

const GROUP = 100;
/** Milliseconds of a slice in idle time: as `maintenance/health-rounds.ts` asks for it. */
const SLICE_MS = 8;

const GOALS = {
  'health run / whole quick_check': 0.1,
  'overview from the rollup / raw join': 0.05,
};

/** What an overview would cost if it counted: every record with its key, by month, band, kind and author. */
const RAW_JOIN = `
  SELECT strftime('%Y-%m', m.local_ms / 1000.0, 'unixepoch') AS month, m.band, m.kind, m.author, count(k.memory) AS memories
  FROM memory AS m JOIN memory_key AS k ON k.memory = m.seq GROUP BY 1, 2, 3, 4`;

export async function healthBench(options: { quick: boolean; memories: number }): Promise<object> {
  const folder = temporaryFolder();
  const spaceId = uuid();
  const keys = testKeys();
  const file = folder.file('space.db');
  const space = openInProcess({ file, spaceId, keys });
  try {
    fill(space, spaceId, options.memories);
    const ask = (query: string, input: unknown): unknown => space.readers.get('upkeep')?.answer(query, input);
    const slice = (place: Pick<SliceReport, 'part' | 'state'>): SliceReport =>
      // The store answers a slice with nothing else.
      ask('slice', { part: place.part, state: place.state, budgetMs: SLICE_MS, deep: false }) as SliceReport;

    const samples = {
      run: new Samples(),
      whole: new Samples(),
      overview: new Samples(),
      rawJoin: new Samples(),
    };
    let place: Pick<SliceReport, 'part' | 'state'> = { part: null, state: FRESH_SLICE };
    for (let round = 0; round < (options.quick ? 8 : 20); round += 1) {
      await timed(samples.run, () => {
        ask('state', {});
        ask('facts', {});
        place = slice(place);
      });
      await timed(samples.whole, () => wholeCheck(file, keys));
      await timed(samples.overview, () => ask('overview', {}));
      await timed(samples.rawJoin, () => space.connection.read(RAW_JOIN).all());
    }

    const rounds = new Samples();
    let slices = 0;
    await timed(rounds, () => {
      place = { part: null, state: FRESH_SLICE };
      do {
        place = slice(place);
        slices += 1;
      } while (place.part !== null);
    });

    const of = (name: keyof typeof samples) => samples[name].summary();
    return {
      case: 'health',
      memories: options.memories,
      fileMegabytes: Math.round(
        (Number(space.connection.pragma('page_count')) * Number(space.connection.pragma('page_size'))) /
          1_000_000,
      ),
      microseconds: Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, each.summary()])),
      wholeRound: { slices, milliseconds: Math.round(rounds.summary().p50 / 1000) },
      ratios: {
        'health run / whole quick_check': ratio(of('run').p50, of('whole').p50),
        'overview from the rollup / raw join': ratio(of('overview').p50, of('rawJoin').p50),
      },
      goals: GOALS,
    };
  } finally {
    space.close();
    folder.remove();
  }
}

function fill(space: InProcessSpace, spaceId: string, memories: number): void {
  const make = memoryMaker(1);
  for (let held = 0; held < memories; held += GROUP) {
    const units = Array.from({ length: GROUP }, () => {
      const input = make();
      return space.collect(contextFor(spaceId, { subjectId: input.id }), (uow) => {
        uow.episodic.append(input);
        uow.fts.index({ id: input.id });
      });
    });
    const failed = space.commits.run(units).find(({ ok }) => !ok);
    if (failed !== undefined) throw new Error('A memory was refused.');
    if (held % 10_000 === 0) space.connection.pragma('wal_checkpoint(PASSIVE)');
  }
  space.connection.pragma('wal_checkpoint(TRUNCATE)');
}

/** By a connection with an empty cache, as the slices are. */
function wholeCheck(file: string, keys: ReturnType<typeof testKeys>): void {
  const connection = openReadable({ file, key: keys.pageKey });
  try {
    if (connection.pragma('quick_check') !== 'ok') throw new Error('The file is not sound.');
  } finally {
    connection.close();
  }
}
