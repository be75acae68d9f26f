/** One unit of work against the same rows in a bare transaction: in process, through the thread, grouped, unencrypted. */
import { v7 as uuid } from 'uuid';
import type { UnitOfWorkContext } from '../src/main/storage/interfaces.ts';
import type { WritableConnection } from '../src/main/storage/sqlite.ts';
import type { SpaceUnitOfWork } from '../src/main/storage/stores/contracts.ts';
import {
  type AppendInput,
  contextFor,
  openTestSpace,
  temporaryFolder,
  testKeys,
} from '../src/main/storage/testing/databases.ts';
import {
  type InProcessOptions,
  type InProcessSpace,
  openInProcess,
} from '../src/main/storage/testing/in-process.ts';
import { recorder, writeBare } from './bare.ts';
import { memoryMaker } from './memories.ts';
import { fsyncProbe, ratio, Samples, timed } from './sampling.ts';

const IN_FLIGHT = 64;
const GROUP = 100;
/** Rounds before the counting begins: a process that has just started runs JavaScript that is not compiled yet. */
const WARM_UP = 300;
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
  const open = (name: string, more: Partial<InProcessOptions> = {}) =>
    openInProcess({ file: folder.file(name), spaceId, keys, ...more });
  const engine = open('engine.db');
  const plain = open('plain.db', { encrypted: false });
  const bare = open('bare.db');
  const taken = recorder();
  const recorded = open('recorded.db', { aroundConnection: taken.around });
  const threaded = await openTestSpace(folder, { spaceId, keys, file: folder.file('threaded.db') });
  const disk = fsyncProbe(folder.file('fsync'));
  const make = memoryMaker(1);
  try {
    /** The context comes with the call, from the router: making it is not the unit's work. */
    const given = (): Given => {
      const input = make();
      return { input, context: contextFor(spaceId, { subjectId: input.id }) };
    };
    const commands = (input: AppendInput) => (uow: SpaceUnitOfWork) => {
      uow.episodic.append(input);
      uow.fts.index({ id: input.id });
    };
    const collected = (space: InProcessSpace, { input, context }: Given) =>
      space.collect(context, commands(input));
    const add = ({ input, context }: Given) => threaded.database.unitOfWork.run(context, commands(input));
    const bareRows = (units: readonly Given[]) =>
      taken.record(
        recorded.commits,
        units.map((unit) => collected(recorded, unit)),
      );

    for (let held = 0; held < options.memories; held += GROUP) {
      const inputs = Array.from({ length: GROUP }, given);
      engine.commits.run(inputs.map((input) => collected(engine, input)));
      plain.commits.run(inputs.map((input) => collected(plain, input)));
      writeBare(bare.connection, bareRows(inputs));
      await Promise.all(inputs.map(add));
      if (held % 10_000 === 0) checkpoint(engine, plain, bare, recorded);
    }

    const samples = {
      fsync: new Samples(),
      bare: new Samples(),
      inProcess: new Samples(),
      unencrypted: new Samples(),
      throughThread: new Samples(),
    };
    for (let round = -WARM_UP; round < rounds; round += 1) {
      const [a, b, c, d] = [given(), given(), given(), given()];
      const rows = bareRows([a]);
      const into = round < 0 ? warmUp() : samples;
      await timed(into.fsync, () => disk.sync());
      // In turns, so that none of them always comes after the same one.
      const turns = [
        () => timed(into.bare, () => writeBare(bare.connection, rows)),
        () => timed(into.inProcess, () => engine.commits.run([collected(engine, b)])),
        () => timed(into.unencrypted, () => plain.commits.run([collected(plain, c)])),
        () => timed(into.throughThread, () => add(d)),
      ];
      for (let turn = 0; turn < turns.length; turn += 1)
        await turns[(turn + round + WARM_UP) % turns.length]?.();
      if (round % CHECKPOINT_EVERY === 0) checkpoint(engine, plain, bare, recorded);
    }

    const groups = { bare: new Samples(), engine: new Samples() };
    for (let round = 0; round < (options.quick ? 20 : 60); round += 1) {
      const rows = bareRows(Array.from({ length: GROUP }, given));
      const others = Array.from({ length: GROUP }, given);
      const turns = [
        () => timed(groups.bare, () => writeBare(bare.connection, rows)),
        () => timed(groups.engine, () => engine.commits.run(others.map((unit) => collected(engine, unit)))),
      ];
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
      checkpoint(engine, bare, recorded);
    }

    const oneByOne = await rate(add, given, options.quick ? 300 : 1500, 1);
    const together = await rate(add, given, options.quick ? 3000 : 15_000, IN_FLIGHT);

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
    for (const space of [engine, plain, bare, recorded]) space.close();
    disk.close();
    folder.remove();
  }
}

/** One unit's input, and who asks for it. */
interface Given {
  readonly input: AppendInput;
  readonly context: UnitOfWorkContext;
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
  add: (unit: Given) => Promise<unknown>,
  make: () => Given,
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
