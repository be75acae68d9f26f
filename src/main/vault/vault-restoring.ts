/**
 * Makes a vault of a backup's pieces, in a folder of its own.
 *
 * Invariants: only into a folder that does not exist or is empty; vault.json is written last, so that a folder in which
 * this was interrupted is no vault and holds nothing that the backup does not hold too; the restored vault is another
 * device, with keys of its own, and the private key of the one that made the backup is not in it. What fails or is
 * cancelled takes away what it had put there.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { VaultError } from '../../shared/errors.ts';
import { createPassphraseSlot } from '../security/key-slots.ts';
import type { Secret } from '../security/secret.ts';
import { holdExclusively } from '../storage/exclusive-file.ts';
import type { Head, SpaceDatabase } from '../storage/interfaces.ts';
import type { KnownHeadRow } from '../storage/stores/registry/contract.ts';
import type { BackupKeys } from './backup-keys.ts';
import { createDevice } from './device-identity.ts';
import { REGISTRY_COPY_FILE } from './registry-copy.ts';
import { adoptRegistry } from './registry-opening.ts';
import { spacePaths } from './space-file.ts';
import { MAKING_MARK, REGISTRY_FILE, type VaultFile, withSlot, writeVaultFile } from './vault-file.ts';
import { LOCK_FILE, prepareFolder, type VaultMaking } from './vault-making.ts';

export interface VaultRestoring extends Pick<VaultMaking, 'runtime' | 'deviceName' | 'now'> {
  /** A folder that does not exist, or is empty. */
  readonly directory: string;
  readonly backupId: string;
  /** vault.json as it was when the backup was made. */
  readonly file: VaultFile;
  /** Have read the backup's registry. */
  readonly keys: BackupKeys;
  /** Replaces the passphrase: for who has only the recovery words. */
  readonly passphrase: string | null;
  /** Spaces whose files are in the backup. */
  readonly spaceIds: readonly string[];
  /** Puts the pieces into the folder, each under its name. */
  readonly fetch: () => Promise<void>;
  /** Called with each space once it is open: rebuilds what is derived, and holds it against the backup. */
  readonly eachSpace: (spaceId: string, database: SpaceDatabase) => Promise<void>;
}

/** @throws VaultError VAULT_EXISTS, INVALID_INPUT (the folder is not empty), what `fetch` and `eachSpace` throw … */
export async function restoreVault(restoring: VaultRestoring): Promise<void> {
  const { directory, keys } = restoring;
  await prepareFolder(directory, new Date(restoring.now()));
  const heldFile = holdExclusively(join(directory, LOCK_FILE));
  const root = keys.rootForRestoring();
  try {
    await restoring.fetch();
    await becomeVault(restoring, root);
    await rm(join(directory, MAKING_MARK), { force: true }).catch(() => undefined);
  } catch (error) {
    await takeAway(directory);
    throw error;
  } finally {
    root.wipe();
    heldFile.release();
  }
}

async function becomeVault(restoring: VaultRestoring, root: Secret): Promise<void> {
  const { directory, keys, now, runtime } = restoring;
  const { vaultId } = restoring.file;
  const maker = keys.rows.devices.find(({ id }) => id === restoring.file.device.id);
  if (maker === undefined) throw unknownMaker();
  const deviceId = uuidv7();
  const device = createDevice(root, vaultId, deviceId);
  try {
    const file: VaultFile = {
      ...(await withNewSlots(restoring, root)),
      device: { id: deviceId, sealedSeed: device.sealedSeed.toString('base64') },
    };
    const door = { runtime, directory, file, root, now };
    const { database, registry } = await adoptRegistry(door, device.seed, maker.personId);
    try {
      await registry.change({ purpose: 'backup.restore', subjectId: restoring.backupId }, (uow) => {
        uow.registry.putDevice({ ...maker, publicKey: Uint8Array.from(maker.publicKey), sealedSeed: null });
        uow.registry.putDevice({
          id: deviceId,
          personId: maker.personId,
          name: restoring.deviceName,
          publicKey: Uint8Array.from(device.publicKey),
          sealedSeed: Uint8Array.from(device.sealedSeed),
          createdMs: now(),
        });
      });
      await registry.rememberHeads(
        await restoreSpaces(restoring, { personId: maker.personId, deviceId, seed: device.seed }),
      );
      await registry.writeCopy();
    } finally {
      await database.close();
    }
    await writeVaultFile(directory, file);
  } finally {
    device.seed.wipe();
  }
}

/** Each space opened, brought up to date, and given a receipt of where it comes from. */
async function restoreSpaces(
  restoring: VaultRestoring,
  actor: { personId: string; deviceId: string; seed: Secret },
): Promise<KnownHeadRow[]> {
  const heads: KnownHeadRow[] = [];
  for (const spaceId of restoring.spaceIds) {
    const file = spacePaths(restoring.directory, spaceId).database;
    const head = await restoring.keys.withSpace(
      spaceId,
      file,
      async (database): Promise<Head> => {
        await restoring.eachSpace(spaceId, database);
        await database.unitOfWork.run(
          {
            spaceId,
            actorId: actor.personId,
            deviceId: actor.deviceId,
            correlationId: restoring.backupId,
            idempotencyKey: null,
            purpose: 'backup.restore',
            subjectId: restoring.backupId,
          },
          () => undefined,
        );
        return database.head();
      },
      actor,
    );
    heads.push({ spaceId, ...head });
  }
  return heads;
}

/** The keychain of another machine opens nothing here; the passphrase and the words do. */
async function withNewSlots(restoring: VaultRestoring, root: Secret): Promise<VaultFile> {
  const file = withSlot(restoring.file, 'keychain', null);
  if (restoring.passphrase === null) return file;
  const createdAt = new Date(restoring.now()).toISOString();
  const identity = { vaultId: file.vaultId, slotId: uuidv7(), createdAt };
  return withSlot(file, 'passphrase', await createPassphraseSlot(identity, root, restoring.passphrase));
}

/** Only what restoring puts there: the folder was empty, and is held by this process. */
async function takeAway(directory: string): Promise<void> {
  for (const name of [REGISTRY_FILE, `${REGISTRY_FILE}-wal`, `${REGISTRY_FILE}-shm`, REGISTRY_COPY_FILE]) {
    await rm(join(directory, name), { force: true }).catch(() => undefined);
  }
  await rm(join(directory, 'spaces'), { recursive: true, force: true }).catch(() => undefined);
  await rm(join(directory, MAKING_MARK), { force: true }).catch(() => undefined);
}

function unknownMaker(): VaultError {
  return new VaultError('SEAL_BROKEN', 'This backup does not know the device that made it.', {
    hint: 'It was left as it is. Use another backup.',
  });
}
