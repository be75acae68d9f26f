/**
 * This machine's device: an Ed25519 key whose private half lies sealed under the root.
 *
 * Sealed in vault.json (it signs the registry's receipts, so it is needed before vault.db can be opened) and, for the
 * day vault.json is lost, in the registry. It does not say whom to trust.
 */
import { deriveKey } from '../security/key-derivation.ts';
import { type SealContext, seal, unseal } from '../security/sealing.ts';
import { Secret } from '../security/secret.ts';
import { generateSigningSeed, Signer } from '../security/signatures.ts';

function seedContext(vaultId: string, deviceId: string): SealContext {
  return { space: vaultId, store: 'device-identity', record: deviceId, version: 1, band: '' };
}

export interface NewDevice {
  readonly seed: Secret;
  /** Raw, 32 bytes. */
  readonly publicKey: Buffer;
  readonly sealedSeed: Buffer;
}

/** A fresh identity for a device of this vault. */
export function createDevice(root: Secret, vaultId: string, deviceId: string): NewDevice {
  const seed = generateSigningSeed();
  const key = deriveKey(root, 'deviceIdentity', vaultId);
  try {
    const sealedSeed = seal(key, seedContext(vaultId, deviceId), seed.bytes);
    return { seed, publicKey: new Signer(seed).publicKey, sealedSeed };
  } finally {
    key.wipe();
  }
}

/** The private key of a device. @throws VaultError SEAL_BROKEN */
export function openDevice(root: Secret, vaultId: string, deviceId: string, sealedSeed: Uint8Array): Secret {
  const key = deriveKey(root, 'deviceIdentity', vaultId);
  try {
    return new Secret(unseal(key, seedContext(vaultId, deviceId), sealedSeed));
  } finally {
    key.wipe();
  }
}
