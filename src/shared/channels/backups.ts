/** Making, checking and restoring backups. A run goes on whether or not the page is there to watch. */
import { z } from 'zod';
import {
  backupFolderSchema,
  backupListSchema,
  backupProgressSchema,
  lastBackupSchema,
  restoreRequestSchema,
} from '../contracts/backups.ts';
import { idSchema } from '../contracts/primitives.ts';
import { channel, nothing } from './channel.ts';

const runId = z.object({ runId: idSchema });

export const BACKUP_CHANNELS = {
  /** `to`: where backups go. `from`: where they lie. `into`: where a vault is restored to. */
  'backups.chooseFolder': channel(
    z.object({ purpose: z.enum(['to', 'from', 'into']) }),
    z.object({ directory: z.string().nullable() }),
  ),
  /** Of the open vault. Answers when it has begun; `backups.progress` tells the rest. */
  'backups.create': channel(backupFolderSchema, runId),
  'backups.cancel': channel(runId, nothing),
  /** The run that is going on, or the last one since the app started; null where there was none. */
  'backups.state': channel(nothing, backupProgressSchema.nullable()),
  /** The last backup that the open vault remembers; null where none was made. */
  'backups.last': channel(nothing, lastBackupSchema.nullable()),
  /** Works without an open vault: nothing in the list is secret. */
  'backups.list': channel(backupFolderSchema, backupListSchema),
  /** Reads a backup of the open vault through and opens it. Null checks the newest. */
  'backups.verify': channel(backupFolderSchema.extend({ backupId: idSchema.nullable() }), runId),
  /** Works without an open vault. What is restored is a vault of its own; unlock it as any other. */
  'backups.restore': channel(restoreRequestSchema, runId),
} as const;
