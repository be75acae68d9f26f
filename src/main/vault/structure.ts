/**
 * The structure of a vault's databases, looked at or changed without opening them for use: opening one brings it to the
 * newest structure, so whoever wants to look before, or to go down, comes here.
 *
 * Invariants: what a locked vault needs (spaces, keys) comes from the sealed copy of the registry, so that vault.db itself
 * is not opened by the way; one database in trouble does not hold up the others; only the owner of a space changes its
 * structure.
 */
import { join } from 'node:path';
import { errorData, VaultError, type VaultErrorData } from '../../shared/errors.ts';
import { accessDenied, decide } from '../security/access.ts';
import { deriveKey, generateKey } from '../security/key-derivation.ts';
import type { Secret } from '../security/secret.ts';
import { migrateDatabase } from '../storage/database.ts';
import type { EngineRuntime, MigrationReport, MigrationRequest } from '../storage/interfaces.ts';
import type { KeyringEntry } from '../storage/stores/keyring/contract.ts';
import type { SpaceRow } from '../storage/stores/registry/contract.ts';
import { openDevice } from './device-identity.ts';
import { whatIsAt } from './durable-files.ts';
import { engineKeys, openSpaceKeys, wipeEngineKeys, wipeSpaceKeys } from './key-ring.ts';
import { readRegistryCopy } from './registry-copy.ts';
import type { RegistryDoor } from './registry-opening.ts';
import { spacePaths } from './space-file.ts';
import { REGISTRY_FILE } from './vault-file.ts';

export interface StructureRequest {
  readonly action: MigrationRequest['action'];
  /** A version of the databases asked for; null as in MigrationRequest. */
  readonly to: string | null;
  /**
   * A space by `tier:name` or id, or `vault`. Null means the vault's and every space's; every space's alone where a
   * version is named or the way is down, for a version of the one kind says nothing about the other.
   */
  readonly database: string | null;
}

/** One database: where its structure stands, or why that cannot be said. */
export interface DatabaseStructure {
  /** Null for the vault's own. */
  readonly spaceId: string | null;
  /** `vault`, or the space as `tier:name`. */
  readonly name: string;
  readonly report: MigrationReport | null;
  readonly problem: VaultErrorData | null;
}

/** What the databases of a vault are opened with. */
export interface StructureKeys {
  readonly runtime: EngineRuntime;
  readonly directory: string;
  readonly vaultId: string;
  readonly root: Secret;
  readonly personId: string;
  /** Signs the receipts of steps; where none is taken, any will do. */
  readonly signer: { readonly deviceId: string; readonly seed: Secret };
  readonly spaces: readonly SpaceRow[];
  readonly keyring: readonly KeyringEntry[];
}

/** Looks at a locked vault, or changes its structure. Throws SPACE_NOT_FOUND, REGISTRY_DAMAGED, and for one database what it throws. */
export async function visitStructure(
  door: RegistryDoor,
  request: StructureRequest,
): Promise<DatabaseStructure[]> {
  const copy = await readRegistryCopy(door.directory, door.file.vaultId, door.root);
  const device =
    copy.kind === 'good' ? copy.content.devices.find(({ id }) => id === door.file.device.id) : undefined;
  if (copy.kind !== 'good' || device === undefined) throw copyIsNotGood();
  const { vaultId } = door.file;
  const seed = openDevice(door.root, vaultId, device.id, Buffer.from(door.file.device.sealedSeed, 'base64'));
  try {
    return await structureOf(
      {
        runtime: door.runtime,
        directory: door.directory,
        vaultId,
        root: door.root,
        personId: device.personId,
        signer: { deviceId: device.id, seed },
        spaces: copy.content.spaces,
        keyring: copy.content.keyring.map((entry) => ({ ...entry, sealed: Buffer.from(entry.sealed) })),
      },
      request,
    );
  } finally {
    seed.wipe();
  }
}

/** Looks at a vault that is open: beside whatever is being written. Null looks at every database. */
export async function lookAtStructure(
  keys: Omit<StructureKeys, 'signer'>,
  database: string | null,
): Promise<DatabaseStructure[]> {
  const seed = generateKey();
  try {
    const signer = { deviceId: keys.vaultId, seed };
    return await structureOf({ ...keys, signer }, { action: 'status', to: null, database });
  } finally {
    seed.wipe();
  }
}

