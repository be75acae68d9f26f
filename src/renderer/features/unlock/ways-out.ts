/**
 * The ways out of an error that keeps a vault shut.
 *
 * Invariant: no way deletes anything or starts empty. Every error that can stand here has at least one way.
 */
import type { ErrorCode } from '../../../shared/errors.ts';

export type WayOut = 'repair' | 'retry' | 'chooseFolder' | 'showFolder' | 'recover' | 'otherVaults';

const WAYS: Partial<Record<ErrorCode, readonly WayOut[]>> = {
  VAULT_FILE_DAMAGED: ['repair', 'chooseFolder'],
  VAULT_NOT_FOUND: ['retry', 'chooseFolder'],
  STORAGE_UNAVAILABLE: ['retry', 'chooseFolder'],
  REGISTRY_DAMAGED: ['showFolder', 'chooseFolder'],
  NEWER_VERSION: ['otherVaults'],
  MIGRATION_CHECKSUM: ['otherVaults'],
  VAULT_IN_USE: ['retry', 'otherVaults'],
  READ_ONLY: ['retry', 'showFolder'],
  STORAGE_FULL: ['retry', 'showFolder'],
  WRONG_KEY: ['showFolder', 'recover'],
  SEAL_BROKEN: ['showFolder', 'recover'],
  WRONG_PASSPHRASE: [],
  RECOVERY_PHRASE_INVALID: [],
  RATE_LIMITED: [],
  KEYCHAIN_UNAVAILABLE: ['retry', 'recover'],
  KEYCHAIN_ENTRY_MISSING: ['recover'],
  KEYCHAIN_BACKEND_CHANGED: ['recover'],
  KEYCHAIN_WRONG_KEY: ['recover'],
  NO_CREDENTIALS: ['recover'],
};

/**
 * The ways out that are buttons. None where the way out is the form itself: another passphrase, a wait.
 */
export function waysOut(code: ErrorCode): readonly WayOut[] {
  return WAYS[code] ?? ['retry', 'otherVaults'];
}

/** Errors after which there is no point in offering the form again before something has changed. */
const SHUT: ReadonlySet<ErrorCode> = new Set([
  'VAULT_FILE_DAMAGED',
  'VAULT_NOT_FOUND',
  'STORAGE_UNAVAILABLE',
  'REGISTRY_DAMAGED',
  'NEWER_VERSION',
  'MIGRATION_CHECKSUM',
]);

/** Whether this error keeps the vault shut whatever is typed. */
export function keepsShut(code: ErrorCode): boolean {
  return SHUT.has(code);
}
