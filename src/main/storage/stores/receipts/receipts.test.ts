import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ACTIONS } from '../../../../shared/contracts/receipts.ts';
import { Signer, signatureVerifier } from '../../../security/signatures.ts';
import type { QueryOutput } from '../../contract.ts';
import {
  ACTOR,
  contextFor,
  DEVICE,
  type Folder,
  memory,
  temporaryFolder,
  testKeys,
} from '../../testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../../testing/in-process.ts';
import { canonicalBody, receiptHash, sealMessage } from './chain.ts';
import {
  type NewReceiptBody,
  type ReceiptBody,
  type ReceiptCheckpoint,
  type ReceiptRow,
  type ReceiptSeal,
  receiptsContract,
  type VerifyCursor,
} from './contract.ts';
import { CHECKPOINT_EVERY } from './ledger.ts';
import { Frontier } from './merkle.ts';

let folder: Folder;
let space: InProcessSpace;
const spaceId = uuid();
const keys = testKeys();

beforeEach(() => {
  folder = temporaryFolder();
  space = openInProcess({ file: folder.file('space.db'), spaceId, keys });
});
afterEach(() => {
  space.close();
  folder.remove();
});

function add(size: number): string[] {
  const inputs = Array.from({ length: size }, () => memory());
  const results = space.commits.run(
    inputs.map((input) =>
      space.collect(contextFor(spaceId, { subjectId: input.id }), (uow) => uow.episodic.append(input)),
    ),
  );
  expect(results.every(({ ok }) => ok)).toBe(true);
  return inputs.map(({ id }) => id);
}

const verify = (): { verified: number; broken: { seq: number; reason: string }[] } =>
  answer('verify', { fromSeq: 1 });

function answer<T>(query: keyof typeof receiptsContract.queries, input: object): T {
  const parsed = receiptsContract.queries[query].input.parse(input);
  return space.readers.get('receipts')?.answer(query, parsed) as T;
}

const page = (given: object = {}) =>
  answer<{ total: number | null; rows: ReceiptRow[]; nextSeq: number | null }>('page', {
    beforeSeq: null,
    limit: 100,
    subjectId: null,
    excludeActions: [],
    ...given,
  });

/** Changes the database behind the triggers' back, as someone with the key and a tool could. */
function tamper(sql: string): void {
  space.connection.script('DROP TRIGGER receipt_stays; DROP TRIGGER receipt_is_kept;');
  space.connection.script('DROP TRIGGER receipt_seal_stays; DROP TRIGGER receipt_seal_is_kept;');
  space.connection.script('DROP TRIGGER receipt_checkpoint_stays; DROP TRIGGER receipt_checkpoint_is_kept;');
  space.connection.script(sql);
}

it('writes bodies in RFC 8785 canonical form', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(
      fc.record({
        action: fc.constantFrom(...ACTIONS),
        actor: text,
        at: text,
        correlationId: text,
        device: text,
        id: text,
        idempotencyKey: fc.option(text),
        kind: fc.constant('ACTION_EXECUTED' as const),
        prev: text,
        seq: fc.integer({ min: 1 }),
        space: text,
        stores: fc.array(fc.record({ store: text, op: text, digest: text, us: fc.nat() })),
        subject: fc.option(text),
        us: fc.nat(),
        v: fc.constant(2 as const),
      }),
      (body: NewReceiptBody) => {
        expect(canonicalBody(body)).toBe(canonicalize(body));
      },
    ),
  );
});

it('forbids changing and deleting', () => {
  add(1);
  for (const sql of [
    `UPDATE receipt SET action = 'draft.save'`,
    'DELETE FROM receipt',
    'UPDATE receipt_seal SET from_seq = 1',
    'DELETE FROM receipt_seal',
  ]) {
    expect(() => space.connection.script(sql)).toThrow(/appended/);
  }
});

