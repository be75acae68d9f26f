/** One unit of work against the same rows in a bare transaction: in process, through the thread, grouped, unencrypted. */
import { v7 as uuid } from 'uuid';
import type { WritableConnection } from '../src/main/storage/sqlite.ts';
import {
  type AppendInput,
  contextFor,
  openTestSpace,
  temporaryFolder,
  testKeys,
} from '../src/main/storage/testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../src/main/storage/testing/in-process.ts';
import { bareRows, writeBare } from './bare.ts';
import { memoryMaker } from './memories.ts';
import { fsyncProbe, ratio, Samples, timed } from './sampling.ts';

const IN_FLIGHT = 64;
const GROUP = 100;
/** Checkpoints happen between rounds for all alike: the app takes them off the writer's path. */
const CHECKPOINT_EVERY = 500;

const GOALS = {
  'in process / bare, p50': 1.3,
  'in process / bare, p95': 1.25,
  'through the thread / bare, p50': 1.45,
  'through the thread / bare, p95': 1.35,
  'grouped by 100 / bare by 100': 1.35,
  'encrypted / unencrypted': 1.05,
  'rate with 64 in flight / one by one': 6,
};

export async function unitOfWorkBench(options: { quick: boolean; memories: number }): Promise<object> {
  const rounds = options.quick ? 300 : 3000;
  const folder = temporaryFolder();
  const spaceId = uuid();
  const keys = testKeys();
  const open = (name: string, encrypted = true) =>
    openInProcess({ file: folder.file(name), spaceId, keys, encrypted });
  const engine = open('engine.db');
  const plain = open('plain.db', false);
  const bare = open('bare.db');
  const threaded = await openTestSpace(folder, { spaceId, keys, file: folder.file('threaded.db') });
  const disk = fsyncProbe(folder.file('fsync'));
  const make = memoryMaker(1);
  try {
    let bareSeq = 0;
    const bareUnit = (input: AppendInput) => {
      bareSeq += 1;
      return bareRows(bareSeq, input);
    };
    const collected = (space: InProcessSpace, input: AppendInput) =>
      space.collect(contextFor(spaceId, { subjectId: input.id }), (uow) => {
        uow.episodic.append(input);
        uow.fts.index({ id: input.id });
      });
    const add = (input: AppendInput) =>
      threaded.database.unitOfWork.run(contextFor(spaceId, { subjectId: input.id }), (uow) => {
        uow.episodic.append(input);
        uow.fts.index({ id: input.id });
      });

    for (let held = 0; held < options.memories; held += GROUP) {
      const inputs = Array.from({ length: GROUP }, make);
      engine.commits.run(inputs.map((input) => collected(engine, input)));
      plain.commits.run(inputs.map((input) => collected(plain, input)));
      writeBare(bare.connection, inputs.map(bareUnit));
      await Promise.all(inputs.map(add));
      if (held % 10_000 === 0) checkpoint(engine, plain, bare);
    }

    const samples = {
      fsync: new Samples(),
      bare: new Samples(),
      inProcess: new Samples(),
      unencrypted: new Samples(),
      throughThread: new Samples(),
    };
    for (let round = -20; round < rounds; round += 1) {
      const [a, b, c, d] = [make(), make(), make(), make()];
      const rows = bareUnit(a);
      // The first rounds warm up and are not counted.
      const into = round < 0 ? warmUp() : samples;
      await timed(into.fsync, () => disk.sync());
      await timed(into.bare, () => writeBare(bare.connection, [rows]));
      await timed(into.inProcess, () => engine.commits.run([collected(engine, b)]));
      await timed(into.unencrypted, () => plain.commits.run([collected(plain, c)]));
      await timed(into.throughThread, () => add(d));
      if (round % CHECKPOINT_EVERY === 0) checkpoint(engine, plain, bare);
    }

    const groups = { bare: new Samples(), engine: new Samples() };
    for (let round = 0; round < (options.quick ? 10 : 60); round += 1) {
      const inputs = Array.from({ length: GROUP }, make);
      const rows = inputs.map(bareUnit);
      await timed(groups.bare, () => writeBare(bare.connection, rows));
      const others = Array.from({ length: GROUP }, make);
      await timed(groups.engine, () => engine.commits.run(others.map((input) => collected(engine, input))));
      checkpoint(engine, bare);
    }

    const oneByOne = await rate(add, make, options.quick ? 300 : 1500, 1);
    const together = await rate(add, make, options.quick ? 3000 : 15_000, IN_FLIGHT);

    const singles = Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, each.summary()]));
    const [one, two] = [groups.bare.summary(), groups.engine.summary()];
    const of = (name: keyof typeof samples) => samples[name].summary();
    return {
      case: 'uow',
      memoriesHeld: options.memories,
      microseconds: singles,
      perUnitInGroupsOf100: { bare: Math.round(one.p50 / GROUP), engine: Math.round(two.p50 / GROUP) },
      unitsPerSecond: { oneInFlight: oneByOne, with64InFlight: together },
      ratios: {
        'in process / bare, p50': ratio(of('inProcess').p50, of('bare').p50),
        'in process / bare, p95': ratio(of('inProcess').p95, of('bare').p95),
        'through the thread / bare, p50': ratio(of('throughThread').p50, of('bare').p50),
        'through the thread / bare, p95': ratio(of('throughThread').p95, of('bare').p95),
        'grouped by 100 / bare by 100': ratio(two.p50, one.p50),
        'encrypted / unencrypted': ratio(of('inProcess').p50, of('unencrypted').p50),
        'rate with 64 in flight / one by one': ratio(together, oneByOne),
      },
      goals: GOALS,
    };
  } finally {
    await threaded.database.close();
    for (const space of [engine, plain, bare]) space.close();
    disk.close();
    folder.remove();
  }
}

function warmUp() {
  const nowhere = new Samples();
  return { fsync: nowhere, bare: nowhere, inProcess: nowhere, unencrypted: nowhere, throughThread: nowhere };
}

function checkpoint(...spaces: { readonly connection: WritableConnection }[]): void {
  for (const { connection } of spaces) connection.pragma('wal_checkpoint(PASSIVE)');
}

/** Units a second with so many waiting at a time. */
async function rate(
  add: (input: AppendInput) => Promise<unknown>,
  make: () => AppendInput,
  units: number,
  inFlight: number,
): Promise<number> {
  const inputs = Array.from({ length: units }, make);
  const start = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let input = inputs[next++]; input !== undefined; input = inputs[next++]) await add(input);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return Math.round(units / ((performance.now() - start) / 1000));
}
