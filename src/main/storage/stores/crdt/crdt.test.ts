import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type * as Yjs from 'yjs';
import { contextFor, DEVICE, type Folder, temporaryFolder, testKeys } from '../../testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../../testing/in-process.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { crdtContract } from './contract.ts';
import { yjs } from './yjs.ts';

const Y = yjs();

/** What somebody does to a text: puts words in, or takes some out. */
type Edit =
  | { readonly at: number; readonly words: string }
  | { readonly at: number; readonly remove: number };

const edits = fc.array(
  fc.oneof(
    fc.record({ at: fc.nat(200), words: fc.string({ minLength: 1, maxLength: 12 }) }),
    fc.record({ at: fc.nat(200), remove: fc.integer({ min: 1, max: 6 }) }),
  ),
  { minLength: 1, maxLength: 12 },
);

/** The updates that one device makes, each by itself, without hearing of the others. */
function updatesOf(
  guid: string,
  clientID: number,
  made: readonly Edit[],
  base: readonly Uint8Array[],
): Uint8Array[] {
  const doc = new Y.Doc({ guid });
  doc.clientID = clientID;
  for (const update of base) Y.applyUpdate(doc, update);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const text = doc.getText('body');
  const map = doc.getMap('fields');
  for (const edit of made) {
    const at = text.length === 0 ? 0 : edit.at % (text.length + 1);
    if ('words' in edit) {
      text.insert(at, edit.words);
      map.set('title', edit.words);
    } else if (text.length > 0)
      text.delete(Math.min(at, text.length - 1), Math.min(edit.remove, text.length - at) || 1);
  }
  return updates;
}

function contentOf(updates: readonly Uint8Array[]): unknown {
  const doc = new Y.Doc({ guid: 'reader' });
  for (const update of updates) Y.applyUpdate(doc, update);
  return { body: doc.getText('body').toString(), fields: doc.getMap('fields').toJSON() };
}

