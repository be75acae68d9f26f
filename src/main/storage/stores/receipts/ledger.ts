/**
 * The writing end of the receipt chain: one receipt a unit, one signature a group.
 *
 * Lives in the writer's thread and holds the head, so that appending reads nothing. Invariant: the head in memory is
 * the head in the database, also after a roll-back: whoever rolls back calls `rewind` with the mark taken before.
 */
import { monotonicFactory } from 'ulid';
import type { ReceiptReference } from '../../../../shared/contracts/receipts.ts';
import { receiptKindSchema } from '../../../../shared/contracts/receipts.ts';
import { pooledRandom } from '../../../security/random-pool.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { Head, UnitOfWorkContext } from '../../interfaces.ts';
import type { ReadStatement, WritableConnection, WriteStatement } from '../../sqlite.ts';
import { hexText, idBytes, idText } from '../record-ids.ts';
import { canonicalBody, GENESIS_HASH, receiptHash, sealMessage } from './chain.ts';
import type { ReceiptBody } from './contract.ts';

interface FirstReceipt {
  readonly reference: ReceiptReference;
  readonly subjectId: string | null;
}

export class ReceiptLedger {
  readonly #keys: ThreadKeys;
  readonly #insert: WriteStatement;
  readonly #insertSeal: WriteStatement;
  readonly #byKey: ReadStatement<{
    seq: number;
    hash: Buffer;
    subject: Buffer | null;
    id: string;
    kind: string;
  }>;
  readonly #nextId = monotonicFactory(() => (pooledRandom(1)[0] ?? 0) / 256);
  #head: Head;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    this.#keys = keys;
    this.#insert = connection.write(
      'INSERT INTO receipt (seq, hash, subject, action, idempotency_key, body) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#insertSeal = connection.write(
      'INSERT INTO receipt_seal (to_seq, from_seq, head_hash, device, signature) VALUES (?, ?, ?, ?, ?)',
    );
    this.#byKey = connection.read(
      `SELECT seq, hash, subject, body ->> 'id' AS id, body ->> 'kind' AS kind FROM receipt WHERE idempotency_key = ?`,
    );
    const last = connection
      .read<{ seq: number; hash: Buffer }>('SELECT seq, hash FROM receipt ORDER BY seq DESC LIMIT 1')
      .get();
    this.#head =
      last === undefined ? { seq: 0, hash: GENESIS_HASH } : { seq: last.seq, hash: hexText(last.hash) };
  }

  /** The last receipt; also the mark to rewind to. */
  get head(): Head {
    return this.#head;
  }

  rewind(mark: Head): void {
    this.#head = mark;
  }

  /** The receipt that an idempotency key already has. */
  find(idempotencyKey: string): FirstReceipt | null {
    const row = this.#byKey.get(idempotencyKey);
    if (row === undefined) return null;
    return {
      reference: {
        id: row.id,
        seq: row.seq,
        hash: hexText(row.hash),
        kind: receiptKindSchema.parse(row.kind),
      },
      subjectId: row.subject === null ? null : idText(row.subject),
    };
  }

  append(context: UnitOfWorkContext, stores: ReceiptBody['stores'], nowMs: number): ReceiptReference {
    const seq = this.#head.seq + 1;
    const id = this.#nextId(nowMs);
    const kind = context.kind ?? 'ACTION_EXECUTED';
    const body = canonicalBody({
      action: context.purpose,
      actor: context.actorId,
      at: new Date(nowMs).toISOString(),
      correlationId: context.correlationId,
      device: context.deviceId,
      id,
      idempotencyKey: context.idempotencyKey,
      kind,
      prev: this.#head.hash,
      seq,
      space: context.spaceId,
      stores,
      subject: context.subjectId,
      v: 1,
    });
    const hash = receiptHash(body);
    this.#insert.run(
      seq,
      Buffer.from(hash, 'hex'),
      context.subjectId === null ? null : idBytes(context.subjectId),
      context.purpose,
      context.idempotencyKey,
      body,
    );
    this.#head = { seq, hash };
    return { id, seq, hash, kind };
  }

  /** Signs everything appended since `mark`. Nothing where nothing was. */
  seal(mark: Head): void {
    if (this.#head.seq === mark.seq) return;
    const seal = {
      fromSeq: mark.seq + 1,
      toSeq: this.#head.seq,
      headHash: this.#head.hash,
      deviceId: this.#keys.deviceId,
    };
    this.#insertSeal.run(
      seal.toSeq,
      seal.fromSeq,
      Buffer.from(seal.headHash, 'hex'),
      idBytes(seal.deviceId),
      this.#keys.signer.sign(sealMessage(this.#keys.owner, seal)),
    );
  }
}
