/**
 * A file that one process holds at a time; the operating system lets go of it when the process ends, however it
 * ends. An empty SQLite file under an exclusive lock: the same on every system SQLite runs on.
 */
import { closeSync, openSync } from 'node:fs';
import type Sqlite from 'better-sqlite3-multiple-ciphers';
import { VaultError } from '../../shared/errors.ts';
import { openNative } from './sqlite.ts';
import { folderIsReadOnly, readOnly, storageError, unavailable } from './sqlite-errors.ts';

export interface HeldFile {
  /** May be called twice. The file stays. */
  release(): void;
}

/**
 * Makes the file where there is none and holds it.
 * Throws VAULT_IN_USE where another holder has it; READ_ONLY, STORAGE_UNAVAILABLE.
 */
export function holdExclusively(file: string): HeldFile {
  const place = { kind: 'vault', file } as const;
  let database: Sqlite;
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    throw folderIsReadOnly(file) ? readOnly(place, cause) : unavailable(place, 'cannot-open', false, cause);
  }
  try {
    database = openNative(file, { timeout: 0 });
  } catch (cause) {
    throw storageError(cause, place);
  }
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    const error = storageError(cause, place);
    if (error.code !== 'BUSY') throw error;
    throw new VaultError('VAULT_IN_USE', 'This vault is already open in another window or program.', {
      hint: 'Go to the window where it is open, or close it there first.',
      details: { file },
      cause,
    });
  }
  return {
    release() {
      if (database.open) database.close();
    },
  };
}