it('finds every way of changing the past', () => {
  const cases: [string, string, number, string][] = [
    [
      'a changed body',
      `UPDATE receipt SET body = replace(body, 'memory.add', 'memory.edit') WHERE seq = 3`,
      3,
      'text',
    ],
    ['a body that is none', `UPDATE receipt SET body = 'gone' WHERE seq = 3`, 3, 'text'],
    ['a receipt taken out', 'DELETE FROM receipt WHERE seq = 3', 3, 'missing'],
    ['the end cut off', 'DELETE FROM receipt WHERE seq > 4', 5, 'signed'],
    ['a signature taken out', 'DELETE FROM receipt_seal WHERE to_seq = 5', 5, 'signed'],
    ['a signature in the middle taken out', 'DELETE FROM receipt_seal WHERE to_seq = 3', 4, 'missing'],
    [
      'a changed signature',
      'UPDATE receipt_seal SET signature = randomblob(64) WHERE to_seq = 4',
      4,
      'signature',
    ],
    ['another device', 'UPDATE receipt_seal SET device = randomblob(16) WHERE to_seq = 4', 4, 'not known'],
    ['two changed places', 'UPDATE receipt SET seq = 100 WHERE seq = 2', 100, 'where it was written'],
  ];
  for (const [name, sql, seq, reason] of cases) {
    space.close();
    folder.remove();
    folder = temporaryFolder();
    space = openInProcess({ file: folder.file('space.db'), spaceId, keys });
    add(3);
    add(1);
    add(1);
    expect(verify(), name).toEqual({ verified: 5, broken: [] });
    tamper(sql);
    const { broken } = verify();
    expect(broken, name).toContainEqual({ seq, reason: expect.stringContaining(reason) });
  }
});

it('finds a forged receipt whose hash was made to fit', () => {
  add(3);
  const [, forged] = page().rows;
  if (forged === undefined) throw new Error('a receipt is needed');
  if (forged.body.v !== 2) throw new Error('an old receipt was written');
  const body = canonicalBody({ ...forged.body, actor: uuid() });
  tamper(
    `UPDATE receipt SET body = '${body}', hash = x'${receiptHash(body)}' WHERE seq = ${forged.body.seq}`,
  );
  expect(verify().broken).toEqual([{ seq: 3, reason: 'it does not follow the one before it' }]);
  expect(page().rows.map(({ verification }) => verification)).toEqual(['broken', 'broken', 'broken']);
});

it('shows what still holds around what was changed', () => {
  add(2);
  add(2);
  expect(page().rows.map(({ verification }) => verification)).toEqual(Array(4).fill('verified'));
  tamper(`UPDATE receipt SET body = 'gone' WHERE seq = 3`);
  expect(page().rows.map(({ body, verification }) => [body.seq, verification])).toEqual([
    [4, 'verified'],
    [3, 'broken'],
    [2, 'verified'],
    [1, 'verified'],
  ]);
  tamperSeal();
  expect(page({ beforeSeq: 3 }).rows.map(({ verification }) => verification)).toEqual([
    'unsigned',
    'unsigned',
  ]);
});

function tamperSeal(): void {
  space.connection.script('DELETE FROM receipt_seal WHERE to_seq = 2');
}

it('pages, filters and counts', () => {
  const [first = ''] = add(5);
  for (let round = 0; round < 3; round += 1) {
    space.commits.run([
      space.collect(contextFor(spaceId, { purpose: 'draft.save', subjectId: first }), (uow) =>
        uow.workspace.saveDraft({ id: first, baseVersion: 1, band: 'GREEN', content: `${round}` }),
      ),
    ]);
  }
  expect(page({ limit: 2 })).toMatchObject({ total: 8, rows: [{ body: { seq: 8 } }, { body: { seq: 7 } }] });
  expect(page({ beforeSeq: 3 }).rows.map(({ body }) => body.seq)).toEqual([2, 1]);
  expect(page({ subjectId: first }).rows.map(({ body }) => body.action)).toEqual([
    ...Array(3).fill('draft.save'),
    'memory.add',
  ]);
  expect(page({ subjectId: first, excludeActions: ['draft.save'] })).toMatchObject({ total: 1 });
  const without = page({ excludeActions: ['draft.save', 'draft.discard'] });
  expect(without.total).toBe(5);
  expect(without.rows).toHaveLength(5);
  expect(page({ excludeActions: ['memory.add'] }).total).toBe(3);
  expect(answer('count', {})).toEqual({ receipts: 8 });
});

