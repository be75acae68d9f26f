/**
 * Ours beside what else could have been taken, the same memories, in turns, in one process (README.md beside this
 * says what each side does). A peer that cannot be installed or does not start is named with the reason, never left
 * out in silence.
 */
import type { AppendInput, Folder } from '../src/main/storage/testing/databases.ts';
import { temporaryFolder } from '../src/main/storage/testing/databases.ts';
import { corpus, corpusMemories, corpusWords } from './corpus.ts';
import { DOCUMENT_PEERS, type OpenDocuments, openDocuments } from './peers-documents.ts';
import { COUNTED, syncsPerPut } from './peers-fsyncs.ts';
import { installPeers } from './peers-install.ts';
import { OurSpace } from './peers-ours.ts';
import { SQLITE_PEERS, SqlitePeer, type SqlitePeerName } from './peers-sqlite.ts';
import { openStitched, type StitchedStores, wholeMemory } from './peers-stitched.ts';
import { fsyncProbe, ratio, Samples, type Summary, seeded, timed } from './sampling.ts';

const GROUP = 500;
const CHECKPOINT_EVERY = 200;
const OPERATIONS = ['put', 'get', 'latest 50', 'search', 'open'] as const;
type Operation = (typeof OPERATIONS)[number];

/** At most this times the other's time; signal: as fast, libsql: ahead, goal 5. */
const GOAL: Readonly<Record<SqlitePeerName, number>> = { '@signalapp/sqlcipher': 1, libsql: 1 };
const STITCHED_GOAL = 0.6;
const COLD_OPEN_GOAL = 100;

interface Findings {
  readonly microseconds: Record<string, Summary>;
  readonly ratios: Record<string, number>;
  readonly goals: Record<string, number>;
  /** Peers that are not in the figures, and why. */
  readonly notHere: Record<string, string>;
}

export async function peersBench(options: { quick: boolean; memories: number }): Promise<object> {
  const findings: Findings = { microseconds: {}, ratios: {}, goals: {}, notHere: {} };
  const refusal = installPeers();
  if (refusal !== null) findings.notHere['every peer'] = `not installed here: ${refusal}`;
  const texts = corpus();
  const folder = temporaryFolder();
  const disk = fsyncProbe(folder.file('fsync'));
  const floor = new Samples();
  try {
    for (let round = 0; round < 100; round += 1) await timed(floor, () => disk.sync());
    findings.microseconds['fsync 4 KB'] = floor.summary();
    const given: Given = {
      ...options,
      folder,
      findings,
      make: corpusMemories(texts, 5),
      word: corpusWords(texts, 6),
    };
    if (refusal === null) {
      await besideSqlite(given);
      await besideStitched(given);
      await besideDocuments(given);
    }
    return {
      case: 'peers',
      memories: options.memories,
      texts: texts.source,
      ...findings,
      syncsPerPut:
        refusal === null ? Object.fromEntries(COUNTED.map((name) => [name, syncsPerPut(name)])) : {},
    };
  } finally {
    disk.close();
    folder.remove();
  }
}

interface Given {
  readonly quick: boolean;
  readonly memories: number;
  readonly folder: Folder;
  readonly findings: Findings;
  readonly make: () => AppendInput;
  readonly word: () => string;
}

/** The others that start here; why the rest do not. */
async function started<K extends string, T>(
  names: readonly K[],
  findings: Findings,
  start: (name: K) => T | Promise<T>,
): Promise<Map<K, T>> {
  const found = new Map<K, T>();
  for (const name of names) {
    try {
      found.set(name, await start(name));
    } catch (error) {
      findings.notHere[name] = `does not start here: ${error instanceof Error ? error.message : 'no reason'}`;
    }
  }
  return found;
}

const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>): K[] => Object.keys(record) as K[];

