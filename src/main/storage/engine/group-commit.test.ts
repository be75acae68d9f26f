import Sqlite from 'better-sqlite3-multiple-ciphers';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VaultError } from '../../../shared/errors.ts';
import type { Command } from '../contract.ts';
import type { UnitOfWorkContext } from '../interfaces.ts';
import type { StoreWriter } from '../stores/base-store.ts';
import type { SpaceUnitOfWork } from '../stores/contracts.ts';
import { ACTOR, contextFor, type Folder, memory, temporaryFolder, testKeys } from '../testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../testing/in-process.ts';
import { TransientFault, type Unit } from './group-commit.ts';
import { retryDelayMs } from './retry.ts';
import type { StoreWriters } from './stores.ts';

/** Stands in front of every store and fails a command by rule: after the store has already written. */
class FaultPort {
  rule: (command: Command) => Error | null = () => null;

  around = (stores: StoreWriters): StoreWriters =>
    new Map([...stores].map(([name, store]) => [name, this.#guarded(store)]));

  #guarded(store: StoreWriter): StoreWriter {
    return {
      name: store.name,
      prepare: (command) => store.prepare(command),
      rebuild: () => store.rebuild(),
      apply: (command, scope) => {
        const digest = store.apply(command, scope);
        const fault = this.rule(command);
        if (fault !== null) throw fault;
        return digest;
      },
    };
  }
}

let folder: Folder;
let faults: FaultPort;
let space: InProcessSpace;
const spaceId = uuid();
const keys = testKeys();

beforeEach(() => {
  folder = temporaryFolder();
  faults = new FaultPort();
  space = openInProcess({ file: folder.file('space.db'), spaceId, keys, around: faults.around });
});
afterEach(() => {
  space.close();
  folder.remove();
});

function unit(collect: (uow: SpaceUnitOfWork) => void, context: Partial<UnitOfWorkContext> = {}): Unit {
  return space.collect(contextFor(spaceId, context), collect);
}

function adding(input = memory(), context: Partial<UnitOfWorkContext> = {}): Unit {
  return unit(
    (uow) => {
      uow.attachments.put({
        ref: input.id,
        band: input.band,
        bytes: Buffer.from(input.id),
        mediaType: 'image/png',
      });
      uow.episodic.append({
        ...input,
        attachments: [{ ref: input.id, name: 'a.png', mediaType: 'image/png', bytes: 36 }],
      });
      uow.fts.index({ id: input.id });
      uow.workspace.discardDraft({ id: input.id });
    },
    { subjectId: input.id, ...context },
  );
}

const removing = (id: string): Unit =>
  unit((uow) => {
    uow.episodic.remove({ id, expectedVersion: null });
    uow.fts.retract({ id });
    uow.privacy.bury({ recordId: id, actorId: ACTOR, reason: null });
  });

/** Everything in the database, but what changes on its own. */
function everything(): unknown {
  const tables = space.connection
    .read<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'memory_words' ORDER BY name`,
    )
    .all();
  return tables.map(({ name }) => [name, space.connection.read(`SELECT * FROM "${name}"`).all()]);
}

function verified(): unknown {
  return space.readers.get('receipts')?.answer('verify', { fromSeq: 1 });
}

function count(table: string): number {
  return space.connection.read<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? -1;
}

const broken = () => new VaultError('INTERNAL', 'injected', { hint: '' });

const STEPS = [
  ['attachments', 'put'],
  ['episodic', 'append'],
  ['fts', 'index'],
  ['workspace', 'discardDraft'],
  ['fts', 'retract'],
  ['privacy', 'bury'],
  ['episodic', 'remove'],
] as const;

describe('all or nothing', () => {
  it('takes back everything of a unit that any store fails, and says which', () => {
    const kept = memory();
    expect(space.commits.run([adding(kept)])).toMatchObject([{ ok: true }]);
    const before = everything();
    for (const [store, op] of STEPS) {
      faults.rule = (command) => (command.store === store && command.op === op ? broken() : null);
      const deletes = ['retract', 'bury', 'remove'].includes(op);
      expect(space.commits.run([deletes ? removing(kept.id) : adding()])).toMatchObject([
        { ok: false, error: { details: { store, op } } },
      ]);
      expect(everything()).toEqual(before);
    }
    faults.rule = () => null;
    expect(space.commits.run([removing(kept.id)])).toMatchObject([{ ok: true }]);
    expect(verified()).toEqual({ verified: 2, broken: [] });
  });

  it('drops the failing units of a group and keeps the others, whatever fails and wherever', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.constantFrom(...STEPS.slice(0, 4))), { minLength: 1, maxLength: 8 }),
        (plan) => {
          const before = {
            memories: count('memory'),
            receipts: count('receipt'),
            links: count('attachment_link'),
          };
          const inputs = plan.map(() => memory());
          faults.rule = (command) => {
            const at = inputs.findIndex(({ id }) => JSON.stringify(command.input).includes(id));
            const step = plan[at];
            return step?.[0] === command.store && step[1] === command.op ? broken() : null;
          };
          const results = space.commits.run(inputs.map((input) => adding(input)));
          expect(results.map(({ ok }) => ok)).toEqual(plan.map((step) => step === null));
          const good = plan.filter((step) => step === null).length;
          expect(count('memory')).toBe(before.memories + good);
          expect(count('memory_key')).toBe(before.memories + good);
          expect(count('attachment_link')).toBe(before.links + good);
          expect(count('receipt')).toBe(before.receipts + good);
          expect(verified()).toEqual({ verified: before.receipts + good, broken: [] });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('runs commands in the order of phases: an edit sees the old words out and the new ones in', () => {
    const input = memory({ text: 'about beans' });
    space.commits.run([adding(input)]);
    const edit = unit((uow) => {
      uow.fts.index({ id: input.id });
      uow.episodic.revise({ ...input, text: 'about rivers', expectedVersion: 1 });
      uow.fts.retract({ id: input.id });
    });
    expect(edit.commands.map(({ op }) => op)).toEqual(['retract', 'revise', 'index']);
    expect(space.commits.run([edit])).toMatchObject([{ ok: true }]);
    const search = (query: string) =>
      space.readers.get('fts')?.answer('search', { query, limit: 5, filter: {} });
    expect(search('beans')).toEqual([]);
    expect(search('rivers')).toHaveLength(1);
  });
});

describe('idempotency', () => {
  it('answers the same key with the first receipt and writes nothing', () => {
    const input = memory();
    const first = space.commits.run([adding(input, { idempotencyKey: 'k' })]);
    const before = everything();
    const again = space.commits.run([adding(memory(), { idempotencyKey: 'k' })]);
    expect(first).toMatchObject([{ ok: true, outcome: { replayed: false } }]);
    const [result] = first;
    const receipt = result?.ok ? result.outcome.receipt : null;
    expect(again).toMatchObject([{ ok: true, outcome: { replayed: true, subjectId: input.id, receipt } }]);
    expect(everything()).toEqual(before);
  });

  it('holds inside one group too, and after a failure the key is still free', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 20 }), (names) => {
        const round = uuid();
        const results = space.commits.run(
          names.map((name) => adding(memory(), { idempotencyKey: `${round}/${name}` })),
        );
        const seen = new Set<string>();
        for (const [index, name] of names.entries()) {
          expect(results[index]).toMatchObject({ ok: true, outcome: { replayed: seen.has(name) } });
          seen.add(name);
        }
      }),
      { numRuns: 20 },
    );
    faults.rule = () => broken();
    expect(space.commits.run([adding(memory(), { idempotencyKey: 'free' })])).toMatchObject([{ ok: false }]);
    faults.rule = () => null;
    expect(space.commits.run([adding(memory(), { idempotencyKey: 'free' })])).toMatchObject([
      { ok: true, outcome: { replayed: false } },
    ]);
  });
});

describe('conflicts', () => {
  const editing = (input: ReturnType<typeof memory>, expectedVersion: number): Unit =>
    unit((uow) => {
      uow.fts.retract({ id: input.id });
      uow.episodic.revise({ ...input, text: `from ${expectedVersion}`, expectedVersion });
      uow.fts.index({ id: input.id });
    });

  it('lets one of many edits of the same version win, and tells the others the version there is', () => {
    const input = memory();
    space.commits.run([adding(input)]);
    const results = space.commits.run([
      editing(input, 1),
      editing(input, 1),
      editing(input, 2),
      editing(input, 2),
    ]);
    expect(results).toMatchObject([
      { ok: true },
      { ok: false, error: { code: 'CONFLICT', details: { id: input.id, version: 2, store: 'episodic' } } },
      { ok: true },
      { ok: false, error: { code: 'CONFLICT', details: { version: 3 } } },
    ]);
    expect(verified()).toEqual({ verified: 3, broken: [] });
  });

  it('never brings back what was deleted, nor takes an id or a source twice', () => {
    const input = memory({ externalId: 'diary.md' });
    space.commits.run([adding(input)]);
    expect(space.commits.run([adding({ ...input, externalId: null })])).toMatchObject([
      { error: { code: 'CONFLICT', details: { reason: 'id-taken', id: input.id } } },
    ]);
    expect(space.commits.run([adding(memory({ externalId: 'diary.md' }))])).toMatchObject([
      { error: { details: { reason: 'external-id-taken' } } },
    ]);
    expect(space.commits.run([removing(input.id)])).toMatchObject([{ ok: true }]);
    expect(space.commits.run([adding(input)])).toMatchObject([{ error: { details: { reason: 'deleted' } } }]);
    expect(space.commits.run([removing(input.id)])).toMatchObject([{ error: { code: 'MEMORY_NOT_FOUND' } }]);
    expect(space.readers.get('privacy')?.answer('buriedExternalIds', { ids: ['diary.md', 'other'] })).toEqual(
      ['diary.md'],
    );
    expect(space.commits.run([adding(memory({ externalId: 'diary.md' }))])).toMatchObject([{ ok: true }]);
  });
});

describe('faults of the machine', () => {
  it('hands a fault that may pass up for another try, with nothing of the group written', () => {
    const before = everything();
    const busy = () => new Sqlite.SqliteError('database is locked', 'SQLITE_BUSY');
    faults.rule = () => busy();
    for (const units of [[adding()], [adding(), adding()]]) {
      expect(() => space.commits.run(units)).toThrow(TransientFault);
      expect(everything()).toEqual(before);
    }
    faults.rule = () => null;
    expect(space.commits.run([adding(), adding()])).toMatchObject([{ ok: true }, { ok: true }]);
    expect(verified()).toEqual({ verified: 2, broken: [] });
  });

  it('says that the disk is full, keeps what was there, and goes on once there is room', () => {
    space.commits.run([adding()]);
    const limit = Number(space.connection.pragma('page_count')) + 4;
    space.connection.pragma(`max_page_count = ${limit}`);
    const big = () => adding(memory({ text: 'words '.repeat(100_000) }));
    for (const units of [[big()], [adding(), big(), adding()]]) {
      const results = space.commits.run(units);
      expect(results.some((result) => !result.ok && result.error.code === 'STORAGE_FULL')).toBe(true);
    }
    space.connection.pragma('max_page_count = 1000000');
    expect(space.commits.run([big()])).toMatchObject([{ ok: true }]);
    expect(count('memory')).toBeGreaterThanOrEqual(2);
    expect(verified()).toMatchObject({ broken: [] });
  });

  it('waits longer and longer, never past its bound', () => {
    const most = (attempt: number) => retryDelayMs(attempt, () => 0.999_999);
    expect([1, 2, 3, 9, 40].map(most)).toEqual([20, 40, 80, 1000, 1000]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, random) => {
          const delay = retryDelayMs(attempt, () => random);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(1000);
        },
      ),
    );
  });
});

it('signs a group once', () => {
  space.commits.run([adding(), adding(), adding()]);
  space.commits.run([adding()]);
  expect(space.connection.read('SELECT from_seq, to_seq FROM receipt_seal').all()).toEqual([
    { from_seq: 1, to_seq: 3 },
    { from_seq: 4, to_seq: 4 },
  ]);
});

it('leaves a receipt for a unit without commands', () => {
  const denial = unit(() => undefined, { kind: 'ACCESS_DENIED', purpose: 'memory.edit' });
  expect(space.commits.run([denial])).toMatchObject([
    { ok: true, outcome: { receipt: { kind: 'ACCESS_DENIED' } } },
  ]);
});

it('refuses a store and a command that it does not have', () => {
  const context = contextFor(spaceId);
  for (const [store, op] of [
    ['nowhere', 'put'],
    ['episodic', 'toString'],
    ['episodic', 'explode'],
  ] as const) {
    expect(space.commits.run([{ context, commands: [{ store, op, input: {} }] }])).toMatchObject([
      { ok: false, error: { code: 'INVALID_INPUT', details: { store, op } } },
    ]);
  }
});
