/**
 * The writing end of the receipt chain: one receipt a unit, one signature a group.
 *
 * Lives in the writer's thread and holds the head and the right edge of the Merkle tree, so that appending reads
 * nothing. Every CHECKPOINT_EVERY receipts, and whenever it is asked to vouch, it signs the tree. Invariant: what is in
 * memory is what is in the database, also after a roll-back: whoever rolls back calls `rewind` with the mark taken before.
 */
import { decodeTime, isValid, monotonicFactory } from 'ulid';
import type { ReceiptReference } from '../../../../shared/contracts/receipts.ts';
import { receiptKindSchema } from '../../../../shared/contracts/receipts.ts';
import { pooledRandom } from '../../../security/random-pool.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { Head, UnitOfWorkContext } from '../../interfaces.ts';
import { hasTable } from '../../migration-history.ts';
import type { ReadStatement, WritableConnection, WriteStatement } from '../../sqlite.ts';
import { hexText, idBytes, idText } from '../record-ids.ts';
import { canonicalBody, checkpointMessage, GENESIS_HASH, receiptHash, sealMessage } from './chain.ts';
import type { NewReceiptBody } from './contract.ts';
import { Frontier } from './merkle.ts';

/** Receipts from one signed checkpoint to the next. */
export const CHECKPOINT_EVERY = 1_000;

/** The end of the chain and of the tree. Only `seq` and `hash` cross to another thread. */
class End implements Head {
  readonly seq: number;
  readonly hash: string;
  readonly #tree: Frontier | null;

  constructor(seq: number, hash: string, tree: Frontier | null) {
    this.seq = seq;
    this.hash = hash;
    this.#tree = tree;
  }

  /** Null while the tree was not needed yet. */
  static treeOf(end: End): Frontier | null {
    return end.#tree;
  }
}

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
  /** No id is older than the last: ids stay in the order of receipts also where the clock was set back. */
  readonly #afterMs: number;
  readonly #insertCheckpoint: WriteStatement | null;
  readonly #connection: WritableConnection;
  #head: End;
  #checkpointed: number;
  /** Trees that are to be signed with the group they are in. */
  #due: Frontier[] = [];

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    this.#keys = keys;
    this.#connection = connection;
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
      .read<{ seq: number; hash: Buffer; id: string }>(
        `SELECT seq, hash, body ->> 'id' AS id FROM receipt ORDER BY seq DESC LIMIT 1`,
      )
      .get();
    this.#afterMs = last === undefined ? 0 : timeOf(last.id) + 1;
    this.#head =
      last === undefined
        ? new End(0, GENESIS_HASH, Frontier.EMPTY)
        : new End(last.seq, hexText(last.hash), null);
    // A database that is on its way to the structure of this build may not have the table yet.
    this.#insertCheckpoint = hasTable(connection, 'receipt_checkpoint')
      ? connection.write(
          'INSERT INTO receipt_checkpoint (size, root, frontier, device, signature) VALUES (?, ?, ?, ?, ?)',
        )
      : null;
    this.#checkpointed = this.#insertCheckpoint === null ? 0 : (this.#lastCheckpoint()?.size ?? 0);
  }

  /** The last receipt; also the mark to rewind to. */
  get head(): Head {
    return this.#head;
  }

  rewind(mark: Head): void {
    if (!(mark instanceof End)) throw new TypeError('A mark is what `head` gave.');
    this.#head = mark;
    this.#due = this.#due.filter(({ size }) => size <= mark.seq);
    // Also where the head stayed: a checkpoint alone may have been rolled back.
    if (this.#checkpointed >= mark.seq && this.#insertCheckpoint !== null) {
      this.#checkpointed = this.#lastCheckpoint()?.size ?? 0;
    }
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

  /** @param us how long the unit took, microseconds */
  append(
    context: UnitOfWorkContext,
    stores: NewReceiptBody['stores'],
    nowMs: number,
    us: number,
  ): ReceiptReference {
    const seq = this.#head.seq + 1;
    const id = this.#nextId(Math.max(nowMs, this.#afterMs));
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
      us,
      v: 2,
    });
    const hash = receiptHash(body);
    const bytes = Buffer.from(hash, 'hex');
    this.#insert.run(
      seq,
      bytes,
      context.subjectId === null ? null : idBytes(context.subjectId),
      context.purpose,
      context.idempotencyKey,
      body,
    );
    this.#head = new End(seq, hash, null);
    // Between checkpoints nobody needs the tree; then it is made of the receipts since the last one, at one go.
    if (this.#insertCheckpoint !== null && seq % CHECKPOINT_EVERY === 0) this.#due.push(this.#tree());
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
    if (this.#insertCheckpoint === null) return;
    for (const tree of this.#due) this.#checkpoint(this.#insertCheckpoint, tree);
    this.#due = [];
    // A file that was written by an older build has none yet.
    if (this.#head.seq - this.#checkpointed >= CHECKPOINT_EVERY) this.vouch();
  }

  /**
   * Signs the tree as it is now, where it is not signed yet; inside a transaction of the caller's.
   * @returns false where there is nothing to sign
   */
  vouch(): boolean {
    if (this.#insertCheckpoint === null || this.#head.seq === this.#checkpointed) return false;
    this.#checkpoint(this.#insertCheckpoint, this.#tree());
    return true;
  }

  #checkpoint(insert: WriteStatement, tree: Frontier): void {
    const root = tree.root();
    const { deviceId } = this.#keys;
    const message = checkpointMessage(this.#keys.owner, { size: tree.size, root: hexText(root), deviceId });
    insert.run(tree.size, root, tree.bytes(), idBytes(deviceId), this.#keys.signer.sign(message));
    this.#checkpointed = tree.size;
  }

  /** The tree up to the head: from memory, or from the last checkpoint on and the receipts since. */
  #tree(): Frontier {
    const known = End.treeOf(this.#head);
    if (known !== null) return known;
    const last = this.#lastCheckpoint();
    let tree = last === undefined ? Frontier.EMPTY : Frontier.of(last.size, last.frontier);
    // A damaged edge is reported by verification; here the receipts themselves are gone through.
    tree ??= Frontier.EMPTY;
    for (const { hash } of this.#connection
      .read<{ hash: Buffer }>('SELECT hash FROM receipt WHERE seq > ? AND seq <= ? ORDER BY seq')
      .iterate(tree.size, this.#head.seq)) {
      tree = tree.append(hash);
    }
    this.#head = new End(this.#head.seq, this.#head.hash, tree);
    return tree;
  }

  #lastCheckpoint(): { size: number; frontier: Buffer } | undefined {
    return this.#connection
      .read<{ size: number; frontier: Buffer }>(
        'SELECT size, frontier FROM receipt_checkpoint ORDER BY size DESC LIMIT 1',
      )
      .get();
  }
}

/** Milliseconds of an id; 0 for what is none, which verification reports. */
function timeOf(id: string): number {
  return isValid(id) ? decodeTime(id) : 0;
}