it('exports what someone else can check with nothing but SHA-256 and Ed25519', () => {
  add(3);
  add(2);
  const { receipts, seals } = answer<{
    receipts: { body: ReceiptBody; hash: string }[];
    seals: ReceiptSeal[];
  }>('export', { fromSeq: 1, limit: 100 });
  let previous = '0'.repeat(64);
  for (const { body, hash } of receipts) {
    expect(body.prev).toBe(previous);
    expect(receiptHash(canonicalize(body) ?? '')).toBe(hash);
    expect([body.actor, body.device, body.space]).toEqual([ACTOR, DEVICE, spaceId]);
    previous = hash;
  }
  const check = signatureVerifier(new Signer(keys.signer.seed).publicKey);
  expect(seals.map(({ fromSeq, toSeq }) => [fromSeq, toSeq])).toEqual([
    [1, 3],
    [4, 5],
  ]);
  for (const seal of seals) {
    expect(receipts[seal.toSeq - 1]?.hash).toBe(seal.headHash);
    expect(check(sealMessage(spaceId, seal), Buffer.from(seal.signature, 'hex'))).toBe(true);
  }
});

it('never holds content', () => {
  const input = memory({
    title: 'Unmistakable',
    text: 'Unmistakable',
    tags: ['unmistakable'],
    externalId: 'unmistakable',
  });
  space.commits.run([
    space.collect(contextFor(spaceId, { subjectId: input.id }), (uow) => {
      uow.episodic.append(input);
      uow.fts.index({ id: input.id });
    }),
  ]);
  expect(JSON.stringify(page()).toLowerCase()).not.toContain('unmistakable');
});

const checkpoints = () => answer<ReceiptCheckpoint[]>('checkpoints', {});

/** Bare receipts, as denials leave them: quicker than memories. */
function denials(count: number): void {
  for (let left = count; left > 0; left -= 100) {
    space.commits.run(
      Array.from({ length: Math.min(100, left) }, () =>
        space.collect(contextFor(spaceId, { kind: 'ACCESS_DENIED' }), () => undefined),
      ),
    );
  }
}

it('signs the tree every thousand receipts, wherever groups begin and end, and when it is asked to', () => {
  denials(CHECKPOINT_EVERY - 50);
  expect(checkpoints()).toEqual([]);
  denials(CHECKPOINT_EVERY + 170);
  expect(checkpoints().map(({ size }) => size)).toEqual([CHECKPOINT_EVERY, 2 * CHECKPOINT_EVERY]);
  space.commits.vouch();
  space.commits.vouch();
  const made = checkpoints();
  expect(made.map(({ size }) => size)).toEqual([1000, 2000, 2120]);
  const { receipts } = answer<{ receipts: { hash: string }[] }>('export', { fromSeq: 1, limit: 10_000 });
  let tree = Frontier.EMPTY;
  for (const { hash } of receipts) {
    tree = tree.append(Buffer.from(hash, 'hex'));
    const signed = made.find(({ size }) => size === tree.size);
    if (signed !== undefined) expect(signed.root).toBe(tree.root().toString('hex'));
  }
  expect(answer('subtree', { from: 0, to: 2120 })).toEqual({ root: made.at(-1)?.root });
  expect(verify()).toEqual({ verified: 2120, broken: [] });
});

it('goes on from the last checkpoint when it is opened again', () => {
  denials(1010);
  space.close();
  space = openInProcess({ file: folder.file('space.db'), spaceId, keys, create: false });
  denials(1000);
  expect(checkpoints().map(({ size }) => size)).toEqual([1000, 2000]);
  expect(verify()).toEqual({ verified: 2010, broken: [] });
});

it('forgets the tree of a group that was rolled back', () => {
  denials(998);
  const failing = space.collect(contextFor(spaceId), (uow) => uow.episodic.append(memory({ id: ACTOR })));
  const twice = [failing, { ...failing, context: contextFor(spaceId) }, failing];
  space.commits.run(twice);
  denials(1500);
  expect(checkpoints().map(({ size }) => size)).toEqual([1000, 2000]);
  expect(verify().broken).toEqual([]);
});

it('finds what was done to a checkpoint, and what a checkpoint gives away', () => {
  const cases: [string, string, number, string][] = [
    ['another root', 'UPDATE receipt_checkpoint SET root = randomblob(32)', 8, 'other receipts'],
    ['another signature', 'UPDATE receipt_checkpoint SET signature = randomblob(64)', 8, 'signature of its'],
    ['another device', 'UPDATE receipt_checkpoint SET device = randomblob(16)', 8, 'not known'],
    [
      'the end cut off',
      'DELETE FROM receipt WHERE seq > 6; DELETE FROM receipt_seal WHERE to_seq > 6',
      8,
      'covers',
    ],
  ];
  for (const [name, sql, seq, reason] of cases) {
    space.close();
    folder.remove();
    folder = temporaryFolder();
    space = openInProcess({ file: folder.file('space.db'), spaceId, keys });
    for (let each = 0; each < 8; each += 1) add(1);
    space.commits.vouch();
    expect(verify(), name).toEqual({ verified: 8, broken: [] });
    tamper(sql);
    expect(verify().broken, name).toContainEqual({ seq, reason: expect.stringContaining(reason) });
  }
});

