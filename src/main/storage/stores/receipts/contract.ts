/**
 * receipts: the proof of every change. Appended by the unit of work itself, so there is no command.
 *
 * A receipt's body is RFC 8785 canonical JSON, its hash SHA-256 of that; each body names the hash before it. A
 * seal is one device's signature over the last hash of a group that was committed together.
 */
import { z } from 'zod';
import { idSchema } from '../../../../shared/contracts/primitives.ts';
import {
  actionSchema,
  type ReceiptVerification,
  receiptKindSchema,
} from '../../../../shared/contracts/receipts.ts';
import { query } from '../../contract.ts';
import { rowsSchema } from '../shapes.ts';

/** What is hashed. Field names are part of the file format: see docs/file-format.md. */
export const receiptBodySchema = z.object({
  action: actionSchema,
  actor: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  correlationId: z.string(),
  device: z.string(),
  /** ULID */
  id: z.string(),
  idempotencyKey: z.string().nullable(),
  kind: receiptKindSchema,
  /** Hash of the receipt before, hexadecimal; 64 zeros for the first. */
  prev: z.string(),
  seq: z.int().positive(),
  space: z.string(),
  stores: z.array(z.object({ digest: z.string(), op: z.string(), store: z.string() })).readonly(),
  subject: z.string().nullable(),
  v: z.literal(1),
});
export type ReceiptBody = Readonly<z.infer<typeof receiptBodySchema>>;

export interface ReceiptRow {
  readonly body: ReceiptBody;
  readonly hash: string;
  readonly verification: 'verified' | 'unsigned' | 'broken';
}

/** A signature over the receipts `fromSeq` to `toSeq`. */
export interface ReceiptSeal {
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Hash of receipt `toSeq`, hexadecimal. */
  readonly headHash: string;
  readonly deviceId: string;
  /** Ed25519, hexadecimal. */
  readonly signature: string;
}

export const receiptsContract = {
  name: 'receipts',
  commands: {},
  queries: {
    /** Newest first, each looked at again. `total` counts all that the filter lets through. */
    page: query<{ total: number; rows: ReceiptRow[] }>()(
      z.object({
        beforeSeq: z.int().positive().nullable(),
        limit: rowsSchema,
        subjectId: idSchema.nullable().default(null),
        excludeActions: z.array(actionSchema).default([]),
      }),
    ),
    /** Hash, link, order and signature of every receipt from `fromSeq` on. */
    verify: query<ReceiptVerification>()(z.object({ fromSeq: z.int().positive().default(1) })),
    /** For a file that others can check: bodies in order, and the seals that cover them. */
    export: query<{ receipts: { body: ReceiptBody; hash: string }[]; seals: ReceiptSeal[] }>()(
      z.object({ fromSeq: z.int().positive(), limit: rowsSchema }),
    ),
    count: query<{ receipts: number }>()(z.object({})),
  },
} as const;
