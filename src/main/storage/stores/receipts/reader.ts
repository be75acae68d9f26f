/**
 * Reads and checks the receipt chain.
 *
 * Invariant: nothing is believed because it is in the database; every receipt shown was hashed again, and counts as
 * verified where an unbroken run of links leads from it to a hash that a trusted device signed.
 */
import type { QueryInput } from '../../contract.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection, SqlValue } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck, type StoreFinding } from '../base-store.ts';
import { hexText, idBytes } from '../record-ids.ts';
import { exportMessage, fault, GENESIS_HASH, parseBody } from './chain.ts';
import {
  LOOK_ROWS,
  type ReceiptBody,
  type ReceiptRow,
  type ReceiptSeal,
  receiptsContract,
  type VerifyCursor,
} from './contract.ts';
import { Frontier } from './merkle.ts';
import {
  type CheckpointLine,
  checkpointOf,
  type ReceiptLine,
  type SealLine,
  sealOf,
  stored,
  Verification,
} from './verification.ts';

type Contract = typeof receiptsContract;
type Filter = QueryInput<Contract, 'page'>;

/** The text of the index's own condition: SQLite uses a partial index where the query repeats it. */
const RARE = `action NOT IN ('memory.add', 'memory.edit', 'memory.delete', 'memory.import')`;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const EVERYDAY: readonly string[] = ['memory.add', 'memory.edit', 'memory.delete', 'memory.import'];

