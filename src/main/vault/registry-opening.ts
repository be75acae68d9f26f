/**
 * From the root key to the open registry, and from a damaged registry to one rebuilt from its sealed copy.
 *
 * Invariant: opening never makes a vault.db and never writes over a damaged one; rebuilding happens at a person's
 * word and puts aside what it replaces.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VaultError } from '../../shared/errors.ts';
import { deriveKey } from '../security/key-derivation.ts';
import type { Secret } from '../security/secret.ts';
import { openVaultDatabase } from '../storage/database.ts';
import type { EngineRuntime, Head, VaultDatabase } from '../storage/interfaces.ts';
import { openDevice } from './device-identity.ts';
import { putAside, SMALLEST_DATABASE, whatIsAt } from './durable-files.ts';
import { putContent, Registry } from './registry.ts';
import {
  REGISTRY_COPY_FILE,
  type RegistryContent,
  type RegistryCopy,
  readRegistryCopy,
} from './registry-copy.ts';
import { registryDamaged } from './session-errors.ts';
import { REGISTRY_FILE, type VaultFile } from './vault-file.ts';

export interface RegistryDoor {
  readonly runtime: EngineRuntime;
  readonly directory: string;
  readonly file: Pick<VaultFile, 'vaultId' | 'device'>;
  readonly root: Secret;
  readonly now: () => number;
}

export interface OpenedRegistry {
  readonly database: VaultDatabase;
  readonly registry: Registry;
  /** The caller wipes it. */
  readonly deviceSeed: Secret;
}

