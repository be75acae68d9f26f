/**
 * The key ring: a random key for every generation of a space's pages and every epoch of its bands, sealed under the
 * root, and what is derived from them for the engine.
 *
 * Invariant: keys are made when a space is made, never while one is opened; a key that is missing or does not
 * open is an error, not a reason for a new one.
 */
import { BANDS, type Band } from '../../shared/bands.ts';
import { VaultError } from '../../shared/errors.ts';
import { deriveKey, generateKey } from '../security/key-derivation.ts';
import { type SealContext, seal, unseal } from '../security/sealing.ts';
import { Secret } from '../security/secret.ts';
import type { BandKey } from '../storage/interfaces.ts';
import type { KeyringEntry } from '../storage/stores/keyring/contract.ts';

/** What names a key in the ring. `band` null: the pages' key, `epoch` then being the generation. */
type Place = Pick<KeyringEntry, 'spaceId' | 'band' | 'epoch'>;

function entryContext(vaultId: string, place: Place): SealContext {
  return {
    space: vaultId,
    store: 'key-ring',
    record: place.spaceId,
    version: place.epoch,
    band: place.band ?? 'pages',
  };
}

/** An entry that is about to be stored. */
export type NewKeyringEntry = Omit<KeyringEntry, 'sealed'> & { readonly sealed: Uint8Array<ArrayBuffer> };

/** Fresh keys for a new space: the first generation and every band's first epoch, sealed. */
export function createSpaceKeys(
  root: Secret,
  vaultId: string,
  spaceId: string,
  createdMs: number,
): NewKeyringEntry[] {
  const ringKey = deriveKey(root, 'keyRing', vaultId);
  try {
    return [null, ...BANDS].map((band) => {
      const place: Place = { spaceId, band, epoch: 1 };
      const key = generateKey();
      try {
        const sealed = Uint8Array.from(seal(ringKey, entryContext(vaultId, place), key.bytes));
        return { ...place, sealed, createdMs };
      } finally {
        key.wipe();
      }
    });
  } finally {
    ringKey.wipe();
  }
}

/** The keys of one space, opened. */
export interface SpaceKeys {
  readonly generations: ReadonlyMap<number, Secret>;
  readonly bands: readonly { band: Band; epoch: number; key: Secret }[];
}

/** Opens the ring's entries of one space. @throws VaultError SEAL_BROKEN, WRONG_KEY */
export function openSpaceKeys(
  root: Secret,
  vaultId: string,
  spaceId: string,
  entries: readonly KeyringEntry[],
): SpaceKeys {
  const ringKey = deriveKey(root, 'keyRing', vaultId);
  const generations = new Map<number, Secret>();
  const bands: { band: Band; epoch: number; key: Secret }[] = [];
  try {
    for (const entry of entries) {
      if (entry.spaceId !== spaceId) continue;
      const key = new Secret(unseal(ringKey, entryContext(vaultId, entry), entry.sealed));
      if (entry.band === null) generations.set(entry.epoch, key);
      else bands.push({ band: entry.band, epoch: entry.epoch, key });
    }
    return { generations, bands };
  } finally {
    ringKey.wipe();
  }
}

export function wipeSpaceKeys(keys: SpaceKeys): void {
  for (const key of keys.generations.values()) key.wipe();
  for (const { key } of keys.bands) key.wipe();
}

/** What the engine is given for one space; the caller wipes it once the database has its copies. */
export interface EngineKeys {
  readonly pageKey: Secret;
  readonly addressKey: Secret;
  readonly externalIdKey: Secret;
  readonly bandKeys: readonly BandKey[];
}

/** Derives the engine's keys. @throws VaultError WRONG_KEY where the ring has no key of this generation. */
export function engineKeys(keys: SpaceKeys, spaceId: string, generation: number): EngineKeys {
  const parent = generationKey(keys, spaceId, generation);
  return {
    pageKey: deriveKey(parent, 'spacePages', spaceId),
    addressKey: deriveKey(parent, 'attachmentAddress', spaceId),
    externalIdKey: deriveKey(parent, 'externalIdHash', spaceId),
    bandKeys: keys.bands.map(({ band, epoch, key }) => ({
      band,
      epoch,
      key: deriveKey(key, 'recordWrap', spaceId),
    })),
  };
}

export function generationKey(keys: SpaceKeys, spaceId: string, generation: number): Secret {
  const key = keys.generations.get(generation);
  if (key !== undefined) return key;
  throw new VaultError('WRONG_KEY', 'The vault has no key for this space. Its file was not touched.', {
    hint: 'Bring vault.db or registry.sealed back from a backup of this vault.',
    details: { spaceId, generation },
  });
}

export function wipeEngineKeys(keys: EngineKeys): void {
  for (const key of [keys.pageKey, keys.addressKey, keys.externalIdKey]) key.wipe();
  for (const { key } of keys.bandKeys) key.wipe();
}
