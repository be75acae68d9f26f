/**
 * The plan of every hot query, as SQLite makes it over the newest structure: pinned, and without a full scan.
 *
 * The SQL is not copied here: a store is asked, and what it asks SQLite is caught. Invariant: a plan that changes, by a
 * migration or by other SQL, shows as a difference to look at (`vitest -u` once it is meant).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { QueryInputOf, QueryNameOf } from '../src/main/storage/contract.ts';
import { storeReaders } from '../src/main/storage/engine/stores.ts';
import { keyBytes, ThreadKeys } from '../src/main/storage/engine/thread-keys.ts';
import type { ReadableConnection } from '../src/main/storage/sqlite.ts';
import { SPACE_CONTRACTS, type SpaceContracts } from '../src/main/storage/stores/contracts.ts';
import { contextFor, memory, testKeys } from '../src/main/storage/testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../src/main/storage/testing/in-process.ts';
import { BANDS } from '../src/shared/bands.ts';

const known = memory({ externalId: 'known' });
/** Two of whom something is said. */
const [ANN, BEN] = [uuid(), uuid()];
const filter = { tag: 'garden', afterMs: 0 };

type Hot = {
  [N in QueryNameOf<SpaceContracts>]: readonly [query: N, input: QueryInputOf<SpaceContracts, N>];
}[QueryNameOf<SpaceContracts>];

const SOMEBODY = { personId: known.authorId };
const MINE = { authorId: known.authorId, fromMs: 0, toMs: Date.UTC(2030, 0, 1), bands: [...BANDS] };

/** What people wait for. One line a query; the migration that made it fast need not be named. */
const HOT: readonly Hot[] = [
  ['episodic.page', { offset: 0, limit: 50 }],
  ['episodic.page', { offset: 0, limit: 50, filter }],
  ['episodic.page', { offset: 0, limit: 50, filter: { band: 'AMBER' } }],
  ['episodic.months', {}],
  ['episodic.get', { id: known.id }],
  ['episodic.rows', { ids: [known.id] }],
  ['episodic.byExternalIds', { ids: ['known'] }],
  ['episodic.stats', {}],
  ['fts.search', { query: 'garden', limit: 10 }],
  ['receipts.page', { beforeSeq: null, limit: 50 }],
  ['receipts.page', { beforeSeq: null, limit: 50, subjectId: known.id }],
  ['privacy.tombstones', { offset: 0, limit: 50 }],
  ['privacy.preferences', SOMEBODY],
  ['privacy.consents', SOMEBODY],
  ['fts.facets', { query: 'garden' }],
  ['episodic.onThisDay', { year: 2026, month: 6, day: 15, days: 1, limit: 5 }],
  ['episodic.overlapping', { fromMs: 0, untilMs: 86_400_000, limit: 50 }],
  ['episodic.around', { id: known.id, limit: 1 }],
  ['episodic.stream', { limit: 50 }],
  ['semantic.match', { subjectId: ANN, limit: 50 }],
  ['semantic.match', { predicate: 'urn:x:knows', limit: 50 }],
  ['semantic.match', { object: { entity: BEN }, limit: 50 }],
  ['semantic.neighbours', { id: ANN, depth: 2, limit: 50 }],
  ['semantic.path', { fromId: ANN, toId: BEN, depth: 4 }],
  ['semantic.common', { firstId: ANN, secondId: BEN, limit: 50 }],
  ['semantic.mentions', { label: 'person', names: ['Grandmother'], limit: 50 }],
  ['hippocampus.waiting', { limit: 10 }],
  ['semantic.named', { name: 'Grandmother' }],
  ['embeddings.pending', { model: 'model@1', limit: 50 }],
  ['workspace.pins', SOMEBODY],
  ['workspace.salient', { ...SOMEBODY, atMs: 0, limit: 20 }],
  ['prospective.upcoming', { beforeMs: null, limit: 50 }],
  ['prospective.nextDue', { afterMs: 0 }],
  ['drives.goals', { nowMs: 0, resting: false, limit: 50 }],
  ['affect.list', { ...MINE, limit: 50 }],
  ['affect.ofMemory', { memoryId: known.id }],
  ['imagination.open', { limit: 50 }],
  ['hippocampus.strengths', { ids: [known.id], nowMs: 0 }],
  ['hippocampus.fading', { nowMs: 0, limit: 10, seed: 1 }],
  ['crdt.state', { document: known.id }],
  ['intents.open', {}],
];

