import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ACTIONS } from '../../../../shared/contracts/receipts.ts';
import { Signer, signatureVerifier } from '../../../security/signatures.ts';
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
import type { ReceiptBody, ReceiptRow, ReceiptSeal } from './contract.ts';

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

function answer<T>(query: string, input: object): T {
  return space.readers.get('receipts')?.answer(query, input) as T;
}

const page = (given: object = {}) =>
  answer<{ total: number; rows: ReceiptRow[] }>('page', {
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
        stores: fc.array(fc.record({ store: text, op: text, digest: text })),
        subject: fc.option(text),
        v: fc.constant(1 as const),
      }),
      (body: ReceiptBody) => {
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
