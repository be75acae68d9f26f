/** The keys a database needs, and its own copies of them: made when it opens, wiped when it closes. */
import type { Band } from '../../shared/bands.ts';
import type { Secret } from '../security/secret.ts';

export interface BandKey {
  readonly band: Band;
  readonly epoch: number;
  readonly key: Secret;
}

export interface TrustedDevice {
  readonly deviceId: string;
  /** Ed25519, raw 32 bytes. */
  readonly publicKey: Uint8Array;
}

/**
 * Keys a database needs. The engine copies them into its threads and wipes those copies on close; the caller keeps
 * and wipes its own.
 */
export interface DatabaseKeys {
  readonly pageKey: Secret;
  /** Content keys of a space; of each band the highest epoch seals, the others only open. */
  readonly bandKeys?: readonly BandKey[];
  /** Keyed hash that addresses attachments. */
  readonly addressKey?: Secret;
  /** Keyed hash of external ids. */
  readonly externalIdKey?: Secret;
  readonly signer: { readonly deviceId: string; readonly seed: Secret };
  /** Devices whose signatures under receipts count, besides the signer's own. */
  readonly trustedDevices?: readonly TrustedDevice[];
}

/** Copies; the caller keeps and wipes its own. */
export function ownKeys(keys: DatabaseKeys): DatabaseKeys {
  return {
    ...keys,
    pageKey: keys.pageKey.copy(),
    bandKeys: (keys.bandKeys ?? []).map((entry) => ({ ...entry, key: entry.key.copy() })),
    ...(keys.addressKey === undefined ? {} : { addressKey: keys.addressKey.copy() }),
    ...(keys.externalIdKey === undefined ? {} : { externalIdKey: keys.externalIdKey.copy() }),
    signer: { deviceId: keys.signer.deviceId, seed: keys.signer.seed.copy() },
  };
}

export function wipeKeys(keys: DatabaseKeys): void {
  keys.pageKey.wipe();
  for (const { key } of keys.bandKeys ?? []) key.wipe();
  keys.addressKey?.wipe();
  keys.externalIdKey?.wipe();
  keys.signer.seed.wipe();
}