type Slice = QueryOutput<typeof receiptsContract, 'verifySlice'>;

it('verifies in slices what it verifies in one go', () => {
  denials(60);
  space.commits.vouch();
  denials(40);
  tamper(`UPDATE receipt SET body = 'gone' WHERE seq = 33; DELETE FROM receipt WHERE seq = 70`);
  const whole = verify();
  for (const rows of [1, 7, 50, 100, 101]) {
    const broken: { seq: number; reason: string }[] = [];
    let verified = 0;
    let cursor: VerifyCursor | null = null;
    do {
      const slice: Slice = answer('verifySlice', { cursor, rows });
      verified += slice.verified;
      broken.push(...slice.broken);
      cursor = slice.next;
    } while (cursor !== null);
    expect({ verified, broken }, `slices of ${rows}`).toEqual(whole);
  }
});

it('still verifies receipts of the first version, and those that follow them', () => {
  const { body } = page().rows[0] ?? {};
  expect(body).toBeUndefined();
  add(1);
  const [row] = page().rows;
  if (row?.body.v !== 2) throw new Error('a receipt is needed');
  const { us: _, stores, ...common } = row.body;
  const old = canonicalize({ ...common, stores: stores.map(({ us: __, ...entry }) => entry), v: 1 }) ?? '';
  const hash = receiptHash(old);
  const seal = { fromSeq: 1, toSeq: 1, headHash: hash, deviceId: DEVICE };
  const signature = new Signer(keys.signer.seed).sign(sealMessage(spaceId, seal)).toString('hex');
  tamper(`UPDATE receipt SET body = '${old}', hash = x'${hash}';
          UPDATE receipt_seal SET head_hash = x'${hash}', signature = x'${signature}'`);
  space.close();
  space = openInProcess({ file: folder.file('space.db'), spaceId, keys, create: false });
  add(1);
  expect(verify()).toEqual({ verified: 2, broken: [] });
  expect(page().rows.map(({ body: { v }, verification }) => [v, verification])).toEqual([
    [2, 'verified'],
    [1, 'verified'],
  ]);
});

it('notes how long each store and the whole unit took, in whole microseconds', () => {
  add(1);
  const [row] = page().rows;
  if (row?.body.v !== 2) throw new Error('a receipt is needed');
  expect(row.body.us).toBeGreaterThanOrEqual(row.body.stores.reduce((sum, { us }) => sum + us, 0) - 1);
  expect(row.body.stores.every(({ us }) => Number.isInteger(us))).toBe(true);
});

it('filters by kind, act, person and time, a stretch at a time', () => {
  add(3);
  denials(2100);
  const denied = page({ kinds: ['ACTION_EXECUTED'] });
  expect(denied).toMatchObject({ rows: [], total: null, nextSeq: 104 });
  expect(page({ kinds: ['ACTION_EXECUTED'], beforeSeq: denied.nextSeq })).toMatchObject({
    rows: [{ body: { seq: 3 } }, { body: { seq: 2 } }, { body: { seq: 1 } }],
    nextSeq: null,
  });
  expect(page({ kinds: ['ACCESS_DENIED'], limit: 2 })).toMatchObject({ nextSeq: 2102 });
  expect(page({ actions: ['memory.delete'] }).rows).toEqual([]);
  expect(page({ actorId: uuid() }).rows).toEqual([]);
  expect(page({ actorId: ACTOR, limit: 5 }).rows).toHaveLength(5);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  expect(page({ fromAt: tomorrow }).rows).toEqual([]);
  expect(page({ beforeAt: tomorrow, limit: 5 }).rows).toHaveLength(5);
  expect(answer('one', { seq: 3 })).toMatchObject({ body: { seq: 3 }, verification: 'verified' });
  expect(answer('one', { seq: 9999 })).toBeNull();
});
