/**
 * Reads and checks the receipt chain.
 *
 * Invariant: nothing is believed because it is in the database; every receipt shown was hashed again, and counts as
 * verified where an unbroken run of links leads from it to a hash that a trusted device signed.
 */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { hexText, idBytes, idText } from '../record-ids.ts';
import { fault, GENESIS_HASH, parseBody, type StoredReceipt, sealMessage } from './chain.ts';
import { type ReceiptBody, type ReceiptRow, type ReceiptSeal, receiptsContract } from './contract.ts';

type Contract = typeof receiptsContract;

interface ReceiptLine {
  readonly seq: number;
  readonly hash: Buffer;
  readonly body: string;
}

interface SealLine {
  readonly to_seq: number;
  readonly from_seq: number;
  readonly head_hash: Buffer;
  readonly device: Buffer;
  readonly signature: Buffer;
}

/** The text of the index's own condition: SQLite uses a partial index where the query repeats it. */
const RARE = `action NOT IN ('memory.add', 'memory.edit', 'memory.delete', 'memory.import')`;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const EVERYDAY: readonly string[] = ['memory.add', 'memory.edit', 'memory.delete', 'memory.import'];

const stored = (line: ReceiptLine): StoredReceipt => ({
  seq: line.seq,
  hash: hexText(line.hash),
  body: line.body,
});

const sealOf = (line: SealLine): ReceiptSeal => ({
  fromSeq: line.from_seq,
  toSeq: line.to_seq,
  headHash: hexText(line.head_hash),
  deviceId: idText(line.device),
  signature: hexText(line.signature),
});

