/**
 * One label for every use of a key (HKDF-SHA-256, RFC 5869).
 *
 * Invariant: no derived key serves two purposes, and a label never changes once a vault was written with it.
 * docs/file-format.md lists the same labels for someone who writes another reader.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { Secret } from './secret.ts';

/** Every purpose of a derived key; the value is the HKDF `info`. */
export const KEY_LABELS = {
  /** root → pages of vault.db */
  vaultPages: 'memoryos-vault/v1/vault-pages',
  /** root → wraps the key ring's entries */
  keyRing: 'memoryos-vault/v1/key-ring',
  /** root → wraps this device's private keys */
  deviceIdentity: 'memoryos-vault/v1/device-identity',
  /** root → seals the copy of the registry that stands beside vault.db */
  registryCopy: 'memoryos-vault/v1/registry-copy',
  /** root → seals the list of what is in a backup */
  backupManifest: 'memoryos-vault/v1/backup-manifest',
  /** root → tells a wrong root from a damaged file */
  vaultCheck: 'memoryos-vault/v1/vault-check',
  /** root → seals the recovery phrase until the person has confirmed it */
  recoveryPending: 'memoryos-vault/v1/recovery-pending',
  /** space generation → pages of space.db */
  spacePages: 'memoryos-vault/v1/space-pages',
  /** space generation → tells a wrong key from a damaged file */
  spaceCheck: 'memoryos-vault/v1/space-check',
  /** space generation → keyed hash that addresses attachments */
  attachmentAddress: 'memoryos-vault/v1/attachment-address',
  /** space generation → keyed hash of external ids kept after a deletion */
  externalIdHash: 'memoryos-vault/v1/external-id-hash',
  /** band epoch → wraps each record's data key */
  recordWrap: 'memoryos-vault/v1/record-wrap',
  /** secret from the keychain → wraps the root */
  keychainSlot: 'memoryos-vault/v1/slot/keychain',
  /** scrypt of the passphrase → wraps the root */
  passphraseSlot: 'memoryos-vault/v1/slot/passphrase',
  /** entropy of the recovery phrase → wraps the root */
  recoverySlot: 'memoryos-vault/v1/slot/recovery',
} as const;

export type KeyPurpose = keyof typeof KEY_LABELS;

export const KEY_BYTES = 32;

/** 32 bytes for one purpose. `context` (a space's id, a slot's id) separates keys of the same purpose. */
export function deriveKey(parent: Secret, purpose: KeyPurpose, context = ''): Secret {
  const info = context === '' ? KEY_LABELS[purpose] : `${KEY_LABELS[purpose]}/${context}`;
  return new Secret(new Uint8Array(hkdfSync('sha256', parent.bytes, Buffer.alloc(0), info, KEY_BYTES)));
}

/**
 * A value that may stand in the clear beside a file and says whether a key is the one that wrote it: 64 hex digits.
 * It tells a wrong key from a damaged file; it gives nothing that opens anything.
 */
export function keyCheck(parent: Secret, purpose: 'vaultCheck' | 'spaceCheck', context: string): string {
  const derived = deriveKey(parent, purpose, context);
  try {
    return derived.bytes.toString('hex');
  } finally {
    derived.wipe();
  }
}

/** A fresh random 32-byte key. */
export function generateKey(): Secret {
  return new Secret(randomBytes(KEY_BYTES));
}
