/** Backups: what one is, what is going on with one, and what restoring takes. */
import { z } from 'zod';
import { vaultErrorDataSchema } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { idSchema, timestampSchema } from './primitives.ts';
import { passphraseSchema, recoveryPhraseSchema } from './vaults.ts';

const directory = z.string().min(1).max(4096);

/** A backup as it lies in a folder. All of it can be known without a key; nothing here is about a memory. */
export const backupSchema = z.object({
  id: idSchema,
  vaultId: idSchema,
  /** What the vault was called when it was made. */
  vaultName: z.string(),
  at: timestampSchema,
  bytes: z.int().nonnegative(),
  /** Memories, in all spaces. */
  records: z.int().nonnegative(),
  spaces: z.int().nonnegative(),
  /** Spaces that could not be read, and are not in it. */
  missing: z.int().nonnegative(),
});
export type Backup = z.infer<typeof backupSchema>;

/** A folder in which something looks like a backup and is none: why. */
const uselessBackupSchema = z.object({ name: z.string(), error: vaultErrorDataSchema });

export const backupListSchema = z.object({
  /** Newest first. */
  backups: z.array(backupSchema),
  useless: z.array(uselessBackupSchema),
});
export type BackupList = z.infer<typeof backupListSchema>;

/** The last backup this vault remembers having made. */
export const lastBackupSchema = backupSchema.extend({ directory: z.string() });
export type LastBackup = z.infer<typeof lastBackupSchema>;

const BACKUP_STEPS = ['copying', 'storing', 'checking', 'fetching', 'rebuilding'] as const;

/** A backup being made, checked or restored; also how the last one ended. */
export const backupProgressSchema = z.object({
  runId: idSchema,
  what: z.enum(['create', 'verify', 'restore']),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  step: z.enum(BACKUP_STEPS),
  /** Bytes, over all steps. `total` is an estimate until the end. */
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
  /** Where the backup lies. */
  directory: z.string(),
  /** Where it is restored to. */
  into: z.string().nullable(),
  /** The backup, once it is made, found whole, or restored. */
  backup: backupSchema.nullable(),
  /** Spaces that are not in it, and why: only right after making one. */
  missing: z.array(z.object({ space: z.string(), error: vaultErrorDataSchema })),
  /** What does not hold, in words: after a check. */
  broken: z.array(z.object({ piece: z.string(), reason: z.string() })),
  error: vaultErrorDataSchema.nullable(),
});
export type BackupProgress = z.infer<typeof backupProgressSchema>;

/** How a backup is opened where the vault itself is not. */
const backupKeySchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('passphrase'), passphrase: z.string().max(LIMITS.passphraseMaxLength) }),
  /** The 24 words; `passphrase` is the new one that the restored vault gets. */
  z.object({
    method: z.literal('recovery'),
    phrase: recoveryPhraseSchema,
    passphrase: passphraseSchema.optional(),
  }),
]);
export type BackupKey = z.infer<typeof backupKeySchema>;

export const restoreRequestSchema = z.object({
  directory,
  /** Null takes the newest. */
  backupId: idSchema.nullable(),
  /** A folder that does not exist yet, or is empty. */
  into: directory,
  key: backupKeySchema,
});
export type RestoreRequest = z.infer<typeof restoreRequestSchema>;

export const backupFolderSchema = z.object({ directory });