/** Row and words: put, get, latest 50, search, open. */
async function besideSqlite({ quick, memories, folder, findings, make, word }: Given): Promise<void> {
  const ours = new OurSpace(folder, 'ours.db');
  const schema = ours.schema();
  const others = await started(keysOf(SQLITE_PEERS), findings, (name) => {
    return new SqlitePeer(name, folder.file(`${name.replace(/\W+/gu, '-')}.db`), schema);
  });
  const stores: [string, OurSpace | SqlitePeer][] = [['ours', ours], ...others];
  const held: string[] = [];
  for (let count = 0; count < memories; count += GROUP) {
    const inputs = Array.from({ length: Math.min(GROUP, memories - count) }, make);
    held.push(...inputs.map(({ id }) => id));
    for (const [, store] of stores) store.put(inputs);
    if (count % 10_000 === 0) for (const [, store] of stores) store.checkpoint();
  }
  const samples = new Map(stores.map(([name]) => [name, perOperation()]));
  const rounds = quick ? 60 : 600;
  const random = seeded(9);
  for (let round = -5; round < rounds; round += 1) {
    const [input, words] = [make(), word()];
    const id = held[Math.floor(random() * held.length)] ?? '';
    for (const [name, store] of stores) {
      // The first rounds warm up and are not counted.
      const into = round < 0 ? perOperation() : (samples.get(name) ?? perOperation());
      await timed(into.put, () => store.put([input]));
      await timed(into.get, () => store.get(id));
      await timed(into['latest 50'], () => store.latest());
      await timed(into.search, () => store.search(words));
      if (round % 10 === 0) {
        store.close();
        await timed(into.open, () => store.open());
      }
    }
    if (round % CHECKPOINT_EVERY === 0) for (const [, store] of stores) store.checkpoint();
  }
  for (const [name, each] of samples) {
    for (const operation of OPERATIONS) {
      findings.microseconds[`${operation}, ${name}`] = each[operation].summary();
    }
  }
  for (const name of others.keys()) {
    for (const operation of OPERATIONS) {
      const label = `${operation}: ours / ${name}`;
      findings.ratios[label] = ratio(
        samples.get('ours')?.[operation].summary().p50 ?? 0,
        samples.get(name)?.[operation].summary().p50 ?? 0,
      );
      findings.goals[label] = GOAL[name];
    }
  }
  for (const [, store] of stores) store.close();
}

const perOperation = (): Record<Operation, Samples> => ({
  put: new Samples(),
  get: new Samples(),
  'latest 50': new Samples(),
  search: new Samples(),
  open: new Samples(),
});

/** One memory over five stores. */
async function besideStitched({ quick, folder, findings, make }: Given): Promise<void> {
  const ours = new OurSpace(folder, 'whole.db');
  ours.addModel();
  const others = await started(['stitched stores'] as const, findings, () => {
    return openStitched(folder.path, ours.schema());
  });
  const stitched: StitchedStores | undefined = others.get('stitched stores');
  if (stitched === undefined) {
    ours.close();
    return;
  }
  const samples = { ours: new Samples(), stitched: new Samples() };
  const random = seeded(8);
  const rounds = quick ? 200 : 2000;
  for (let round = -20; round < rounds; round += 1) {
    const [one, two] = [wholeMemory(make(), random), wholeMemory(make(), random)];
    const nowhere = new Samples();
    await timed(round < 0 ? nowhere : samples.ours, () => ours.putWhole(one));
    await timed(round < 0 ? nowhere : samples.stitched, () => stitched.put(two));
    if (round % CHECKPOINT_EVERY === 0) ours.checkpoint();
  }
  const label = 'one memory over five stores: ours / stitched';
  findings.microseconds['five stores, ours'] = samples.ours.summary();
  findings.microseconds['five stores, stitched'] = samples.stitched.summary();
  findings.ratios[label] = ratio(samples.ours.summary().p50, samples.stitched.summary().p50);
  findings.goals[label] = STITCHED_GOAL;
  ours.close();
  await stitched.close();
}

/** From closed to the first fifty. */
async function besideDocuments({ quick, memories, folder, findings, make }: Given): Promise<void> {
  const inputs = Array.from({ length: memories }, make);
  const ours = new OurSpace(folder, 'cold.db');
  for (let count = 0; count < memories; count += GROUP) ours.put(inputs.slice(count, count + GROUP));
  ours.checkpoint();
  const filled = await started(keysOf(DOCUMENT_PEERS), findings, async (name) => {
    const store = await openDocuments(name, folder.path);
    const step = name === 'lokijs' ? memories : 5_000;
    for (let count = 0; count < memories; count += step) await store.put(inputs.slice(count, count + step));
    await store.close();
    return { open: new Samples() };
  });
  const own = new Samples();
  for (let round = 0; round < (quick ? 3 : 7); round += 1) {
    ours.close();
    await timed(own, () => ours.open());
    for (const [name, { open }] of filled) {
      let store: OpenDocuments | undefined;
      await timed(open, async () => {
        store = await openDocuments(name, folder.path);
        await store.latest();
      });
      await store?.close();
    }
  }
  ours.close();
  findings.microseconds['cold open, ours'] = own.summary();
  for (const [name, { open }] of filled) {
    findings.microseconds[`cold open, ${name}`] = open.summary();
    const label = `rate of cold opens: ours / ${name}`;
    findings.ratios[label] = ratio(open.summary().p50, own.summary().p50);
    findings.goals[label] = COLD_OPEN_GOAL;
  }
}
