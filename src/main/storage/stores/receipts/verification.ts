/**
 * Goes through the chain of receipts in slices: each hash, each link, each signature, and the tree under each checkpoint.
 *
 * Invariant: what one slice hands to the next (the cursor) is all it needs, so that a verification of any length never
 * holds a reader for longer than one slice, and may be stopped between two.
 */
import { signatureVerifier } from '../../../security/signatures.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import { hasTable } from '../../migration-history.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { hexText, idBytes, idText } from '../record-ids.ts';
import { checkpointMessage, fault, GENESIS_HASH, type StoredReceipt, sealMessage } from './chain.ts';
import type { ReceiptCheckpoint, ReceiptSeal, VerifyCursor } from './contract.ts';
import { Frontier } from './merkle.ts';

export interface ReceiptLine {
  readonly seq: number;
  readonly hash: Buffer;
  readonly body: string;
}

export interface SealLine {
  readonly to_seq: number;
  readonly from_seq: number;
  readonly head_hash: Buffer;
  readonly device: Buffer;
  readonly signature: Buffer;
}

export interface CheckpointLine {
  readonly size: number;
  readonly root: Buffer;
  readonly device: Buffer;
  readonly signature: Buffer;
}

export const stored = (line: ReceiptLine): StoredReceipt => ({
  seq: line.seq,
  hash: hexText(line.hash),
  body: line.body,
});

export const sealOf = (line: SealLine): ReceiptSeal => ({
  fromSeq: line.from_seq,
  toSeq: line.to_seq,
  headHash: hexText(line.head_hash),
  deviceId: idText(line.device),
  signature: hexText(line.signature),
});

export const checkpointOf = (line: CheckpointLine): ReceiptCheckpoint => ({
  size: line.size,
  root: hexText(line.root),
  deviceId: idText(line.device),
  signature: hexText(line.signature),
});

export interface VerifiedSlice {
  readonly verified: number;
  readonly broken: { seq: number; reason: string }[];
  /** Receipts this slice went through. */
  readonly looked: number;
  /** Null at the end. */
  readonly next: VerifyCursor | null;
}

