/**
 * The lines of a file of receipts, version 2. docs/file-format.md says the same for who writes another reader.
 *
 * JSON Lines: a header, then receipts, seals, checkpoints and proofs, and last a signature over all lines before it.
 */
import { z } from 'zod';
import { idSchema, sha256HexSchema } from '../../shared/contracts/primitives.ts';

export const RECEIPT_FILE_FORMAT = 'memoryos-receipts';

const publicKey = z.string().regex(/^[0-9a-f]{64}$/);
const signature = z.string().regex(/^[0-9a-f]{128}$/);
/** Siblings, the one nearest to the leaf first. */
const path = z.array(sha256HexSchema).max(64);

export const headerSchema = z.strictObject({
  type: z.literal('header'),
  format: z.literal(RECEIPT_FILE_FORMAT),
  version: z.literal(2),
  spaceId: idSchema,
  exportedAt: z.iso.datetime(),
  fromSeq: z.int().positive(),
  toSeq: z.int().nonnegative(),
  /** Hash of receipt `toSeq`; 64 zeros where there is none. */
  headHash: sha256HexSchema,
  devices: z.array(z.strictObject({ id: idSchema, publicKey, fingerprint: z.string() })),
});
export type ReceiptFileHeader = z.infer<typeof headerSchema>;

const lineSchemas = [
  headerSchema,
  z.strictObject({
    type: z.literal('receipt'),
    hash: sha256HexSchema,
    // Whatever else it says is covered by its hash.
    body: z.looseObject({ seq: z.int().positive(), prev: sha256HexSchema, space: idSchema }),
  }),
  z.strictObject({
    type: z.literal('seal'),
    fromSeq: z.int().positive(),
    toSeq: z.int().positive(),
    headHash: sha256HexSchema,
    deviceId: idSchema,
    signature,
  }),
  z.strictObject({
    type: z.literal('checkpoint'),
    size: z.int().positive(),
    root: sha256HexSchema,
    deviceId: idSchema,
    signature,
  }),
  /** That receipt `seq` is in the tree of the checkpoint of this size. */
  z.strictObject({ type: z.literal('inclusion'), seq: z.int().positive(), size: z.int().positive(), path }),
  /** That the tree of checkpoint `to` begins with that of checkpoint `from`. */
  z.strictObject({
    type: z.literal('consistency'),
    from: z.int().positive(),
    to: z.int().positive(),
    path,
  }),
  z.strictObject({ type: z.literal('signature'), deviceId: idSchema, digest: sha256HexSchema, signature }),
] as const;

export const receiptFileLineSchema = z.discriminatedUnion('type', lineSchemas);
export type ReceiptFileLine = z.infer<typeof receiptFileLineSchema>;
export type LineOf<T extends ReceiptFileLine['type']> = Extract<ReceiptFileLine, { type: T }>;