export class ReceiptsReader extends BaseReader<Contract> {
  readonly contract: Contract = receiptsContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    page: ({ beforeSeq, limit, subjectId, excludeActions }) => {
      const conditions = ['seq < ?'];
      const values: (string | number | Buffer)[] = [beforeSeq ?? Number.MAX_SAFE_INTEGER];
      if (subjectId !== null) {
        conditions.push('subject = ?');
        values.push(idBytes(subjectId));
      }
      if (excludeActions.length > 0) {
        conditions.push(`action NOT IN (${excludeActions.map(() => '?').join(', ')})`);
        values.push(...excludeActions);
      }
      const lines = this.#connection
        .read<ReceiptLine>(
          `SELECT seq, hash, body FROM receipt WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`,
        )
        .all(...values, limit);
      return { total: this.#total(subjectId, excludeActions), rows: this.#judged(lines) };
    },

    verify: ({ fromSeq }) => {
      const broken: { seq: number; reason: string }[] = [];
      const faulty = new Set<number>();
      const report = (seq: number, reason: string): void => {
        if (!faulty.has(seq)) broken.push({ seq, reason });
        faulty.add(seq);
      };
      let previous = fromSeq === 1 ? GENESIS_HASH : this.#hashAt(fromSeq - 1);
      let expected = fromSeq;
      let looked = 0;
      for (const line of this.#connection
        .read<ReceiptLine>('SELECT seq, hash, body FROM receipt WHERE seq >= ? ORDER BY seq')
        .iterate(fromSeq)) {
        const receipt = stored(line);
        if (receipt.seq !== expected) report(expected, 'it is missing');
        const why = fault(receipt, this.#keys.owner, previous);
        if (why !== null) report(receipt.seq, why);
        previous = receipt.hash;
        expected = receipt.seq + 1;
        looked += 1;
      }
      let sealedTo = fromSeq - 1;
      for (const line of this.#connection
        .read<SealLine>('SELECT * FROM receipt_seal WHERE to_seq >= ? ORDER BY to_seq')
        .iterate(fromSeq)) {
        const seal = sealOf(line);
        const why = seal.fromSeq > sealedTo + 1 ? 'a signature before it is missing' : this.#sealFault(seal);
        if (why !== null) report(seal.toSeq, why);
        sealedTo = seal.toSeq;
      }
      if (sealedTo < expected - 1) report(expected - 1, 'it was never signed');
      broken.sort((a, b) => a.seq - b.seq);
      return { verified: Math.max(0, looked - faulty.size), broken };
    },

    export: ({ fromSeq, limit }) => {
      const lines = this.#connection
        .read<ReceiptLine>('SELECT seq, hash, body FROM receipt WHERE seq >= ? ORDER BY seq LIMIT ?')
        .all(fromSeq, limit);
      const last = lines.at(-1)?.seq ?? fromSeq - 1;
      return {
        receipts: lines.map((line) => ({ body: bodyOf(line, this.#keys.owner), hash: hexText(line.hash) })),
        seals: this.#sealsOver(fromSeq, last),
      };
    },

    count: () => ({ receipts: this.#count('') }),
  };

  #count(where: string, ...values: (string | Buffer)[]): number {
    return (
      this.#connection.read<{ n: number }>(`SELECT count(*) AS n FROM receipt ${where}`).get(...values)?.n ??
      0
    );
  }

  #total(subjectId: string | null, excluded: readonly string[]): number {
    if (subjectId !== null) {
      const not = excluded.length === 0 ? '' : `AND action NOT IN (${excluded.map(() => '?').join(', ')})`;
      return this.#count(`WHERE subject = ? ${not}`, idBytes(subjectId), ...excluded);
    }
    // Receipts are only ever appended, from 1 on: the last number is the count.
    let total =
      this.#connection.read<{ seq: number | null }>('SELECT max(seq) AS seq FROM receipt').get()?.seq ?? 0;
    for (const action of excluded) {
      total -= this.#count(
        EVERYDAY.includes(action) ? 'WHERE action = ?' : `WHERE ${RARE} AND action = ?`,
        action,
      );
    }
    return total;
  }

  #hashAt(seq: number): string | null {
    const line = this.#connection.read<{ hash: Buffer }>('SELECT hash FROM receipt WHERE seq = ?').get(seq);
    return line === undefined ? null : hexText(line.hash);
  }

  #sealsOver(fromSeq: number, toSeq: number): ReceiptSeal[] {
    return this.#connection
      .read<SealLine>('SELECT * FROM receipt_seal WHERE to_seq >= ? AND from_seq <= ? ORDER BY to_seq')
      .all(fromSeq, toSeq)
      .map(sealOf);
  }

  #sealFault(seal: ReceiptSeal): string | null {
    if (this.#hashAt(seal.toSeq) !== seal.headHash) return 'it is not what was signed';
    const verifier = this.#keys.verifier(seal.deviceId);
    if (verifier === null) return 'it was signed by a device that is not known here';
    return verifier(sealMessage(this.#keys.owner, seal), Buffer.from(seal.signature, 'hex'))
      ? null
      : 'its signature does not hold';
  }

  /** Each line hashed and linked again, up to the signature that covers it. */
  #judged(lines: readonly ReceiptLine[]): ReceiptRow[] {
    const standing = new Map<number, 'verified' | 'broken'>();
    for (const line of lines) {
      if (standing.has(line.seq)) continue;
      const [seal] = this.#sealsOver(line.seq, line.seq);
      if (seal !== undefined) this.#judgeGroup(seal, standing);
    }
    return lines.map((line) => ({
      body: bodyOf(line, this.#keys.owner),
      hash: hexText(line.hash),
      verification:
        standing.get(line.seq) ??
        (fault(stored(line), this.#keys.owner, null) === null ? 'unsigned' : 'broken'),
    }));
  }

  #judgeGroup(seal: ReceiptSeal, standing: Map<number, 'verified' | 'broken'>): void {
    const group = this.#connection
      .read<ReceiptLine>('SELECT seq, hash, body FROM receipt WHERE seq BETWEEN ? AND ? ORDER BY seq DESC')
      .all(seal.fromSeq, seal.toSeq)
      .map(stored);
    let trusted = this.#sealFault(seal) === null ? seal.headHash : null;
    for (const receipt of group) {
      const before = this.#hashAt(receipt.seq - 1) ?? (receipt.seq === 1 ? GENESIS_HASH : null);
      const holds = trusted === receipt.hash && fault(receipt, this.#keys.owner, before) === null;
      standing.set(receipt.seq, holds ? 'verified' : 'broken');
      trusted = holds ? before : null;
    }
  }
}

/** The body as it was written. One that was made illegible shows as an empty receipt of its number. */
function bodyOf(line: ReceiptLine, space: string): ReceiptBody {
  return (
    parseBody(line.body) ?? {
      action: 'space.open',
      actor: NOBODY,
      at: new Date(0).toISOString(),
      correlationId: '',
      device: NOBODY,
      id: '',
      idempotencyKey: null,
      kind: 'ACTION_EXECUTED',
      prev: GENESIS_HASH,
      seq: line.seq,
      space,
      stores: [],
      subject: null,
      v: 1,
    }
  );
}
