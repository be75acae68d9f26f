/** Receipts and tombstones as pages and scripts see them. */
import { z } from 'zod';
import { vaultErrorDataSchema } from '../errors.ts';
import { idSchema, sha256HexSchema, timestampSchema } from './primitives.ts';

export const RECEIPT_KINDS = [
  'ACTION_EXECUTED',
  'ACCESS_DENIED',
  'ERASED',
  'KEY_ROTATED',
  'MIGRATED',
  'SYNC_APPLIED',
  'ROLLBACK_ACCEPTED',
] as const;
export const receiptKindSchema = z.enum(RECEIPT_KINDS);
export type ReceiptKind = z.infer<typeof receiptKindSchema>;

/** What a person did, as a verb the page can turn into a sentence. */
export const ACTIONS = [
  'memory.add',
  'memory.edit',
  'memory.delete',
  'memory.import',
  'draft.save',
  'draft.discard',
  'space.create',
  'space.open',
  'vault.create',
  'passphrase.change',
  'recovery.use',
  'slot.add',
  'slot.remove',
  'settings.change',
  'person.add',
  'import.journal',
  'memory.move',
  'memory.copy',
  'memory.consolidate',
  'pin.change',
  'feedback.give',
  'attention.note',
  'graph.change',
  'graph.import',
  'reminder.add',
  'reminder.edit',
  'reminder.done',
  'reminder.delete',
  'goal.add',
  'goal.edit',
  'goal.satisfy',
  'goal.delete',
  'scenario.add',
  'scenario.edit',
  'scenario.outcome',
  'scenario.delete',
  'mood.note',
  'mood.delete',
  'privacy.change',
  'document.merge',
  'embedding.store',
  'model.change',
  'tool.change',
  'migration.up',
  'migration.down',
  'backup.create',
  'backup.restore',
  'vacuum.run',
  'alert.change',
] as const;
export const actionSchema = z.enum(ACTIONS);
export type Action = z.infer<typeof actionSchema>;

/** `verified`: hash, link and signature hold. `unsigned`: newer than the last signature. `broken`: it was changed. */
const verificationSchema = z.enum(['verified', 'unsigned', 'broken']);

export const receiptSchema = z.object({
  /** ULID */
  id: z.string(),
  seq: z.int().positive(),
  kind: receiptKindSchema,
  action: actionSchema,
  at: timestampSchema,
  actor: z.object({ id: idSchema, name: z.string() }),
  device: z.object({ id: idSchema, name: z.string() }),
  /** The memory (or other record) it is about; its title where that is still there. */
  subjectId: idSchema.nullable(),
  subjectTitle: z.string().nullable(),
  correlationId: z.string(),
  idempotencyKey: z.string().nullable(),
  hash: sha256HexSchema,
  previousHash: sha256HexSchema,
  stores: z.array(
    z.object({
      store: z.string(),
      op: z.string(),
      digest: sha256HexSchema,
      /** Microseconds; null where it was not noted yet. */
      us: z.int().nonnegative().nullable(),
    }),
  ),
  /** Of the whole change, microseconds; null where it was not noted yet. */
  us: z.int().nonnegative().nullable(),
  verification: verificationSchema,
});
export type Receipt = z.infer<typeof receiptSchema>;

/** The short form that every change answers with. */
export const receiptReferenceSchema = z.object({
  id: z.string(),
  seq: z.int().positive(),
  hash: sha256HexSchema,
  kind: receiptKindSchema,
});
export type ReceiptReference = z.infer<typeof receiptReferenceSchema>;

const receiptVerificationSchema = z.object({
  verified: z.int().nonnegative(),
  broken: z.array(z.object({ seq: z.int(), reason: z.string() })),
});
export type ReceiptVerification = z.infer<typeof receiptVerificationSchema>;

/** A check of all receipts of a space, going on or ended. */
export const receiptCheckSchema = z.object({
  runId: idSchema,
  spaceId: idSchema,
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
  verified: z.int().nonnegative(),
  /** The first 1,000. */
  broken: z.array(z.object({ seq: z.int(), reason: z.string() })),
  brokenCount: z.int().nonnegative(),
  error: vaultErrorDataSchema.nullable(),
});
export type ReceiptCheck = z.infer<typeof receiptCheckSchema>;

export const tombstoneSchema = z.object({
  recordId: idSchema,
  at: timestampSchema,
  actor: z.object({ id: idSchema, name: z.string() }),
  reason: z.string().nullable(),
  receipt: receiptReferenceSchema,
});
export type Tombstone = z.infer<typeof tombstoneSchema>;