describe('documents', () => {
  let folder: Folder;
  const spaces: InProcessSpace[] = [];
  const id = uuid();

  const open = (): InProcessSpace => {
    const space = openInProcess({ file: folder.file(`${uuid()}.db`), spaceId: id, keys: testKeys() });
    spaces.push(space);
    return space;
  };
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    for (const space of spaces.splice(0)) space.close();
    folder.remove();
  });

  const run = (space: InProcessSpace, collect: Parameters<InProcessSpace['collect']>[1]) =>
    space.commits.run([space.collect(contextFor(id), collect)])[0];
  const apply = (space: InProcessSpace, document: string, update: Uint8Array, device = DEVICE) =>
    run(space, (uow) => uow.crdt.apply({ document, band: 'GREEN', device, update }));
  const ask = <T>(space: InProcessSpace, op: keyof typeof crdtContract.queries, input: object): T =>
    space.readers.get('crdt')?.answer(op, input) as T;
  const stateOf = (space: InProcessSpace, document: string) =>
    ask<{ update: Uint8Array } | null>(space, 'state', { document })?.update ?? new Uint8Array([0, 0]);
  const count = (space: InProcessSpace, table: string) =>
    space.connection.read<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n;

  it('are the same on all devices, in whatever order, how often and however joined updates come', () => {
    const [left, right] = [open(), open()];
    fc.assert(
      fc.property(
        fc.array(edits, { minLength: 2, maxLength: 4 }),
        fc.infiniteStream(fc.nat(1_000_000)),
        (devices, random) => {
          const document = uuid();
          const next = (below: number): number => random.next().value % below;
          const base = updatesOf(document, 1, [{ at: 0, words: 'Once upon a time' }], []);
          const all = [
            ...base,
            ...devices.flatMap((made, index) => updatesOf(document, index + 2, made, base)),
          ];
          for (const space of [left, right]) {
            const queue = [...all, ...all.filter(() => next(3) === 0)];
            while (queue.length > 0) {
              const taken = Array.from({ length: 1 + next(3) }, () =>
                queue.splice(next(queue.length), 1),
              ).flat();
              expect(apply(space, document, Y.mergeUpdates(taken))).toMatchObject({ ok: true });
              if (next(5) === 0) run(space, (uow) => uow.crdt.compact({ document }));
            }
          }
          const wanted = contentOf(all);
          expect(contentOf([stateOf(left, document)])).toEqual(wanted);
          expect(contentOf([stateOf(right, document)])).toEqual(wanted);
          const vectors = [left, right].map(
            (space) => ask<{ stateVector: Uint8Array }>(space, 'stateVector', { document }).stateVector,
          );
          const clocks = (vector: Uint8Array) => [...Y.decodeStateVector(vector)].sort(([a], [b]) => a - b);
          expect(clocks(vectors[0] ?? new Uint8Array())).toEqual(clocks(vectors[1] ?? new Uint8Array()));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('give a peer what it lacks and nothing it needs twice', () => {
    const space = open();
    fc.assert(
      fc.property(edits, edits, (mine, theirs) => {
        const document = uuid();
        const base = updatesOf(document, 1, [{ at: 0, words: 'Pear jam' }], []);
        const ours = [...base, ...updatesOf(document, 2, mine, base)];
        for (const update of ours) apply(space, document, update);
        const peer = [...base, ...updatesOf(document, 3, theirs, base)];
        const since = Y.encodeStateVectorFromUpdate(Y.mergeUpdates(peer));
        const missing = ask<{ update: Uint8Array }>(space, 'diff', { document, since }).update;
        expect(contentOf([...peer, missing])).toEqual(contentOf([...ours, ...peer]));
        const whole = Y.encodeStateVectorFromUpdate(stateOf(space, document));
        const nothing = ask<{ update: Uint8Array }>(space, 'diff', { document, since: whole }).update;
        expect(Y.decodeUpdate(nothing).structs).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('become a snapshot when the log is long, and the log goes in the same transaction', () => {
    const space = open();
    const document = uuid();
    const made = Array.from({ length: 150 }, (_, index): Edit => ({ at: index, words: 'x' }));
    const updates = updatesOf(document, 1, made, []);
    for (const update of updates) apply(space, document, update);
    expect(count(space, 'crdt_update')).toBeLessThan(64);
    expect(count(space, 'crdt_snapshot')).toBe(1);
    expect(ask(space, 'documents', {})).toMatchObject([{ id: document, updates: updates.length }]);
    expect(contentOf([stateOf(space, document)])).toEqual(contentOf(updates));
    const failed = space.commits.run([
      space.collect(contextFor(id), (uow) => {
        uow.crdt.compact({ document });
        uow.episodic.remove({ id: uuid(), expectedVersion: null });
      }),
    ]);
    expect(failed).toMatchObject([{ ok: false }]);
    expect(count(space, 'crdt_update')).toBeGreaterThan(0);
    expect(contentOf([stateOf(space, document)])).toEqual(contentOf(updates));
  });

  it('stay removed, whatever still comes', () => {
    const space = open();
    const document = uuid();
    const [update = new Uint8Array()] = updatesOf(document, 1, [{ at: 0, words: 'Quince' }], []);
    apply(space, document, update);
    run(space, (uow) => uow.crdt.remove({ document }));
    expect(apply(space, document, update)).toMatchObject({ ok: true });
    expect(ask(space, 'state', { document })).toBeNull();
    expect(ask(space, 'removed', { documents: [document, uuid()] })).toEqual([document]);
    expect(
      ['crdt_update', 'crdt_snapshot', 'crdt_merge', 'crdt_document'].map((table) => count(space, table)),
    ).toEqual([0, 0, 0, 0]);
  });

  it('remember which device gave how much on which day', () => {
    const space = open();
    const document = uuid();
    const [laptop, phone] = [uuid(), uuid()];
    const updates = updatesOf(
      document,
      1,
      [1, 2, 3].map((at): Edit => ({ at, words: 'beans' })),
      [],
    );
    for (const [index, update] of updates.entries())
      apply(space, document, update, index === 0 ? laptop : phone);
    const merges = ask<{ deviceId: string; updates: number; bytes: number }[]>(space, 'merges', {
      document,
      limit: 10,
    });
    expect(merges.find(({ deviceId }) => deviceId === laptop)).toMatchObject({ updates: 1 });
    expect(merges.reduce((sum, merge) => sum + merge.updates, 0)).toBe(updates.length);
  });

  it('take in nothing that was made to harm', () => {
    const space = open();
    const document = uuid();
    const [sound = new Uint8Array()] = updatesOf(document, 1, [{ at: 0, words: 'The river froze' }], []);
    apply(space, document, sound);
    const before = JSON.stringify([count(space, 'crdt_update'), [...stateOf(space, document)]]);
    const hostile = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      fc
        .tuple(fc.nat(sound.length - 1), fc.nat(255))
        .map(([at, byte]) => Uint8Array.from(sound.with(at, byte)))
        .filter((bytes) => Buffer.compare(bytes, sound) !== 0),
    );
    fc.assert(
      fc.property(hostile, (bytes) => {
        const result = apply(space, uuid(), bytes);
        if (result?.ok === false) {
          expect(result.error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'update' } });
        }
        expect(JSON.stringify([1, [...stateOf(space, document)]])).toBe(before);
      }),
    );
    expect(() => ask(space, 'diff', { document, since: new Uint8Array([255, 255, 255]) })).toThrow(
      /state vector/,
    );
    for (const line of ask<{ id: string }[]>(space, 'documents', {})) {
      expect(() => ask(space, 'state', { document: line.id })).not.toThrow();
    }
    const { findings } = space.readers.get('crdt')?.check(0, 10) ?? { findings: null };
    expect(findings).toEqual([]);
  });

  it('keep nothing of what was deleted in them once they are a snapshot', () => {
    const space = open();
    const document = uuid();
    const doc: Yjs.Doc = new Y.Doc({ guid: document });
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    doc.getText('body').insert(0, 'a secret');
    doc.getText('body').delete(0, 8);
    for (const update of updates) apply(space, document, update);
    expect(Buffer.from(stateOf(space, document)).includes('a secret')).toBe(true);
    run(space, (uow) => uow.crdt.compact({ document }));
    expect(Buffer.from(stateOf(space, document)).includes('a secret')).toBe(false);
  });

  it('are named where their rows are not whole', () => {
    const space = open();
    const document = uuid();
    for (const update of updatesOf(
      document,
      1,
      [1, 2].map((at): Edit => ({ at, words: 'beans' })),
      [],
    )) {
      apply(space, document, update);
    }
    space.connection.script('DELETE FROM crdt_update WHERE number = 1');
    expect(space.readers.get('crdt')?.check(0, 10).findings).toMatchObject([
      { code: 'document-broken', severity: 'damage', count: 1 },
    ]);
  });
});

const [kept, dropped] = [uuid(), uuid()];
const [one = new Uint8Array(), two = new Uint8Array()] = updatesOf(
  kept,
  7,
  [
    { at: 0, words: 'Pear jam' },
    { at: 4, words: ' and quince' },
  ],
  [],
);

acceptStore({
  contract: crdtContract,
  units: [
    [{ op: 'apply', input: { document: kept, band: 'AMBER', device: DEVICE, update: one } }],
    [{ op: 'compact', input: { document: kept } }],
    [{ op: 'apply', input: { document: kept, band: 'AMBER', device: uuid(), update: two } }],
    [{ op: 'apply', input: { document: dropped, band: 'GREEN', device: DEVICE, update: one } }],
    [{ op: 'remove', input: { document: dropped } }],
  ],
  queries: [
    { op: 'documents', input: {} },
    { op: 'state', input: { document: kept } },
    { op: 'stateVector', input: { document: kept } },
    { op: 'diff', input: { document: kept, since: Y.encodeStateVectorFromUpdate(one) } },
    { op: 'merges', input: { document: kept, limit: 10 } },
    { op: 'removed', input: { documents: [kept, dropped] } },
  ],
  content: ['Pear jam', 'quince'],
});
