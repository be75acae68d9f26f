/**
 * The arithmetic of the receipt chain, without a database: what is hashed, what is signed, what holds.
 *
 * Invariant: the same functions make receipts and check them, so a file exported here is checked elsewhere with
 * nothing but SHA-256 and Ed25519.
 */
import { hash } from 'node:crypto';
import { type ReceiptBody, type ReceiptSeal, receiptBodySchema } from './contract.ts';

/** What the first receipt names as the one before it. */
export const GENESIS_HASH = '0'.repeat(64);

const SEAL_LABEL = 'memoryos-vault/v1/receipt-seal';

/**
 * RFC 8785 canonical JSON of a body. Its keys are all known and written here in their canonical order, and its values
 * are strings, whole numbers and null, for which JSON.stringify is already canonical; a test holds it against a
 * general implementation.
 */
export function canonicalBody(body: ReceiptBody): string {
  return JSON.stringify({
    action: body.action,
    actor: body.actor,
    at: body.at,
    correlationId: body.correlationId,
    device: body.device,
    id: body.id,
    idempotencyKey: body.idempotencyKey,
    kind: body.kind,
    prev: body.prev,
    seq: body.seq,
    space: body.space,
    stores: body.stores.map(({ digest, op, store }) => ({ digest, op, store })),
    subject: body.subject,
    v: body.v,
  });
}

/** SHA-256 of the canonical body, hexadecimal. */
export function receiptHash(canonical: string): string {
  return hash('sha256', canonical);
}

/** What a device signs to vouch for the receipts `fromSeq` to `toSeq`. */
export function sealMessage(space: string, seal: Omit<ReceiptSeal, 'signature'>): Buffer {
  return Buffer.from(
    [SEAL_LABEL, space, String(seal.fromSeq), String(seal.toSeq), seal.headHash, seal.deviceId].join('\n'),
    'utf8',
  );
}

/** A body's text as a body; null where it is none. */
export function parseBody(text: string): ReceiptBody | null {
  try {
    return receiptBodySchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** One receipt as it lies in the database. */
export interface StoredReceipt {
  readonly seq: number;
  readonly hash: string;
  readonly body: string;
}

/**
 * Why a receipt does not hold against itself and the one before it; null where it does.
 * @param previous hash of the receipt before; null where it is not known, and the link is then not judged
 */
export function fault(receipt: StoredReceipt, space: string, previous: string | null): string | null {
  if (receiptHash(receipt.body) !== receipt.hash) return 'its text was changed';
  const body = parseBody(receipt.body);
  if (body === null) return 'its text is no receipt';
  if (body.seq !== receipt.seq) return 'it is not where it was written';
  if (body.space !== space) return 'it belongs to another space';
  if (previous !== null && body.prev !== previous) return 'it does not follow the one before it';
  return null;
}
