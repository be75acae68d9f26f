/**
 * Opens a database file for its one writer: made or found, migrated, and proved to be the one that was asked for.
 *
 * Invariant: nothing that was there before is deleted or overwritten, whatever is wrong with it.
 */

import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { VaultError } from '../../../shared/errors.ts';
import type { Head } from '../interfaces.ts';
import type { Migration } from '../migration-manifest.ts';
import { dropSnapshots, takeSnapshot } from '../migration-snapshot.ts';
import { migrateUp, rebuildIsDue } from '../migration-system.ts';
import {
  openWritable,
  type ReadableConnection,
  type WatchedConnection,
  type WritableConnection,
} from '../sqlite.ts';
import {
  damaged,
  type FaultPlace,
  folderIsReadOnly,
  readOnly,
  storageError,
  unavailable,
} from '../sqlite-errors.ts';
import { hexText, idBytes } from '../stores/record-ids.ts';
import { receiptSteps } from './migration-receipts.ts';
import type { ThreadKeys } from './thread-keys.ts';

export interface OpenFileOptions extends FaultPlace {
  /** The space's id, or the vault's. */
  readonly id: string;
  readonly create: boolean;
  /** Of this build, held against their manifest. */
  readonly migrations: readonly Migration[];
  readonly knownHead: Head | null;
  /** Who opens it: the actor of the receipts of migrations. Null where only the file itself can say. */
  readonly actorId: string | null;
}

export interface OpenedFile {
  readonly connection: WritableConnection & WatchedConnection;
  /** True where migrations left derived stores empty, now or at an opening that was cut short. */
  readonly rebuild: boolean;
}

export function openDatabaseFile(options: OpenFileOptions, keys: ThreadKeys): OpenedFile {
  if (options.create) makeFile(options);
  else requireFile(options);
  let connection: (WritableConnection & WatchedConnection) | null = null;
  try {
    connection = openWritable({ file: options.file, key: keys.page, vectors: options.kind === 'space' });
    const steps = migrated(connection, options, keys);
    requireIdentity(connection, options);
    requireKnownHead(connection, options);
    // The file opened as it is: what was kept beside it in case it would not has done its service.
    if (steps === 0) dropSnapshots(options.file);
    return { connection, rebuild: rebuildIsDue(connection) };
  } catch (error) {
    connection?.close();
    if (options.create) unmake(options.file);
    throw storageError(error, options);
  }
}

/** An empty file of ours; fails where there is one. */
function makeFile(options: OpenFileOptions): void {
  try {
    closeSync(openSync(options.file, 'wx', 0o600));
    syncFolder(options.file);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') {
      throw new VaultError(
        options.kind === 'space' ? 'SPACE_EXISTS' : 'VAULT_EXISTS',
        'There is already a database in this place.',
        {
          hint: 'It was left as it is. Open it, or choose another place.',
          details: { file: options.file },
          cause,
        },
      );
    }
    if (codeOf(cause) === 'ENOSPC') {
      throw new VaultError('STORAGE_FULL', 'There is no room left on the disk.', {
        hint: 'Nothing was made. Make room, then try again.',
        retryable: true,
        cause,
      });
    }
    throw folderIsReadOnly(options.file)
      ? readOnly(options, cause)
      : unavailable(options, 'cannot-open', false, cause);
  }
}

/** What this very call made and could not finish; nobody else has seen it. */
function unmake(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

/** The directory entry is durable too: otherwise a power cut could lose the file's name. */
function syncFolder(file: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function requireFile(options: OpenFileOptions): void {
  let size: number;
  try {
    const stats = statSync(options.file);
    if (!stats.isFile()) throw unavailable(options, 'not-a-file', false);
    size = stats.size;
  } catch (cause) {
    if (cause instanceof VaultError) throw cause;
    if (codeOf(cause) !== 'ENOENT') throw unavailable(options, 'cannot-open', false, cause);
    if (options.kind === 'vault') throw damaged(options, 'missing', cause);
    throw new VaultError('SPACE_MISSING', "The space's file is not there.", {
      hint: 'Bring it back from a backup, or look whether its folder was moved.',
      details: { reason: 'missing', file: options.file },
      cause,
    });
  }
  if (size === 0) throw damaged(options, 'empty');
}

/** @returns how many steps were taken */
function migrated(connection: WritableConnection, options: OpenFileOptions, keys: ThreadKeys): number {
  if (!options.create && connection.read('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined) {
    throw damaged(options, 'unfinished');
  }
  return migrateUp(connection, options.migrations, options, {
    made: () => {
      connection
        .write('INSERT OR IGNORE INTO meta (one, id, created_ms, digest_key) VALUES (1, ?, ?, ?)')
        .run(idBytes(options.id), Date.now(), randomBytes(32));
    },
    taken: receiptSteps(connection, keys, options),
    beforeBreaking: ({ migration }) => takeSnapshot(connection, options, keys.page, migration.version),
  }).length;
}

function requireIdentity(connection: ReadableConnection, options: OpenFileOptions): void {
  const meta = connection.read<{ id: Buffer }>('SELECT id FROM meta').get();
  if (meta === undefined) throw damaged(options, 'unfinished');
  if (meta.id.equals(idBytes(options.id))) return;
  if (options.kind === 'vault') throw damaged(options, 'swapped');
  throw new VaultError('SPACE_SWAPPED', "Another space's file lies in this space's place.", {
    hint: "Nothing was changed. Put each space's file back into its own folder.",
    details: { reason: 'swapped', file: options.file },
  });
}

/** A chain that does not contain the head seen last is an older copy, or another past. */
function requireKnownHead(connection: ReadableConnection, options: OpenFileOptions): void {
  const { knownHead } = options;
  if (knownHead === null || knownHead.seq === 0) return;
  const here = connection.read<{ hash: Buffer }>('SELECT hash FROM receipt WHERE seq = ?').get(knownHead.seq);
  if (here !== undefined && hexText(here.hash) === knownHead.hash) return;
  const headSeq =
    connection.read<{ seq: number | null }>('SELECT max(seq) AS seq FROM receipt').get()?.seq ?? 0;
  throw new VaultError(
    'SPACE_ROLLED_BACK',
    'This is an older copy: changes that were made since are not in it.',
    {
      hint: 'Nothing was changed. Bring back the newer file, or accept that the later changes are gone.',
      details: { knownSeq: knownHead.seq, headSeq, file: options.file },
    },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
