/**
 * The arithmetic of the receipt chain, without a database: what is hashed, what is signed, what holds.
 *
 * Invariant: the same functions make receipts and check them, so a file exported here is checked elsewhere with
 * nothing but SHA-256 and Ed25519.
 */
import { hash } from 'node:crypto';
import {
  type NewReceiptBody,
  type ReceiptBody,
  type ReceiptCheckpoint,
  type ReceiptSeal,
  receiptBodySchema,
} from './contract.ts';

/** What the first receipt names as the one before it. */
export const GENESIS_HASH = '0'.repeat(64);

const SEAL_LABEL = 'memoryos-vault/v1/receipt-seal';
const CHECKPOINT_LABEL = 'memoryos-vault/v1/receipt-checkpoint';
const EXPORT_LABEL = 'memoryos-vault/v1/receipt-export';

/**
 * RFC 8785 canonical JSON of a body as it is written now. Its keys are all known and written here in their canonical order, and its values
 * are strings, whole numbers and null, for which JSON.stringify is already canonical; a test holds it against a
 * general implementation.
 */
export function canonicalBody(body: NewReceiptBody): string {
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
    stores: body.stores.map(({ digest, op, store, us }) => ({ digest, op, store, us })),
    subject: body.subject,
    us: body.us,
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

/** What a device signs to vouch for the tree over the first `size` receipts. */
export function checkpointMessage(space: string, checkpoint: Omit<ReceiptCheckpoint, 'signature'>): Buffer {
  return Buffer.from(
    [CHECKPOINT_LABEL, space, String(checkpoint.size), checkpoint.root, checkpoint.deviceId].join('\n'),
    'utf8',
  );
}

/** What a device signs under a file of receipts. @param digest SHA-256 of all lines before, hexadecimal */
export function exportMessage(space: string, deviceId: string, digest: string): Buffer {
  return Buffer.from([EXPORT_LABEL, space, deviceId, digest].join('\n'), 'utf8');
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
