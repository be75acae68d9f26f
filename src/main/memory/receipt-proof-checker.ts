/**
 * Checks a file of receipts (version 2), as anyone could who has nothing but the file.
 *
 * Checked: each body's hash (SHA-256 of its RFC 8785 form), each link, numbers without a gap, every signature, the trees
 * under the checkpoints, every proof, and that nothing in the file is other than when a device signed it. What it cannot
 * know is whether those keys are the household's: compare a device's fingerprint for that.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ReceiptVerification } from '../../shared/contracts/receipts.ts';
import { fingerprint, signatureVerifier } from '../security/signatures.ts';
import {
  checkpointMessage,
  exportMessage,
  GENESIS_HASH,
  sealMessage,
} from '../storage/stores/receipts/chain.ts';
import { consistencyHolds, Frontier, inclusionHolds } from '../storage/stores/receipts/merkle.ts';
import type { LineOf, ReceiptFileHeader, ReceiptFileLine } from './receipt-lines.ts';

type Verifier = ReturnType<typeof signatureVerifier>;

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

export class ReceiptProofChecker {
  readonly #header: ReceiptFileHeader;
  readonly #verifiers = new Map<string, Verifier>();
  readonly #digest = createHash('sha256');
  readonly #seals: LineOf<'seal'>[] = [];
  readonly #checkpoints = new Map<number, LineOf<'checkpoint'>>();
  readonly #inclusions: LineOf<'inclusion'>[] = [];
  readonly #consistencies: LineOf<'consistency'>[] = [];
  /** Hash of each receipt, as computed; the first is of receipt `fromSeq`. */
  readonly #hashes: string[] = [];
  /** Roots of the trees that checkpoints may be of, where the file begins with the first receipt. */
  readonly #roots = new Map<number, string>();
  #tree = Frontier.EMPTY;
  #signature: LineOf<'signature'> | null = null;
  #lines = 0;
  readonly #broken: { seq: number; reason: string }[] = [];

  constructor(header: ReceiptFileHeader) {
    this.#header = header;
    for (const device of header.devices) {
      const key = hex(device.publicKey);
      this.#verifiers.set(device.id, signatureVerifier(key));
      if (fingerprint(key) !== device.fingerprint)
        this.#breaks(0, 'A device’s fingerprint is not of its key.');
    }
  }

  /** @param bytes the line as it stands in the file; null for one that is far too long */
  take(line: ReceiptFileLine | null, bytes: Uint8Array | null): void {
    this.#lines += 1;
    if (this.#signature !== null) {
      this.#breaks(0, 'There are lines after the signature.');
      return;
    }
    if (line === null) this.#breaks(0, `Line ${this.#lines} is not as it was written.`);
    if (line?.type !== 'signature') this.#digest.update(bytes ?? Buffer.alloc(0)).update('\n');
    switch (line?.type) {
      case 'header':
        if (this.#lines > 1) this.#breaks(0, 'There is a second header.');
        break;
      case 'receipt':
        this.#receipt(line);
        break;
      case 'seal':
        this.#seals.push(line);
        break;
      case 'checkpoint':
        this.#checkpoints.set(line.size, line);
        break;
      case 'inclusion':
        this.#inclusions.push(line);
        break;
      case 'consistency':
        this.#consistencies.push(line);
        break;
      case 'signature':
        this.#signature = line;
        break;
      default:
        break;
    }
  }

  finish(): ReceiptVerification {
    const { fromSeq, headHash, toSeq } = this.#header;
    const last = fromSeq + this.#hashes.length - 1;
    if (last !== Math.max(toSeq, fromSeq - 1) || headHash !== (this.#hashes.at(-1) ?? GENESIS_HASH)) {
      this.#breaks(last, 'The file does not end where its header says.');
    }
    const vouchedTo = Math.max(fromSeq - 1, ...this.#sealed(), ...this.#checked(), ...this.#included());
    this.#grown();
    // Each receipt names the one before it: what vouches for one vouches for all that lead to it.
    for (let seq = vouchedTo + 1; seq <= last; seq += 1) this.#breaks(seq, 'No valid signature covers it.');
    this.#signed();
    const broken = new Set(this.#broken.map(({ seq }) => seq));
    const own = [...broken].filter((seq) => seq >= fromSeq && seq <= last).length;
    return {
      verified: Math.max(0, this.#hashes.length - own),
      broken: this.#broken.sort((a, b) => a.seq - b.seq),
    };
  }

  #receipt({ body, hash }: LineOf<'receipt'>): void {
    const { fromSeq, spaceId } = this.#header;
    const expected = fromSeq + this.#hashes.length;
    const actual = createHash('sha256')
      .update(canonicalize(body) ?? '')
      .digest('hex');
    const before = this.#hashes.at(-1) ?? (fromSeq === 1 ? GENESIS_HASH : null);
    if (body.seq !== expected) this.#breaks(expected, `Receipt ${body.seq} stands where ${expected} should.`);
    if (body.space !== spaceId) this.#breaks(expected, 'It belongs to another space.');
    if (before !== null && body.prev !== before) {
      this.#breaks(expected, 'It does not follow from the one before.');
    }
    if (actual !== hash) this.#breaks(expected, 'It was changed: its hash is another.');
    this.#hashes.push(actual);
    if (fromSeq !== 1) return;
    this.#tree = this.#tree.append(hex(actual));
    this.#roots.set(this.#tree.size, this.#tree.root().toString('hex'));
  }

  /** Numbers up to which seals that hold vouch. */
  #sealed(): number[] {
    return this.#seals.flatMap((seal) => {
      const message = sealMessage(this.#header.spaceId, seal);
      const holds = this.#hashAt(seal.toSeq) === seal.headHash && this.#verifies(seal, message);
      if (!holds) this.#breaks(seal.toSeq, 'A signature over it does not hold.');
      return holds ? [seal.toSeq] : [];
    });
  }

  /** Numbers up to which checkpoints vouch whose whole tree is in the file. */
  #checked(): number[] {
    return [...this.#checkpoints.values()].flatMap((checkpoint) => {
      const root = this.#roots.get(checkpoint.size);
      const message = checkpointMessage(this.#header.spaceId, checkpoint);
      if (!this.#verifies(checkpoint, message)) {
        this.#breaks(checkpoint.size, 'The signature of a checkpoint does not hold.');
        this.#checkpoints.delete(checkpoint.size);
        return [];
      }
      if (root === undefined) return [];
      if (root === checkpoint.root) return [checkpoint.size];
      this.#breaks(checkpoint.size, 'A checkpoint is of other receipts.');
      return [];
    });
  }

  /** Numbers of receipts that a proof leads from to a signed checkpoint. */
  #included(): number[] {
    const proved = this.#inclusions.flatMap(({ path, seq, size }) => {
      const hash = this.#hashAt(seq);
      const checkpoint = this.#checkpoints.get(size);
      const holds =
        hash !== null &&
        checkpoint !== undefined &&
        inclusionHolds(hex(hash), seq - 1, size, path.map(hex), hex(checkpoint.root));
      if (!holds) this.#breaks(seq, 'The proof that it is in the tree does not hold.');
      return holds ? [seq] : [];
    });
    // A file that begins later cannot work the trees out: its first receipt has to be proved to be in one.
    const { fromSeq, toSeq } = this.#header;
    if (fromSeq > 1 && toSeq >= fromSeq && !proved.includes(fromSeq)) {
      this.#breaks(fromSeq, 'Nothing proves that it is in the tree.');
    }
    return proved;
  }

  /** Each checkpoint has to begin with the one before. */
  #grown(): void {
    const sizes = [...this.#checkpoints.keys()].sort((a, b) => a - b);
    const proved = new Set<string>();
    for (const { from, path, to } of this.#consistencies) {
      const older = this.#checkpoints.get(from);
      const newer = this.#checkpoints.get(to);
      const holds =
        older !== undefined &&
        newer !== undefined &&
        consistencyHolds(
          { size: from, root: hex(older.root) },
          { size: to, root: hex(newer.root) },
          path.map(hex),
        );
      if (holds) proved.add(`${from} ${to}`);
      else this.#breaks(to, 'The proof that a checkpoint continues the one before does not hold.');
    }
    for (const [index, size] of sizes.entries()) {
      const before = sizes[index - 1];
      if (before !== undefined && !proved.has(`${before} ${size}`)) {
        this.#breaks(size, 'Nothing proves that a checkpoint continues the one before.');
      }
    }
  }

  #signed(): void {
    const line = this.#signature;
    if (line === null) {
      this.#breaks(0, 'The file is not signed, or was cut short.');
      return;
    }
    const message = exportMessage(this.#header.spaceId, line.deviceId, line.digest);
    if (line.digest !== this.#digest.digest('hex') || !this.#verifies(line, message)) {
      this.#breaks(0, 'The file is not as it was when a device signed it.');
    }
  }

  #verifies(signed: { deviceId: string; signature: string }, message: Buffer): boolean {
    return this.#verifiers.get(signed.deviceId)?.(message, hex(signed.signature)) ?? false;
  }

  #hashAt(seq: number): string | null {
    return this.#hashes[seq - this.#header.fromSeq] ?? null;
  }

  #breaks(seq: number, reason: string): void {
    this.#broken.push({ seq, reason });
  }
}
