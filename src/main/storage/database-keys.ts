/** A database's own copies of its keys: made when it opens, wiped when it closes. */
import type { DatabaseKeys } from './interfaces.ts';

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