async function structureOf(keys: StructureKeys, request: StructureRequest): Promise<DatabaseStructure[]> {
  const all = [null, ...[...keys.spaces].sort(byName)];
  const wanted = all.filter((row) => isMeant(row, request));
  if (wanted.length === 0 && request.database !== null) {
    throw new VaultError('SPACE_NOT_FOUND', `There is no database ${request.database} in this vault.`, {
      hint: 'Name a space as tier:name, or `vault` for the registry.',
    });
  }
  // Looking costs a thread each and holds nobody up; steps are taken one database after the other.
  if (request.action === 'status') return Promise.all(wanted.map((row) => structure(keys, row, request)));
  const structures: DatabaseStructure[] = [];
  for (const row of wanted) structures.push(await structure(keys, row, request));
  return structures;
}

async function structure(
  keys: StructureKeys,
  row: SpaceRow | null,
  request: StructureRequest,
): Promise<DatabaseStructure> {
  const named = { spaceId: row?.id ?? null, name: nameOf(row) };
  try {
    const report = row === null ? await walkVault(keys, request) : await walkSpace(keys, row, request);
    return { ...named, report, problem: null };
  } catch (error) {
    if (request.database !== null) throw error;
    return { ...named, report: null, problem: errorData(error) };
  }
}

const nameOf = (row: SpaceRow | null): string => (row === null ? 'vault' : `${row.tier}:${row.name}`);

const byName = (a: SpaceRow, b: SpaceRow): number =>
  a.tier.localeCompare(b.tier) || a.name.localeCompare(b.name);

function isMeant(row: SpaceRow | null, { action, to, database }: StructureRequest): boolean {
  if (database === null) return row !== null || (to === null && action !== 'down');
  return database === row?.id || database.toLowerCase() === nameOf(row).toLowerCase();
}

async function walkVault(keys: StructureKeys, request: StructureRequest): Promise<MigrationReport> {
  const file = join(keys.directory, REGISTRY_FILE);
  await requireFile(file);
  const pageKey = deriveKey(keys.root, 'vaultPages', keys.vaultId);
  try {
    const { action, to } = request;
    return await migrateDatabase(
      keys.runtime,
      { kind: 'vault', id: keys.vaultId, file, action, to, actorId: keys.personId },
      { pageKey, signer: keys.signer },
    );
  } finally {
    pageKey.wipe();
  }
}

async function walkSpace(
  keys: StructureKeys,
  row: SpaceRow,
  request: StructureRequest,
): Promise<MigrationReport> {
  admit(keys.personId, row, request.action);
  const file = spacePaths(keys.directory, row.id).database;
  await requireFile(file);
  const spaceKeys = openSpaceKeys(keys.root, keys.vaultId, row.id, keys.keyring);
  try {
    const engine = engineKeys(spaceKeys, row.id, row.generation);
    try {
      const { action, to } = request;
      return await migrateDatabase(
        keys.runtime,
        { kind: 'space', id: row.id, file, action, to, actorId: keys.personId },
        { pageKey: engine.pageKey, signer: keys.signer },
      );
    } finally {
      wipeEngineKeys(engine);
    }
  } finally {
    wipeSpaceKeys(spaceKeys);
  }
}

function admit(personId: string, row: SpaceRow, action: MigrationRequest['action']): void {
  const role = row.ownerId === personId ? 'owner' : row.personIds.includes(personId) ? 'member' : 'stranger';
  const act = action === 'status' || action === 'plan' ? 'health.read' : 'migration.run';
  const decision = decide({ personId, role, granted: 'GREEN', assurance: 'just-now' }, act, {
    tier: row.tier,
  });
  if (!decision.allow) throw accessDenied(decision.reason, act);
}

async function requireFile(file: string): Promise<void> {
  if ((await whatIsAt(file)) === 'file') return;
  throw new VaultError('SPACE_MISSING', 'The database file is not there.', {
    hint: 'Bring it back from where it was moved, or from a backup.',
    details: { path: file },
  });
}

function copyIsNotGood(): VaultError {
  return new VaultError('REGISTRY_DAMAGED', 'The sealed copy of the registry is missing or damaged.', {
    hint: 'Nothing was changed. Open the vault once in the app, which writes the copy anew, then try again.',
    details: { reason: 'copy' },
  });
}
