/**
 * What people ask most, at 100,000 memories: the engine through its threads beside raw SQLite on the same file with
 * the same key, in turns; then the targets that are set in milliseconds, and whether size is felt.
 */
import { openReadable, type ReadableConnection } from '../src/main/storage/sqlite.ts';
import { matchExpressions } from '../src/main/storage/stores/fts/query-syntax.ts';
import {
  contextFor,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from '../src/main/storage/testing/databases.ts';
import { type FilledSpace, filledSpace } from './filled-space.ts';
import { memoryMaker } from './memories.ts';
import { fsyncProbe, proseWriter, ratio, Samples, type Summary, seeded, timed } from './sampling.ts';
import { inProcess, rawOpen, toFirstRows } from './timeline.ts';

/** Milliseconds at p95, as the specification has them. */
const TARGETS = { aggregate: 300, acquisition: 50, unit: 60 } as const;
/** As many queries at once as there may be connections. */
const AT_ONCE = 8;

const LABELS = {
  aggregate: 'complex aggregation, p95 ms',
  acquisition: 'connection, 8 at once, p95 ms',
  unit: 'unit of work, p95 ms',
  flat: 'unit of work: all memories / none, p50',
  tail: 'unit of work: p99 / p50',
  open: 'open to 50 rows and months: engine / raw',
  openSmall: 'open to 50 rows and months: all / a tenth',
} as const;

const GOALS = {
  [LABELS.aggregate]: TARGETS.aggregate,
  [LABELS.acquisition]: TARGETS.acquisition,
  [LABELS.unit]: TARGETS.unit,
  [LABELS.flat]: 1.15,
  [LABELS.tail]: 4,
  [LABELS.open]: 2,
  [LABELS.openSmall]: 1.2,
};

/** One question, asked of the engine and of raw SQLite. */
interface Question {
  readonly name: string;
  readonly engine: () => Promise<unknown>;
  readonly raw: () => unknown;
}

export async function queriesBench(options: { quick: boolean; memories: number }): Promise<object> {
  const folder = temporaryFolder();
  const disk = fsyncProbe(folder.file('fsync'));
  try {
    const large = filledSpace(folder, options.memories);
    const small = filledSpace(folder, Math.max(500, options.memories / 10));
    const microseconds: Record<string, Summary> = {};
    const ratios: Record<string, number> = {};

    const opening = {
      raw: new Samples(),
      inProcess: new Samples(),
      'inProcess, a tenth': new Samples(),
      withThreads: new Samples(),
    };
    for (let round = 0; round < (options.quick ? 5 : 30); round += 1) {
      await timed(opening.raw, () => rawOpen(large));
      await timed(opening.inProcess, () => inProcess(large));
      await timed(opening['inProcess, a tenth'], () => inProcess(small));
      await timed(opening.withThreads, () => toFirstRows(folder, large));
    }
    for (const [name, each] of Object.entries(opening)) microseconds[`open, ${name}`] = each.summary();
    ratios[LABELS.open] = ratio(opening.inProcess.summary().p50, opening.raw.summary().p50);
    ratios[LABELS.openSmall] = ratio(
      opening.inProcess.summary().p50,
      opening['inProcess, a tenth'].summary().p50,
    );

    const space = await openTestSpace(folder, { ...large, create: false });
    const empty = await openTestSpace(folder, { file: folder.file('empty.db') });
    const raw = openReadable({ file: large.file, key: large.keys.pageKey });
    const make = memoryMaker(9);
    for (const question of questions(space, raw, large)) {
      const samples = { engine: new Samples(), raw: new Samples() };
      const rounds = question.name.startsWith('aggregate') ? 10 : 200;
      for (let round = -3; round < (options.quick ? rounds / 5 : rounds); round += 1) {
        const nowhere = new Samples();
        // A change between two questions: what is measured is an answer, not one that was kept from before.
        await added(space, make());
        await timed(round < 0 ? nowhere : samples.engine, question.engine);
        await timed(round < 0 ? nowhere : samples.raw, question.raw);
      }
      microseconds[`${question.name}, engine`] = samples.engine.summary();
      microseconds[`${question.name}, raw`] = samples.raw.summary();
      ratios[`${question.name}: engine / raw`] = ratio(
        samples.engine.summary().p50,
        samples.raw.summary().p50,
      );
    }
    const again = new Samples();
    for (let round = 0; round < 50; round += 1) {
      await timed(again, () => space.database.query('episodic.page', { offset: 0, limit: 50 }));
    }
    microseconds['latest 50, asked again'] = again.summary();
    ratios[LABELS.aggregate] = milliseconds(microseconds['aggregate, engine']);

    microseconds.connection = await connections(space, large, options.quick ? 40 : 400);
    ratios[LABELS.acquisition] = milliseconds(microseconds.connection);

    const units = await unitsOfWork({ space, empty, rounds: options.quick ? 200 : 2000, sync: disk.sync });
    Object.assign(microseconds, units);
    ratios[LABELS.unit] = milliseconds(units['unit, all memories']);
    ratios[LABELS.flat] = ratio(units['unit, all memories'].p50, units['unit, none'].p50);
    ratios[LABELS.tail] = ratio(units['unit, all memories'].p99, units['unit, all memories'].p50);

    raw.close();
    await space.database.close();
    await empty.database.close();
    return { case: 'queries', memories: options.memories, microseconds, ratios, goals: GOALS };
  } finally {
    disk.close();
    folder.remove();
  }
}

const milliseconds = (summary: Summary | undefined): number => Math.round((summary?.p95 ?? 0) / 10) / 100;

function questions(space: TestSpace, raw: ReadableConnection, { ids }: FilledSpace): Question[] {
  const ask = space.database.query.bind(space.database);
  const random = seeded(4);
  const prose = proseWriter(seeded(2));
  const anyId = (): string => ids[Math.floor(random() * ids.length)] ?? '';
  const tag = (): string => `tag-${Math.floor(random() * 40)}`;
  const anywhere = (): number => Math.floor(random() * Math.max(1, ids.length - 50));
  const word = (): string =>
    prose(30)
      .split(' ')
      .find((each) => each.length > 3) ?? 'bara';
  return [
    asked(
      'by id',
      anyId,
      (id) => ask('episodic.get', { id }),
      (id) => raw.read(`SELECT ${ROW} WHERE m.id = ?`).get(Buffer.from(id.replaceAll('-', ''), 'hex')),
    ),
    asked(
      'latest 50',
      () => 0,
      (offset) => ask('episodic.page', { offset, limit: 50 }),
      (offset) =>
        raw.read(`SELECT ${ROW} ORDER BY m.local_ms DESC, m.seq DESC LIMIT 50 OFFSET ?`).all(offset),
    ),
    asked(
      '50 from anywhere',
      anywhere,
      (offset) => ask('episodic.page', { offset, limit: 50 }),
      (offset) =>
        raw.read(`SELECT ${ROW} ORDER BY m.local_ms DESC, m.seq DESC LIMIT 50 OFFSET ?`).all(offset),
    ),
    asked(
      'months',
      () => 0,
      () => ask('episodic.months', {}),
      () =>
        raw.read('SELECT month, sum(memories) FROM memory_month GROUP BY month ORDER BY month DESC').all(),
    ),
    asked(
      '50 with a tag',
      tag,
      (value) => ask('episodic.page', { offset: 0, limit: 50, filter: { tag: value } }),
      (value) => [
        raw.read('SELECT count(*) FROM memory_facet WHERE type = 0 AND value = ?').get(value),
        raw
          .read(
            `SELECT ${COLUMNS} FROM memory_facet AS f JOIN memory AS m ON m.seq = f.memory
             JOIN memory_key AS k ON k.memory = m.seq WHERE f.type = 0 AND f.value = ?
             ORDER BY f.local_ms DESC, f.memory DESC LIMIT 50`,
          )
          .all(value),
      ],
    ),
    asked(
      'words, best 20',
      word,
      (query) => ask('fts.search', { query, limit: 20 }),
      (query) =>
        raw
          .read(
            `SELECT w.rowid, bm25(memory_words, 4.0, 1.0, 2.0) AS rank, ${COLUMNS} FROM memory_words AS w
           JOIN memory AS m ON m.seq = w.rowid JOIN memory_key AS k ON k.memory = m.seq
           WHERE memory_words MATCH ? ORDER BY rank LIMIT 20`,
          )
          .all(matchExpressions(query)[0] ?? '""'),
    ),
    asked(
      'aggregate',
      () => 0,
      () => ask('episodic.facets', {}),
      () =>
        raw
          .read(
            `SELECT f.type, f.value, m.band, m.kind, m.author, count(*), min(m.at_ms), max(m.at_ms)
           FROM memory AS m JOIN memory_facet AS f ON f.memory = m.seq
           GROUP BY f.type, f.value, m.band, m.kind, m.author ORDER BY count(*) DESC`,
          )
          .all(),
    ),
  ];
}

const COLUMNS = 'm.*, k.wrapped';
const ROW = `${COLUMNS} FROM memory AS m JOIN memory_key AS k ON k.memory = m.seq`;

/** The same question with the same value, once to each side. */
function asked<V>(
  name: string,
  value: () => V,
  engine: (value: V) => Promise<unknown>,
  raw: (value: V) => unknown,
): Question {
  let given = value();
  return {
    name,
    engine: () => {
      given = value();
      return engine(given);
    },
    raw: () => raw(given),
  };
}

/** How long a short question takes when eight are asked at once: what waiting for a connection adds. */
async function connections(space: TestSpace, { ids }: FilledSpace, rounds: number): Promise<Summary> {
  const samples = new Samples();
  const random = seeded(3);
  const anyIds = (): string[] => [ids[Math.floor(random() * ids.length)] ?? ''];
  for (let round = -5; round < rounds; round += 1) {
    const into = round < 0 ? new Samples() : samples;
    await Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        timed(into, () => space.database.query('episodic.titles', { ids: anyIds() })),
      ),
    );
  }
  return samples.summary();
}

interface UnitRounds {
  readonly space: TestSpace;
  readonly empty: TestSpace;
  readonly rounds: number;
  readonly sync: () => void;
}

/** One memory added to a full space and to an empty one, in turns. */
async function unitsOfWork({ space, empty, rounds, sync }: UnitRounds) {
  const samples = { full: new Samples(), none: new Samples(), fsync: new Samples() };
  const make = memoryMaker(7);
  for (let round = -20; round < rounds; round += 1) {
    const into = round < 0 ? { full: new Samples(), none: new Samples(), fsync: new Samples() } : samples;
    await timed(into.fsync, sync);
    await timed(into.full, () => added(space, make()));
    await timed(into.none, () => added(empty, make()));
  }
  return {
    'fsync 4 KB': samples.fsync.summary(),
    'unit, all memories': samples.full.summary(),
    'unit, none': samples.none.summary(),
  };
}

function added(space: TestSpace, input: ReturnType<ReturnType<typeof memoryMaker>>): Promise<unknown> {
  return space.database.unitOfWork.run(contextFor(space.id, { subjectId: input.id }), (uow) => {
    uow.episodic.append({ ...input, externalId: null });
    uow.fts.index({ id: input.id });
  });
}