/** @throws VaultError REGISTRY_DAMAGED (details `reason`, and `copy` where there is a good one), NEWER_VERSION … */
export async function openRegistry(door: RegistryDoor): Promise<OpenedRegistry> {
  const copy = await readRegistryCopy(door.directory, door.file.vaultId, door.root);
  const deviceSeed = seedOf(door);
  try {
    const database = await openExisting(door, deviceSeed, copy);
    try {
      const registry = await loadRegistry(door, database);
      if (copy.kind !== 'good') await replaceCopy(door, copy, registry);
      return { database, registry, deviceSeed };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    deviceSeed.wipe();
    throw error;
  }
}

/**
 * Puts vault.db aside and builds it anew from registry.sealed. A kill in the middle leaves a registry whose head the
 * copy does not know, which opens as damaged again, and this can be done again.
 * @returns where the damaged file is kept, or null where there was none.
 */
export async function rebuildRegistryFile(door: RegistryDoor): Promise<{ keptAs: string | null }> {
  const copy = await readRegistryCopy(door.directory, door.file.vaultId, door.root);
  const path = registryPath(door);
  if (copy.kind !== 'good') throw registryDamaged(path, 'not-a-database', null);
  const at = new Date(door.now());
  const keptAs = (await whatIsAt(path)) === 'nothing' ? null : await putAside(path, at);
  for (const beside of [`${path}-wal`, `${path}-shm`]) {
    if ((await whatIsAt(beside)) !== 'nothing') await putAside(beside, at);
  }
  const deviceSeed = seedOf(door);
  try {
    const database = await openDatabase(door, deviceSeed, true, null);
    try {
      await fill(door, database, copy.content);
    } finally {
      await database.close();
    }
  } finally {
    deviceSeed.wipe();
  }
  return { keptAs };
}

async function fill(door: RegistryDoor, database: VaultDatabase, content: RegistryContent): Promise<void> {
  const actor = actorOf(door, content.devices);
  await database.unitOfWork.run(
    {
      spaceId: door.file.vaultId,
      actorId: actor.personId,
      deviceId: actor.deviceId,
      correlationId: `rebuild ${content.head.seq} ${content.head.hash}`,
      idempotencyKey: null,
      purpose: 'vault.create',
      subjectId: null,
      // Older than what was lost, possibly: the receipt says where the copy was taken.
      kind: 'ROLLBACK_ACCEPTED',
    },
    (uow) => putContent(uow, content),
  );
  const registry = await Registry.load({ ...door, vaultId: door.file.vaultId, database, actor });
  await registry.writeCopy();
}

/** Opens the database of a vault that is being made. */
export function createRegistry(
  door: RegistryDoor,
  deviceSeed: Secret,
  personId: string,
): Promise<{ database: VaultDatabase; registry: Registry }> {
  return openAs(door, deviceSeed, personId, true);
}

/**
 * Opens the database of a vault that is being restored, as a device that it does not know yet.
 * @throws VaultError REGISTRY_DAMAGED …
 */
export function adoptRegistry(
  door: RegistryDoor,
  deviceSeed: Secret,
  personId: string,
): Promise<{ database: VaultDatabase; registry: Registry }> {
  return openAs(door, deviceSeed, personId, false);
}

/** Opens it for a device that the caller names: the register need not know it yet. */
async function openAs(
  door: RegistryDoor,
  deviceSeed: Secret,
  personId: string,
  create: boolean,
): Promise<{ database: VaultDatabase; registry: Registry }> {
  const database = await openDatabase(door, deviceSeed, create, null);
  try {
    const actor = { personId, deviceId: door.file.device.id };
    const registry = await Registry.load({ ...door, vaultId: door.file.vaultId, database, actor });
    return { database, registry };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function loadRegistry(door: RegistryDoor, database: VaultDatabase): Promise<Registry> {
  const devices = await database.query('registry.devices', {});
  const actor = actorOf(door, devices);
  return Registry.load({ ...door, vaultId: door.file.vaultId, database, actor });
}

function actorOf(
  door: RegistryDoor,
  devices: readonly { id: string; personId: string }[],
): { personId: string; deviceId: string } {
  const device = devices.find((known) => known.id === door.file.device.id);
  if (device !== undefined) return { personId: device.personId, deviceId: device.id };
  throw registryDamaged(registryPath(door), 'incomplete', null);
}

async function openExisting(door: RegistryDoor, seed: Secret, copy: RegistryCopy): Promise<VaultDatabase> {
  const copyAt = copy.kind === 'good' ? copy.modified.toISOString() : null;
  const path = registryPath(door);
  const found = await whatIsAt(path);
  if (found === 'nothing') throw registryDamaged(path, 'missing', copyAt);
  if (found !== 'file') throw registryDamaged(path, 'not-a-file', copyAt);
  const { size } = await stat(path);
  if (size < SMALLEST_DATABASE) throw registryDamaged(path, size === 0 ? 'empty' : 'truncated', copyAt);
  try {
    return await openDatabase(door, seed, false, copy.kind === 'good' ? copy.content.head : null);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    if (error.code === 'SPACE_ROLLED_BACK') throw registryDamaged(path, 'rolled-back', copyAt, error);
    if (error.code !== 'REGISTRY_DAMAGED') throw error;
    throw registryDamaged(path, String(error.details?.reason ?? 'corrupt'), copyAt, error);
  }
}

async function openDatabase(
  door: RegistryDoor,
  seed: Secret,
  create: boolean,
  knownHead: Head | null,
): Promise<VaultDatabase> {
  const pageKey = deriveKey(door.root, 'vaultPages', door.file.vaultId);
  try {
    return await openVaultDatabase({
      runtime: door.runtime,
      file: registryPath(door),
      vaultId: door.file.vaultId,
      keys: { pageKey, signer: { deviceId: door.file.device.id, seed } },
      create,
      knownHead,
      // The registry is small and asked little: one reader.
      pool: { max: 2 },
    });
  } finally {
    pageKey.wipe();
  }
}

/** A copy that is damaged is put aside; then a good one is written. */
async function replaceCopy(door: RegistryDoor, copy: RegistryCopy, registry: Registry): Promise<void> {
  if (copy.kind === 'damaged') await putAside(join(door.directory, REGISTRY_COPY_FILE), new Date(door.now()));
  await registry.writeCopy();
}

function seedOf(door: RegistryDoor): Secret {
  const { vaultId, device } = door.file;
  return openDevice(door.root, vaultId, device.id, Buffer.from(device.sealedSeed, 'base64'));
}

function registryPath(door: RegistryDoor): string {
  return join(door.directory, REGISTRY_FILE);
}