/** Reads through a table on purpose, and why that is no more than what it answers with. */
const SMALL: Readonly<Record<string, string>> = {
  memory_month: 'a line a month and band',
  tombstone: 'counted, and paged in the order of its key',
  intent: 'the few that are under way',
  r: 'what a walk has reached so far, by its own recursion',
  c: 'the queue, in the order of its key, and no further than asked',
};

let folder = '';
let space: InProcessSpace;
let ask: (query: string, input: unknown) => string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'memoryos-plans-'));
  const options = { file: join(folder, 'space.db'), spaceId: uuid(), keys: testKeys() };
  space = openInProcess(options);
  const unit = space.collect(contextFor(options.spaceId, { subjectId: known.id }), (uow) => {
    uow.episodic.append(known);
    uow.fts.index({ id: known.id });
    uow.episodic.append(memory({ band: 'AMBER' }));
    const { authorId } = known;
    for (const id of [ANN, BEN]) {
      uow.semantic.declare({
        id,
        authorId,
        iri: null,
        band: 'GREEN',
        kind: 'person',
        names: ['Ann'],
        note: '',
      });
    }
    uow.semantic.state({
      id: uuid(),
      authorId,
      subjectId: ANN,
      predicate: 'urn:x:knows',
      object: { entity: BEN },
      band: 'GREEN',
      memoryId: null,
      origin: 'person',
      confidence: 1,
      fromMs: null,
      untilMs: null,
    });
  });
  expect(space.commits.run([unit])).toMatchObject([{ ok: true }]);
  const asked: string[] = [];
  const keys = new ThreadKeys(options.spaceId, keyBytes(options.keys));
  const readers = storeReaders('space', catching(space.connection, asked), keys);
  ask = (query, input) => {
    asked.length = 0;
    const [store = '', op = ''] = query.split('.');
    readers.get(store)?.answer(op, input);
    return [...new Set(asked)];
  };
});
afterAll(() => {
  space.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each(
  HOT.map(
    ([query, input]) =>
      [
        query,
        JSON.stringify(input)
          .replaceAll(known.id, 'ID')
          .replaceAll(ANN, 'ANN')
          .replaceAll(BEN, 'BEN')
          .replaceAll(known.authorId, 'SOMEBODY'),
        input,
      ] as const,
  ),
)('%s %s', (query, _words, input) => {
  const [store = '', op = ''] = query.split('.');
  const contract: Readonly<Record<string, { readonly queries: object }>> = SPACE_CONTRACTS;
  expect(Object.keys(contract[store]?.queries ?? {})).toContain(op);
  const plans = ask(query, parsed(query, input)).map(planOf);
  expect(plans.length).toBeGreaterThan(0);
  expect(plans.flatMap(fullScans)).toEqual([]);
  expect(plans).toMatchSnapshot();
});

/** As the engine hands it to a store: parsed, defaults filled in. */
function parsed(query: string, input: unknown): unknown {
  const [store = '', op = ''] = query.split('.');
  const contracts: Readonly<
    Record<
      string,
      { readonly queries: Readonly<Record<string, { input: { parse(value: unknown): unknown } }>> }
    >
  > = SPACE_CONTRACTS;
  return contracts[store]?.queries[op]?.input.parse(input);
}

function planOf(sql: string): string[] {
  return space.connection
    .read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...Array.from(sql.matchAll(/\?/g), () => null))
    .map(({ detail }) => detail);
}

/** Scans of tables without an index, save of small ones and of what the query made itself. */
function fullScans(plan: readonly string[]): string[] {
  const made = plan.flatMap((line) => /^(?:CO-ROUTINE|MATERIALIZE) (\S+)/.exec(line)?.[1] ?? []);
  return plan.filter((line) => {
    const scanned = /^SCAN (\S+)/.exec(line)?.[1];
    if (scanned === undefined || /USING|VIRTUAL TABLE|CONSTANT ROW/.test(line)) return false;
    return SMALL[scanned] === undefined && !made.includes(scanned) && !scanned.startsWith('(');
  });
}

/** Notes each statement when it is asked. */
function catching(connection: ReadableConnection, asked: string[]): ReadableConnection {
  return {
    read<R>(sql: string) {
      const statement = connection.read<R>(sql);
      const noted = <T>(answer: T): T => {
        asked.push(sql);
        return answer;
      };
      return {
        get: (...values) => noted(statement.get(...values)),
        all: (...values) => noted(statement.all(...values)),
        iterate: (...values) => noted(statement.iterate(...values)),
      };
    },
    snapshot: (work) => connection.snapshot(work),
    hold: () => connection.hold(),
    letGo: () => connection.letGo(),
    pragma: (name) => connection.pragma(name),
    close: () => undefined,
  };
}