export class Verification {
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#keys = keys;
  }

  /** Where a verification begins. The tree is only judged where it begins with the first receipt. */
  from(seq: number): VerifyCursor {
    return {
      seq,
      previous: seq === 1 ? GENESIS_HASH : this.hashAt(seq - 1),
      frontier: seq === 1 ? '' : null,
      sealedTo: seq - 1,
    };
  }

  slice(cursor: VerifyCursor, rows: number): VerifiedSlice {
    const findings = new Findings();
    const lines = this.#connection
      .read<ReceiptLine>('SELECT seq, hash, body FROM receipt WHERE seq >= ? ORDER BY seq LIMIT ?')
      .all(cursor.seq, rows);
    const last = lines.at(-1)?.seq ?? cursor.seq - 1;
    const isEnd = lines.length < rows;
    const { previous, frontier } = this.#chain(cursor, lines, isEnd, findings);
    const sealedTo = this.#seals(cursor, isEnd ? null : last, findings);
    if (isEnd && sealedTo < last) findings.report(last, 'it was never signed');
    return {
      ...findings.sorted(lines),
      looked: lines.length,
      next: isEnd ? null : { seq: last + 1, previous, frontier, sealedTo },
    };
  }

  #chain(
    cursor: VerifyCursor,
    lines: readonly ReceiptLine[],
    isEnd: boolean,
    findings: Findings,
  ): Pick<VerifyCursor, 'previous' | 'frontier'> {
    let { previous } = cursor;
    let expected = cursor.seq;
    let tree = treeOf(cursor);
    const checkpoints = this.#checkpointsFrom(cursor.seq);
    for (const line of lines) {
      const receipt = stored(line);
      if (receipt.seq !== expected) {
        findings.report(expected, 'it is missing');
        tree = null;
      }
      const why = fault(receipt, this.#keys.owner, previous);
      if (why !== null) findings.report(receipt.seq, why);
      tree = tree?.append(line.hash) ?? null;
      const checkpoint = checkpoints.get(receipt.seq);
      if (checkpoint !== undefined) {
        const wrong = this.#checkpointFault(checkpoint, tree);
        if (wrong !== null) findings.report(receipt.seq, wrong);
        checkpoints.delete(receipt.seq);
      }
      previous = receipt.hash;
      expected = receipt.seq + 1;
    }
    for (const size of checkpoints.keys()) {
      // A checkpoint of a receipt that is not there: in a gap of these lines, or beyond the end.
      if (size < expected || isEnd) findings.report(size, 'it is missing, and a checkpoint covers it');
    }
    return { previous, frontier: tree === null ? null : hexText(tree.bytes()) };
  }

  /** @param to null for all that are left */
  #seals(cursor: VerifyCursor, to: number | null, findings: Findings): number {
    let { sealedTo } = cursor;
    for (const line of this.#connection
      .read<SealLine>('SELECT * FROM receipt_seal WHERE to_seq >= ? AND to_seq <= ? ORDER BY to_seq')
      .iterate(cursor.seq, to ?? Number.MAX_SAFE_INTEGER)) {
      const seal = sealOf(line);
      const why = seal.fromSeq > sealedTo + 1 ? 'a signature before it is missing' : this.sealFault(seal);
      if (why !== null) findings.report(seal.toSeq, why);
      sealedTo = seal.toSeq;
    }
    return sealedTo;
  }

  #checkpointsFrom(seq: number): Map<number, ReceiptCheckpoint> {
    const lines = this.#connection
      .read<CheckpointLine>('SELECT size, root, device, signature FROM receipt_checkpoint WHERE size >= ?')
      .all(seq);
    return new Map(lines.map((line) => [line.size, checkpointOf(line)]));
  }

  #checkpointFault(checkpoint: ReceiptCheckpoint, tree: Frontier | null): string | null {
    if (tree !== null && hexText(tree.root()) !== checkpoint.root)
      return 'its checkpoint is of other receipts';
    const verifier = this.#verifier(checkpoint.deviceId);
    if (verifier === null) return 'its checkpoint was signed by a device that is not known here';
    const message = checkpointMessage(this.#keys.owner, checkpoint);
    return verifier(message, Buffer.from(checkpoint.signature, 'hex'))
      ? null
      : 'the signature of its checkpoint does not hold';
  }

  /**
   * A device whose word counts. vault.db lists the vault's devices itself, under pages that only the root key writes:
   * its receipts may be of a device that this one has never been told of.
   */
  #verifier(deviceId: string): ReturnType<ThreadKeys['verifier']> {
    const known = this.#keys.verifier(deviceId);
    if (known !== null || !hasTable(this.#connection, 'device')) return known;
    const row = this.#connection
      .read<{ public_key: Buffer }>('SELECT public_key FROM device WHERE id = ?')
      .get(idBytes(deviceId));
    return row === undefined ? null : signatureVerifier(row.public_key);
  }

  hashAt(seq: number): string | null {
    const line = this.#connection.read<{ hash: Buffer }>('SELECT hash FROM receipt WHERE seq = ?').get(seq);
    return line === undefined ? null : hexText(line.hash);
  }

  /** Why a signature does not hold; null where it does. */
  sealFault(seal: ReceiptSeal): string | null {
    if (this.hashAt(seal.toSeq) !== seal.headHash) return 'it is not what was signed';
    const verifier = this.#verifier(seal.deviceId);
    if (verifier === null) return 'it was signed by a device that is not known here';
    return verifier(sealMessage(this.#keys.owner, seal), Buffer.from(seal.signature, 'hex'))
      ? null
      : 'its signature does not hold';
  }
}

/** The first reason for each receipt. */
class Findings {
  readonly #reasons = new Map<number, string>();

  report(seq: number, reason: string): void {
    if (!this.#reasons.has(seq)) this.#reasons.set(seq, reason);
  }

  sorted(lines: readonly ReceiptLine[]): Pick<VerifiedSlice, 'verified' | 'broken'> {
    return {
      verified: lines.reduce((sum, { seq }) => sum + (this.#reasons.has(seq) ? 0 : 1), 0),
      broken: [...this.#reasons].map(([seq, reason]) => ({ seq, reason })).sort((a, b) => a.seq - b.seq),
    };
  }
}

function treeOf({ frontier, seq }: VerifyCursor): Frontier | null {
  return frontier === null ? null : Frontier.of(seq - 1, Buffer.from(frontier, 'hex'));
}
