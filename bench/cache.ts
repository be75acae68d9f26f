/**
 * A browsing session, replayed: with answers kept in front of the readers, and without, in turns on the same file's twin.
 *
 * The session is what a person does in an evening: opens the timeline, pages down, opens memories, goes back, looks at
 * months and tags, searches, opens what was found, goes back to the search, and now and then writes something down, after
 * which the page shows the timeline again.
 */
import { v7 as uuid } from 'uuid';
import type { SpaceDatabase } from '../src/main/storage/interfaces.ts';
import {
  type Folder,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from '../src/main/storage/testing/databases.ts';
import { memoryMaker } from './memories.ts';
import { ratio, Samples, seeded, timed } from './sampling.ts';

const PAGE = 50;
const GROUP = 200;
/** One in so many things done is a memory written down. */
const WRITES = 40;

const GOALS = { 'hit rate': 0.7, 'with / without, p50': 1 };

/** One thing done: its name, and how a database does it. */
type Deed = readonly [string, (database: SpaceDatabase) => Promise<unknown>];

async function filled(
  folder: Folder,
  file: string,
  memories: number,
  cacheBytes?: number,
): Promise<TestSpace> {
  const space = await openTestSpace(folder, {
    file: folder.file(file),
    ...(cacheBytes === undefined ? {} : { cacheBytes }),
  });
  const make = memoryMaker(3);
  for (let held = 0; held < memories; held += GROUP) {
    const inputs = Array.from({ length: Math.min(GROUP, memories - held) }, make);
    await Promise.all(inputs.map((input) => space.add(input)));
  }
  return space;
}

/** What a person does, in order; the same for both databases. */
function* evening(ids: readonly string[], random: () => number, deeds: number): Generator<Deed> {
  const some = <T>(things: readonly T[]): T | undefined => things[Math.floor(random() * things.length)];
  const page = (offset: number): Deed => [
    'page',
    (database) => database.query('episodic.page', { offset, limit: PAGE }),
  ];
  const open = (id: string): Deed => ['open', (database) => database.query('episodic.get', { id })];
  const search = (query: string): Deed => [
    'search',
    (database) => database.query('fts.search', { query, limit: 20 }),
  ];
  const sides: readonly Deed[] = [
    ['months', (database) => database.query('episodic.months', {})],
    ['facets', (database) => database.query('episodic.facets', {})],
    ['count', (database) => database.query('episodic.stats', {})],
  ];
  const words = ['ba', 'de', 'fa ga', 'ho', 'la ma'];
  const pages = [0, 0, 0, 1, 1, 2, 3];
  for (let done = 0; done < deeds; ) {
    const offset = (some(pages) ?? 0) * PAGE;
    const query = random() < 0.25 ? some(words) : undefined;
    const way = query === undefined ? page(offset) : search(query);
    // In, a look at the sides, two memories, back after each: what a list and its details ask for.
    const round: Deed[] = [way, ...sides];
    for (let count = 0; count < 2; count += 1) round.push(open(some(ids) ?? uuid()), way);
    yield* round;
    done += round.length;
  }
}

export async function cacheBench(options: { quick: boolean; memories: number }): Promise<object> {
  const deeds = options.quick ? 1_500 : 10_000;
  const folder = temporaryFolder();
  const [kept, plain] = [
    await filled(folder, 'kept.db', options.memories),
    await filled(folder, 'plain.db', options.memories, 0),
  ];
  try {
    const samples = new Map<string, { kept: Samples; plain: Samples }>();
    const all = { kept: new Samples(), plain: new Samples() };
    const make = memoryMaker(4);
    const idsOf = async ({ database }: TestSpace): Promise<string[]> =>
      (await database.query('episodic.page', { offset: 0, limit: 4 * PAGE })).rows
        .slice(0, 60)
        .map(({ id }) => id);
    const sessions = {
      kept: evening(await idsOf(kept), seeded(5), deeds),
      plain: evening(await idsOf(plain), seeded(5), deeds),
    };
    let done = 0;
    for (const [name, deed] of sessions.kept) {
      const other = sessions.plain.next().value;
      const into = samples.get(name) ?? { kept: new Samples(), plain: new Samples() };
      samples.set(name, into);
      const turns = [
        async () => {
          await timed(into.kept, () => deed(kept.database));
        },
        async () => {
          await timed(into.plain, () => other?.[1](plain.database));
        },
      ];
      for (const turn of done % 2 === 0 ? turns : turns.toReversed()) await turn();
      done += 1;
      if (done % WRITES === 0) {
        const input = { ...make(), externalId: null };
        await Promise.all([kept, plain].map((space) => space.add(input)));
      }
    }
    for (const { kept: mine, plain: theirs } of samples.values()) {
      all.kept.merge(mine);
      all.plain.merge(theirs);
    }
    const { results } = kept.database.metrics();
    const connections = await kept.database.connections();
    const statements = connections.map(({ statements: each }) => each);
    const total = (key: 'hits' | 'compiled') => statements.reduce((sum, each) => sum + each[key], 0);
    return {
      case: 'cache',
      memories: options.memories,
      deeds: done,
      answersKept: { ...results, 'hit rate': ratio(results.hits, results.hits + results.misses) },
      statements: {
        compiled: total('compiled'),
        hits: total('hits'),
        'hit rate': ratio(total('hits'), total('hits') + total('compiled')),
      },
      microseconds: Object.fromEntries(
        [...samples].flatMap(([name, each]) => [
          [`${name}, kept`, each.kept.summary()],
          [`${name}, asked anew`, each.plain.summary()],
        ]),
      ),
      ratios: {
        'hit rate': ratio(results.hits, results.hits + results.misses),
        'with / without, p50': ratio(all.kept.summary().p50, all.plain.summary().p50),
        'with / without, p95': ratio(all.kept.summary().p95, all.plain.summary().p95),
      },
      goals: GOALS,
    };
  } finally {
    await Promise.all([kept.database.close(), plain.database.close()]);
    folder.remove();
  }
}
