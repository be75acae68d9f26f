/**
 * What the file system's error codes mean to a person.
 *
 * Invariant: every fault of the disk becomes one of a few typed errors with the path in its details; the words never
 * suggest to delete anything.
 */
import { VaultError } from '../../shared/errors.ts';

/** The code of a Node system error (`ENOENT`), or null for anything else. */
export function faultCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

export function isAbsent(error: unknown): boolean {
  const code = faultCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** A failed write or read of `path` as a typed error. Typed errors pass through unchanged. */
export function fileFault(
  error: unknown,
  path: string,
  doing: 'reading' | 'writing' = 'writing',
): VaultError {
  if (error instanceof VaultError) return error;
  const details = { path, fault: faultCode(error) ?? 'unknown' };
  switch (faultCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      if (doing === 'reading') {
        return new VaultError('STORAGE_UNAVAILABLE', 'This file may not be read. Nothing was changed.', {
          hint: 'Give yourself the right to read it, then try again.',
          details,
          cause: error,
        });
      }
      return new VaultError('READ_ONLY', 'This folder may not be written to. Nothing in it was changed.', {
        hint: 'Give yourself the right to write there, or copy the vault to a folder of your own.',
        details,
        cause: error,
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return new VaultError('STORAGE_FULL', 'The disk is full. What was saved before is kept.', {
        hint: 'Make room on the disk, then try again.',
        retryable: true,
        details,
        cause: error,
      });
    default:
      return new VaultError(
        'STORAGE_UNAVAILABLE',
        'The disk did not answer as it should. Nothing was deleted.',
        {
          hint: 'See whether the disk is connected, then try again.',
          retryable: true,
          details,
          cause: error,
        },
      );
  }
}
