/**
 * Checks receipts one by one, as anyone could who has nothing but the exported file.
 *
 * Checked: each body's hash (SHA-256 of its RFC 8785 form), each link to the one before, numbers without a gap,
 * and that a signature of a device named in the header covers every receipt. What it cannot know is whether those
 * keys are the household's: compare a device's fingerprint for that.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { idSchema, sha256HexSchema } from '../../shared/contracts/primitives.ts';
import type { ReceiptVerification } from '../../shared/contracts/receipts.ts';
import { signatureVerifier } from '../security/signatures.ts';
import { GENESIS_HASH, sealMessage } from '../storage/stores/receipts/chain.ts';

const headerSchema = z.object({
  type: z.literal('header'),
  format: z.literal('memoryos-receipts'),
  version: z.literal(1),
  spaceId: idSchema,
  receipts: z.int().nonnegative(),
  headHash: sha256HexSchema,
  devices: z.array(z.object({ id: idSchema, publicKey: z.string().regex(/^[0-9a-f]{64}$/) })),
});

const receiptSchema = z.object({
  type: z.literal('receipt'),
  hash: sha256HexSchema,
  // Whatever else it says is covered by its hash.
  body: z.looseObject({ seq: z.int().positive(), prev: sha256HexSchema, space: idSchema }),
});

const sealSchema = z.object({
  type: z.literal('seal'),
  fromSeq: z.int().positive(),
  toSeq: z.int().positive(),
  headHash: sha256HexSchema,
  deviceId: idSchema,
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

export const receiptLineSchema = z.discriminatedUnion('type', [headerSchema, receiptSchema, sealSchema]);
export type ReceiptLine = z.infer<typeof receiptLineSchema>;

export class ReceiptChecker {
  #header: z.infer<typeof headerSchema> | null = null;
  /** Hash of each receipt, as computed; index 0 is before the first. */
  readonly #hashes: string[] = [GENESIS_HASH];
  readonly #seals: z.infer<typeof sealSchema>[] = [];
  readonly #broken: { seq: number; reason: string }[] = [];

  take(line: ReceiptLine): void {
    if (line.type === 'header') this.#header ??= line;
    else if (line.type === 'seal') this.#seals.push(line);
    else this.#receipt(line);
  }

  finish(): ReceiptVerification {
    const header = this.#header;
    const last = this.#hashes.length - 1;
    if (header === null) return { verified: 0, broken: [{ seq: 0, reason: 'The file has no header.' }] };
    if (header.receipts !== last || header.headHash !== this.#hashes[last]) {
      this.#breaks(last, 'The file does not end where its header says.');
    }
    const signed = this.#signed(header);
    for (let seq = 1; seq <= last; seq += 1)
      if (!signed.has(seq)) this.#breaks(seq, 'No valid signature covers it.');
    const brokenSeqs = new Set(this.#broken.map(({ seq }) => seq));
    return {
      verified: Math.max(0, last - [...brokenSeqs].filter((seq) => seq >= 1 && seq <= last).length),
      broken: this.#broken.sort((a, b) => a.seq - b.seq),
    };
  }

  #receipt({ body, hash }: z.infer<typeof receiptSchema>): void {
    const expected = this.#hashes.length;
    const canonical = canonicalize(body) ?? '';
    const actual = createHash('sha256').update(canonical).digest('hex');
    if (body.seq !== expected) this.#breaks(expected, `Receipt ${body.seq} stands where ${expected} should.`);
    if (body.space !== this.#header?.spaceId) this.#breaks(expected, 'It belongs to another space.');
    if (body.prev !== this.#hashes.at(-1)) this.#breaks(expected, 'It does not follow from the one before.');
    if (actual !== hash) this.#breaks(expected, 'It was changed: its hash is another.');
    this.#hashes.push(actual);
  }

  #signed(header: z.infer<typeof headerSchema>): ReadonlySet<number> {
    const verifiers = new Map(
      header.devices.map(({ id, publicKey }) => [id, signatureVerifier(Buffer.from(publicKey, 'hex'))]),
    );
    const signed = new Set<number>();
    for (const seal of this.#seals) {
      const verifies = verifiers.get(seal.deviceId);
      const isValid =
        verifies !== undefined &&
        this.#hashes[seal.toSeq] === seal.headHash &&
        verifies(sealMessage(header.spaceId, seal), Buffer.from(seal.signature, 'hex'));
      if (!isValid) this.#breaks(seal.toSeq, 'A signature over it does not hold.');
      else for (let seq = seal.fromSeq; seq <= seal.toSeq; seq += 1) signed.add(seq);
    }
    return signed;
  }

  #breaks(seq: number, reason: string): void {
    this.#broken.push({ seq, reason });
  }
}