export class ReceiptsReader extends BaseReader<Contract> {
  readonly contract: Contract = receiptsContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #verification: Verification;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#verification = new Verification(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    page: (input) => {
      const before = input.beforeSeq ?? this.#last() + 1;
      const { conditions, values } = sqlOf(input);
      // Receipts of one record are found by their index; of all others a stretch is looked through.
      const from = input.subjectId === null ? Math.max(1, before - LOOK_ROWS) : 1;
      const lines = this.#connection
        .read<ReceiptLine>(
          `SELECT seq, hash, body FROM receipt WHERE ${['seq < ?', 'seq >= ?', ...conditions].join(' AND ')}
           ORDER BY seq DESC LIMIT ?`,
        )
        .all(before, from, ...values, input.limit);
      const reached = lines.length === input.limit ? (lines.at(-1)?.seq ?? from) : from;
      return {
        total: this.#total(input),
        rows: this.#judged(lines),
        nextSeq: reached > 1 ? reached : null,
      };
    },

    one: ({ seq }) => {
      const line = this.#connection
        .read<ReceiptLine>('SELECT seq, hash, body FROM receipt WHERE seq = ?')
        .get(seq);
      return line === undefined ? null : (this.#judged([line])[0] ?? null);
    },

    verify: ({ fromSeq }) => {
      const broken: { seq: number; reason: string }[] = [];
      let verified = 0;
      for (let cursor: VerifyCursor | null = this.#verification.from(fromSeq); cursor !== null; ) {
        const slice = this.#verification.slice(cursor, LOOK_ROWS);
        verified += slice.verified;
        broken.push(...slice.broken);
        cursor = slice.next;
      }
      return { verified, broken };
    },

    verifySlice: ({ cursor, rows }) => this.#verification.slice(cursor ?? this.#verification.from(1), rows),

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

    checkpoints: () =>
      this.#connection
        .read<CheckpointLine>('SELECT size, root, device, signature FROM receipt_checkpoint ORDER BY size')
        .all()
        .map(checkpointOf),

    subtree: ({ from, to }) => {
      let tree = Frontier.EMPTY;
      for (const { hash } of this.#connection
        .read<{ hash: Buffer }>('SELECT hash FROM receipt WHERE seq > ? AND seq <= ? ORDER BY seq')
        .iterate(from, to)) {
        tree = tree.append(hash);
      }
      return { root: hexText(tree.root()) };
    },

    signExport: ({ digest }) => {
      const { deviceId, owner, signer } = this.#keys;
      return { deviceId, signature: hexText(signer.sign(exportMessage(owner, deviceId, digest))) };
    },

    count: () => ({ receipts: this.#count('') }),
  };

  /** A stretch of the chain; the cursor is the number of its first receipt. Signatures take their time: few at once. */
  override check(from: number, rows: number): StoreCheck {
    const { broken, next } = this.#verification.slice(
      this.#verification.from(Math.max(1, from)),
      Math.ceil(rows / 4),
    );
    const findings: StoreFinding[] =
      broken.length === 0
        ? []
        : [
            {
              code: 'chain-broken',
              severity: 'damage',
              count: broken.length,
              what: 'Receipts were changed, are missing or are not signed.',
              todo: 'Verify the receipts, and compare with a backup.',
              rebuildHelps: false,
            },
          ];
    return { findings, next: next?.seq ?? null };
  }

  #last(): number {
    // Receipts are only ever appended, from 1 on: the last number is also their count.
    return (
      this.#connection.read<{ seq: number | null }>('SELECT max(seq) AS seq FROM receipt').get()?.seq ?? 0
    );
  }

  #count(where: string, ...values: (string | Buffer)[]): number {
    return (
      this.#connection.read<{ n: number }>(`SELECT count(*) AS n FROM receipt ${where}`).get(...values)?.n ??
      0
    );
  }

  /** How many a filter lets through; null where only a look at each could tell. */
  #total(filter: Filter): number | null {
    const { actions, actorId, beforeAt, excludeActions: excluded, fromAt, kinds, subjectId } = filter;
    if (actions.length > 0 || kinds.length > 0 || actorId !== null || fromAt !== null || beforeAt !== null) {
      return null;
    }
    if (subjectId !== null) {
      const not = excluded.length === 0 ? '' : `AND action NOT IN (${excluded.map(() => '?').join(', ')})`;
      return this.#count(`WHERE subject = ? ${not}`, idBytes(subjectId), ...excluded);
    }
    let total = this.#last();
    for (const action of excluded) {
      total -= this.#count(
        EVERYDAY.includes(action) ? 'WHERE action = ?' : `WHERE ${RARE} AND action = ?`,
        action,
      );
    }
    return total;
  }

  #sealsOver(fromSeq: number, toSeq: number): ReceiptSeal[] {
    return this.#connection
      .read<SealLine>('SELECT * FROM receipt_seal WHERE to_seq >= ? AND from_seq <= ? ORDER BY to_seq')
      .all(fromSeq, toSeq)
      .map(sealOf);
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
    let trusted = this.#verification.sealFault(seal) === null ? seal.headHash : null;
    for (const receipt of group) {
      const before = this.#verification.hashAt(receipt.seq - 1) ?? (receipt.seq === 1 ? GENESIS_HASH : null);
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

/** A filter's conditions besides the number, and their values. */
function sqlOf(filter: Filter): { conditions: string[]; values: SqlValue[] } {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const demand = (condition: string, ...bound: SqlValue[]): void => {
    conditions.push(condition);
    values.push(...bound);
  };
  const marks = (list: readonly string[]): string => list.map(() => '?').join(', ');
  const { actions, actorId, beforeAt, excludeActions, fromAt, kinds, subjectId } = filter;
  if (subjectId !== null) demand('subject = ?', idBytes(subjectId));
  if (excludeActions.length > 0) demand(`action NOT IN (${marks(excludeActions)})`, ...excludeActions);
  if (actions.length > 0) demand(`action IN (${marks(actions)})`, ...actions);
  if (kinds.length > 0) demand(`body ->> 'kind' IN (${marks(kinds)})`, ...kinds);
  if (actorId !== null) demand(`body ->> 'actor' = ?`, actorId);
  // Written in one form, `2024-05-15T12:00:00.000Z`: their order as text is their order in time.
  if (fromAt !== null) demand(`body ->> 'at' >= ?`, new Date(fromAt).toISOString());
  if (beforeAt !== null) demand(`body ->> 'at' < ?`, new Date(beforeAt).toISOString());
  return { conditions, values };
}
