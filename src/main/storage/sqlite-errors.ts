/**
 * SQLite's result codes as the errors people and callers know.
 *
 * Invariant: no SQL, value or key gets into a message. Whether a file that is "not a database" is garbage or wants
 * another key cannot be told here: the vault room compares key checks and decides.
 */
import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { type ErrorCode, VaultError } from '../../shared/errors.ts';

export type DatabaseKind = 'space' | 'vault';

/** What an error is about: the file, and which of the two kinds it is. */
export interface FaultPlace {
  readonly kind: DatabaseKind;
  readonly file: string;
}

const DAMAGED: Readonly<Record<DatabaseKind, ErrorCode>> = {
  space: 'SPACE_DAMAGED',
  vault: 'REGISTRY_DAMAGED',
};
const WHAT: Readonly<Record<DatabaseKind, string>> = {
  space: "The space's file",
  vault: "The vault's registry",
};

/** Why a file cannot be used as it is; callers tell cases apart by it. */
export type DamageReason = 'missing' | 'empty' | 'not-a-database' | 'corrupt' | 'unfinished' | 'swapped';

const DAMAGE_WORDS: Readonly<Record<DamageReason, string>> = {
  missing: 'is not there',
  empty: 'is empty',
  'not-a-database': 'does not open with its key: it is damaged, or belongs to another key',
  corrupt: 'has damaged pages',
  unfinished: 'was never finished being made',
  swapped: 'belongs to another',
};

/** SPACE_DAMAGED or REGISTRY_DAMAGED, with the reason in the details. */
export function damaged(place: FaultPlace, reason: DamageReason, cause?: unknown): VaultError {
  return new VaultError(DAMAGED[place.kind], `${WHAT[place.kind]} ${DAMAGE_WORDS[reason]}.`, {
    hint: 'It was left as it is. Bring it back from a backup, or look at the folder it lies in.',
    details: { reason, file: place.file },
    cause,
  });
}

/** The folder that holds the file does not let this process write. */
export function folderIsReadOnly(file: string): boolean {
  try {
    accessSync(dirname(file), constants.W_OK);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EROFS');
  }
}

export function readOnly(place: FaultPlace, cause?: unknown): VaultError {
  return new VaultError(
    'READ_ONLY',
    `${WHAT[place.kind]} cannot be written: its folder or disk is read-only.`,
    {
      hint: 'Nothing was changed. Make the folder writable, or open a copy of the vault elsewhere.',
      details: { file: place.file },
      cause,
    },
  );
}

export function unavailable(
  place: FaultPlace,
  reason: string,
  retryable: boolean,
  cause?: unknown,
): VaultError {
  return new VaultError('STORAGE_UNAVAILABLE', `${WHAT[place.kind]} cannot be reached on its disk.`, {
    hint: 'Nothing was changed. See whether the disk and the folder are there, then try again.',
    retryable,
    details: { file: place.file, reason },
    cause,
  });
}

/** Extended codes come as `SQLITE_IOERR_WRITE`: the part before the second underscore is the primary code. */
function primaryCode(code: string): string {
  return /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code;
}

/** A fault that may be gone a moment later: another connection held a lock, or the disk stumbled. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Sqlite.SqliteError)) return false;
  return ['SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_PROTOCOL', 'SQLITE_IOERR'].includes(
    primaryCode(error.code),
  );
}

/** The columns of the unique index that a write ran into, as SQLite names them; null for any other fault. */
export function violatedIndex(error: unknown): string | null {
  if (!(error instanceof Sqlite.SqliteError) || error.code !== 'SQLITE_CONSTRAINT_UNIQUE') return null;
  return error.message;
}

/** Any error from SQLite as a VaultError; a VaultError as it is. */
export function storageError(error: unknown, place: FaultPlace): VaultError {
  if (error instanceof VaultError) return error;
  if (!(error instanceof Sqlite.SqliteError)) return internal(error);
  switch (primaryCode(error.code)) {
    case 'SQLITE_NOTADB':
      return damaged(place, 'not-a-database', error);
    case 'SQLITE_CORRUPT':
      return damaged(place, 'corrupt', error);
    case 'SQLITE_FULL':
      return new VaultError('STORAGE_FULL', 'There is no room left on the disk.', {
        hint: 'Nothing of this change was written and everything before it is kept. Make room, then try again.',
        retryable: true,
        details: { file: place.file },
        cause: error,
      });
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
      return readOnly(place, error);
    case 'SQLITE_CANTOPEN':
      return folderIsReadOnly(place.file)
        ? readOnly(place, error)
        : unavailable(place, 'cannot-open', false, error);
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
    case 'SQLITE_PROTOCOL':
      return new VaultError('BUSY', `${WHAT[place.kind]} is in use by something else.`, {
        hint: 'Nothing was changed. Try again in a moment.',
        retryable: true,
        cause: error,
      });
    case 'SQLITE_IOERR':
      return unavailable(place, 'input-output', true, error);
    case 'SQLITE_TOOBIG':
      return new VaultError('TOO_LARGE', 'This is larger than the storage can hold in one piece.', {
        hint: 'Nothing was changed. Split it into smaller parts.',
        cause: error,
      });
    default:
      return internal(error);
  }
}

/** The fault's name goes along for whoever looks into it; its text could hold content and does not. */
function internal(cause: unknown): VaultError {
  const fault =
    cause instanceof Sqlite.SqliteError ? cause.code : cause instanceof Error ? cause.name : 'unknown';
  return new VaultError(
    'INTERNAL',
    'Something went wrong in the storage engine. Nothing of this change was written.',
    {
      hint: 'Try again. If it happens again, restart the app.',
      details: { fault },
      cause,
    },
  );
}
