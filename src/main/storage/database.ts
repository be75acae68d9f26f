/**
 * Opens encrypted databases: starts their threads, hands them their keys, and looks at files without opening them.
 */
import type { Secret } from '../security/secret.ts';
import type { StoreContracts } from './contract.ts';
import { ownKeys, wipeKeys } from './database-keys.ts';
import type { OpenMessage } from './engine/protocol.ts';
import { keyBytes } from './engine/thread-keys.ts';
import { EngineClient } from './engine-client.ts';
import type {
  DatabaseKeys,
  EngineRuntime,
  Head,
  MigrationReport,
  MigrationRequest,
  OpenDatabaseOptions,
  OpenSpaceOptions,
  OpenVaultDatabaseOptions,
  PageKeyProbe,
  SpaceDatabase,
  VaultDatabase,
} from './interfaces.ts';
import { verifiedMigrations } from './migration-manifest.ts';
import { OpenDatabase } from './open-database.ts';
import type { PlugInState } from './plug-in-state.ts';
import { contractsOf, loadPlugIns } from './plug-ins-loading.ts';
import { poolSettings } from './pool-settings.ts';
import { CACHE_BYTES } from './query-cache.ts';
import type { DatabaseKind } from './sqlite-errors.ts';
import { SPACE_CONTRACTS, VAULT_CONTRACTS } from './stores/contracts.ts';

const MOST_LOG_BYTES = 256 * 1024 * 1024;

async function openDatabase<S extends StoreContracts>(
  kind: DatabaseKind,
  contracts: S,
  id: string,
  options: OpenDatabaseOptions,
): Promise<OpenDatabase<S>> {
  const pool = poolSettings(options.pool);
  const found = await loadPlugIns((options.runtime.plugIns ?? []).map(String), kind);
  const migrations = verifiedMigrations(options.runtime.migrations, kind);
  const keys = ownKeys(options.keys);
  const message = (role: OpenMessage['role']): OpenMessage => ({
    type: 'open',
    role,
    kind,
    id,
    file: options.file,
    create: options.create,
    migrations: role === 'writer' ? migrations : [],
    knownHead: options.knownHead ?? null,
    actorId: options.actorId ?? null,
    keys: keyBytes(keys),
    plugIns: found.loaded.map(({ module }) => module),
  });
  const startWriter = async (knownHead: Head | null): Promise<EngineClient> => {
    const again = EngineClient.start(options.runtime, `${kind} writer`);
    await again.open({
      ...message('writer'),
      create: false,
      knownHead: knownHead ?? options.knownHead ?? null,
    });
    return again;
  };
  const startReader = async (): Promise<EngineClient> => {
    const reader = EngineClient.start(options.runtime, `${kind} reader`);
    await reader.open(message('reader'));
    return reader;
  };
  const writer = EngineClient.start(options.runtime, `${kind} writer`);
  // Started beside the writer, opened after it: only then is the file made and migrated.
  const reader = EngineClient.start(options.runtime, `${kind} reader`);
  let refused: readonly PlugInState[];
  try {
    refused = [...found.refused, ...(await writer.open(message('writer')))];
    const more = await reader.open(message('reader'));
    refused = [...refused, ...more.filter(({ name }) => !refused.some((known) => known.name === name))];
  } catch (error) {
    await Promise.all([writer.close(), reader.discard()]);
    wipeKeys(keys);
    throw error;
  }
  const working = found.loaded.filter(({ module }) => !refused.some((left) => left.module === module));
  return new OpenDatabase({
    // The plug-ins' part of it has a type where somebody names it: `withPlugIn`.
    contracts: working.length === 0 ? contracts : { ...contracts, ...contractsOf(working) },
    plugIns: [
      ...working.map(({ module, plugIn }) => ({ module, name: plugIn.contract.name, refused: null })),
      ...refused,
    ],
    id,
    file: options.file,
    keys,
    writer,
    reader,
    startReader,
    startWriter,
    pool,
    cacheBytes: options.cacheBytes ?? CACHE_BYTES,
    mostLogBytes: options.mostLogBytes ?? MOST_LOG_BYTES,
  });
}

/**
 * Opens a space's database, migrating it where it is older.
 *
 * Throws, with `details.reason` where one is named: SPACE_MISSING; SPACE_DAMAGED (`not-a-database`: a wrong key or
 * garbage, SQLite cannot tell; `corrupt`: the key fits, pages are broken; `empty`; `unfinished`); SPACE_SWAPPED
 * (another space's id inside); SPACE_ROLLED_BACK (the known head is not in the chain; details knownSeq, headSeq);
 * NEWER_VERSION; MIGRATION_CHECKSUM; READ_ONLY; STORAGE_UNAVAILABLE (`not-a-file`, `cannot-open`, `input-output`);
 * STORAGE_FULL; SPACE_EXISTS.
 */
export function openSpaceDatabase(options: OpenSpaceOptions): Promise<SpaceDatabase> {
  return openDatabase('space', SPACE_CONTRACTS, options.spaceId, options);
}

/** Opens vault.db; the same errors, with REGISTRY_DAMAGED (reasons also `missing`, `swapped`) and VAULT_EXISTS. */
export function openVaultDatabase(options: OpenVaultDatabaseOptions): Promise<VaultDatabase> {
  return openDatabase('vault', VAULT_CONTRACTS, options.vaultId, options);
}

/**
 * Looks at the structure of a database, plans, or walks up and down, without opening it for use: opening would bring it
 * to the newest structure. `up` and `down` ask for a file that nobody has open.
 *
 * Throws as opening does; MIGRATION_FAILED (the version before the failing step is whole); INVALID_INPUT or NOT_FOUND for
 * a version that is none or is not carried.
 */
export function migrateDatabase(
  runtime: EngineRuntime,
  request: Omit<MigrationRequest, 'migrations'>,
  keys: Pick<DatabaseKeys, 'pageKey' | 'signer'>,
): Promise<MigrationReport> {
  return EngineClient.migrate(runtime, { ...request, migrations: runtime.migrations }, keyBytes(keys));
}

/** Tells what a page key does to a file, without writing to it. */
export function probePageKey(runtime: EngineRuntime, file: string, key: Secret): Promise<PageKeyProbe> {
  return EngineClient.probe(runtime, file, key);
}
