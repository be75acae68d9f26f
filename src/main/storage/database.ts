/** Opens encrypted databases. */
import { VaultError } from '../../shared/errors.ts';
import type { Secret } from '../security/secret.ts';
import type {
  EngineRuntime,
  OpenSpaceOptions,
  OpenVaultDatabaseOptions,
  PageKeyProbe,
  SpaceDatabase,
  VaultDatabase,
} from './interfaces.ts';

const notYet = (): never => {
  throw new VaultError('INTERNAL', 'The engine is not there yet.', { hint: '' });
};

/**
 * Opens a space's database, migrating it where it is older.
 *
 * Throws, with `details.reason` where one is named: SPACE_MISSING; SPACE_DAMAGED (`not-a-database`: a wrong key or
 * garbage, SQLite cannot tell; `corrupt`: the key fits, pages are broken); SPACE_SWAPPED (another space's id inside);
 * SPACE_ROLLED_BACK (the known head is not in the chain; details knownSeq, headSeq); NEWER_VERSION;
 * MIGRATION_CHECKSUM; READ_ONLY; STORAGE_UNAVAILABLE (not a file, cannot be opened); STORAGE_FULL; SPACE_EXISTS.
 */
export async function openSpaceDatabase(_options: OpenSpaceOptions): Promise<SpaceDatabase> {
  return notYet();
}

/** Opens vault.db; the same errors, with REGISTRY_DAMAGED (reasons also `missing`, `swapped`) and VAULT_EXISTS. */
export async function openVaultDatabase(_options: OpenVaultDatabaseOptions): Promise<VaultDatabase> {
  return notYet();
}

/** Tells what a page key does to a file, without writing to it. */
export async function probePageKey(
  _runtime: EngineRuntime,
  _file: string,
  _key: Secret,
): Promise<PageKeyProbe> {
  return notYet();
}
