/**
 * receipts: the proof of every change. Appended by the unit of work itself, so there is no command.
 *
 * A receipt's body is RFC 8785 canonical JSON, its hash SHA-256 of that; each body names the hash before it. A
 * seal is one device's signature over the last hash of a group that was committed together. A checkpoint is one over
 * the Merkle tree of all receipts up to a number.
 */
import { z } from 'zod';
import { idSchema, sha256HexSchema } from '../../../../shared/contracts/primitives.ts';
import {
  actionSchema,
  type ReceiptVerification,
  receiptKindSchema,
} from '../../../../shared/contracts/receipts.ts';
import { query } from '../../contract.ts';
import { rowsSchema } from '../shapes.ts';

const common = {
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
  subject: z.string().nullable(),
};
const storeEntry = { digest: z.string(), op: z.string(), store: z.string() };
/** Microseconds. */
const duration = z.int().nonnegative();

const firstBodySchema = z.object({
  ...common,
  stores: z.array(z.object(storeEntry)).readonly(),
  v: z.literal(1),
});

const bodySchema = z.object({
  ...common,
  stores: z.array(z.object({ ...storeEntry, us: duration })).readonly(),
  /** From the unit's first command to this receipt. */
  us: duration,
  v: z.literal(2),
});
/** A body as it is written now. */
export type NewReceiptBody = Readonly<z.infer<typeof bodySchema>>;

/** What is hashed. Field names are part of the file format: see docs/file-format.md. */
export const receiptBodySchema = z.discriminatedUnion('v', [firstBodySchema, bodySchema]);
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

/** A device's signature over the Merkle tree of the first `size` receipts. */
export interface ReceiptCheckpoint {
  readonly size: number;
  /** RFC 6962 tree head over the receipts' hashes, hexadecimal. */
  readonly root: string;
  readonly deviceId: string;
  /** Ed25519, hexadecimal. */
  readonly signature: string;
}

/** Most receipts that one look goes through: some tens of milliseconds where every hash is checked. */
export const LOOK_ROWS = 2_000;
/** Most leaves that one subtree is worked out of. */
export const SUBTREE_LEAVES = 4_096;

/** How far a verification has come; given back as it is, it goes on from there. */
const verifyCursorSchema = z.object({
  /** The next receipt to look at. */
  seq: z.int().positive(),
  previous: sha256HexSchema.nullable(),
  /** The tree so far; null where it does not begin with the first receipt. */
  frontier: z.string().nullable(),
  /** Signatures cover everything up to here. */
  sealedTo: z.int().nonnegative(),
});
export type VerifyCursor = z.infer<typeof verifyCursorSchema>;

/** Which receipts a list shows. All that are given must fit. */
const receiptFilterSchema = z.object({
  subjectId: idSchema.nullable().default(null),
  excludeActions: z.array(actionSchema).default([]),
  /** One of these; empty for any. */
  actions: z.array(actionSchema).default([]),
  kinds: z.array(receiptKindSchema).default([]),
  actorId: idSchema.nullable().default(null),
  /** ISO 8601 in UTC; from the first, before the second. */
  fromAt: z.iso.datetime().nullable().default(null),
  beforeAt: z.iso.datetime().nullable().default(null),
});

export const receiptsContract = {
  name: 'receipts',
  commands: {},
  queries: {
    /**
     * Newest first, each looked at again. One look goes through at most LOOK_ROWS receipts: `nextSeq` says where to go on
     * (null at the end), and rows may be fewer than asked for. `total` counts all that the filter lets through where
     * that is known without looking at each.
     */
    page: query<{ total: number | null; rows: ReceiptRow[]; nextSeq: number | null }>()(
      receiptFilterSchema.extend({ beforeSeq: z.int().positive().nullable(), limit: rowsSchema }),
    ),
    /** One receipt, looked at again; null where there is none of this number. */
    one: query<ReceiptRow | null>()(z.object({ seq: z.int().positive() })),
    /** Hash, link, order, signature and tree of every receipt from `fromSeq` on, in one go. */
    verify: query<ReceiptVerification>()(z.object({ fromSeq: z.int().positive().default(1) })),
    /** The same in slices: the first with `cursor` null. */
    verifySlice: query<ReceiptVerification & { looked: number; next: VerifyCursor | null }>()(
      z.object({ cursor: verifyCursorSchema.nullable(), rows: z.int().min(1).max(LOOK_ROWS) }),
    ),
    /** For a file that others can check: bodies in order, and the seals that cover them. */
    export: query<{ receipts: { body: ReceiptBody; hash: string }[]; seals: ReceiptSeal[] }>()(
      z.object({ fromSeq: z.int().positive(), limit: rowsSchema }),
    ),
    checkpoints: query<ReceiptCheckpoint[]>()(z.object({})),
    /** Root of the Merkle tree over the leaves `from` to `to` (not included), hexadecimal. */
    subtree: query<{ root: string }>()(
      z
        .object({ from: z.int().nonnegative(), to: z.int().positive() })
        .refine(({ from, to }) => to > from && to - from <= SUBTREE_LEAVES),
    ),
    /** This device's signature under an exported file. */
    signExport: query<{ deviceId: string; signature: string }>()(z.object({ digest: sha256HexSchema })),
    count: query<{ receipts: number }>()(z.object({})),
  },
} as const;
