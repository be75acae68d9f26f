/**
 * The ways out of an error that keeps a vault shut.
 *
 * Invariant: no way deletes anything or starts empty. Where no way is a button, the form beside the error is
 * the way, or the hint says what to bring.
 */
import type { ErrorCode, VaultErrorData } from '../../../shared/errors.ts';

export type WayOut =
  | 'repair'
  | 'rebuild'
  | 'retry'
  | 'chooseFolder'
  | 'showFolder'
  | 'recover'
  | 'otherVaults';

const WAYS: Partial<Record<ErrorCode, readonly WayOut[]>> = {
  VAULT_FILE_DAMAGED: ['repair', 'retry', 'chooseFolder'],
  VAULT_NOT_FOUND: ['retry', 'chooseFolder'],
  STORAGE_UNAVAILABLE: ['retry', 'chooseFolder'],
  REGISTRY_DAMAGED: ['rebuild', 'showFolder', 'otherVaults'],
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

/** Ways that need main's own copy of the damaged file; its details then name the copy's date. */
const NEED_A_COPY: ReadonlySet<WayOut> = new Set(['repair', 'rebuild']);

/** The ways out that are buttons, the most helpful first. */
export function waysOut(error: VaultErrorData): readonly WayOut[] {
  const hasCopy = error.details?.copy !== undefined;
  const ways = WAYS[error.code] ?? ['retry', 'otherVaults'];
  return ways.filter((way) => hasCopy || !NEED_A_COPY.has(way));
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
