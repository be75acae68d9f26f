/**
 * Makes a vault in a folder.
 *
 * The order is the safety: a mark first, then the registry, its sealed copy and the keychain entry, and vault.json last.
 * Invariant: a folder without vault.json is no vault; a kill before it leaves a marked folder in which nothing can have
 * been kept, and making the vault again puts what is there aside.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { CreateVaultInput } from '../../shared/contracts/vaults.ts';
import { VaultError } from '../../shared/errors.ts';
import { deriveKey, generateKey, keyCheck } from '../security/key-derivation.ts';
import {
  createKeychainSlot,
  createPassphraseSlot,
  createRecoverySlot,
  type KeySlot,
  type SlotIdentity,
} from '../security/key-slots.ts';
import type { KeychainPort } from '../security/keychain.ts';
import { keychainProblem } from '../security/keychain-state.ts';
import { phraseOf } from '../security/recovery-phrase.ts';
import { type SealContext, seal, unseal } from '../security/sealing.ts';
import { Secret } from '../security/secret.ts';
import { type HeldFile, holdExclusively } from '../storage/exclusive-file.ts';
import type { EngineRuntime, VaultDatabase } from '../storage/interfaces.ts';
import { createDevice } from './device-identity.ts';
import { syncFolder, whatIsAt, writeDurably } from './durable-files.ts';
import { fileFault } from './file-faults.ts';
import type { Registry } from './registry.ts';
import { createRegistry } from './registry-opening.ts';
import { DEFAULT_SETTINGS, writeRecoveryState, writeSettings } from './registry-settings.ts';
import {
  isHalfMade,
  looksLikeVault,
  MAKING_MARK,
  VAULT_FORMAT,
  type VaultFile,
  writeVaultFile,
} from './vault-file.ts';

/** The file one process holds for as long as it has the vault open. */
export const LOCK_FILE = 'vault.lock';

export interface VaultMaking {
  readonly runtime: EngineRuntime;
  readonly keychain: KeychainPort;
  readonly deviceName: string;
  readonly now: () => number;
}

/** What systems leave in folders that people call empty. */
const SYSTEM_LITTER: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini', 'lost+found']);

/** A vault just made, with everything that is open in it. */
export interface MadeVault {
  readonly file: VaultFile;
  readonly root: Secret;
  readonly deviceSeed: Secret;
  readonly database: VaultDatabase;
  readonly registry: Registry;
  readonly heldFile: HeldFile;
  readonly recoveryPhrase: string[];
}

/** @throws VaultError VAULT_EXISTS, INVALID_INPUT, VAULT_IN_USE, KEYCHAIN_UNAVAILABLE, faults of the disk. */
export async function makeVault(
  making: VaultMaking,
  directory: string,
  input: CreateVaultInput,
  demo: boolean,
): Promise<MadeVault> {
  await prepareFolder(directory, new Date(making.now()));
  const heldFile = holdExclusively(join(directory, LOCK_FILE));
  const root = generateKey();
  const entropy = generateKey();
  try {
    const vaultId = uuidv7();
    const personId = uuidv7();
    const createdAt = new Date(making.now()).toISOString();
    const slots = await makeSlots(making, input, { vaultId, createdAt }, root, entropy);
    const deviceId = uuidv7();
    const device = createDevice(root, vaultId, deviceId);
    const file: VaultFile = {
      format: VAULT_FORMAT,
      app: 'memoryos-vault',
      vaultId,
      name: input.name,
      createdAt,
      rootCheck: keyCheck(root, 'vaultCheck', vaultId),
      device: { id: deviceId, sealedSeed: device.sealedSeed.toString('base64') },
      demo,
      slots,
    };
    const door = { runtime: making.runtime, directory, file, root, now: making.now };
    const { database, registry } = await createRegistry(door, device.seed, personId);
    try {
      await registry.change({ purpose: 'vault.create', subjectId: vaultId }, (uow) => {
        const createdMs = making.now();
        uow.registry.putPerson({ id: personId, name: input.person, createdMs });
        uow.registry.putDevice({
          id: deviceId,
          personId,
          name: making.deviceName,
          publicKey: Uint8Array.from(device.publicKey),
          sealedSeed: Uint8Array.from(device.sealedSeed),
          createdMs,
        });
        uow.registry.putSetting(writeSettings(DEFAULT_SETTINGS));
        uow.registry.putSetting(
          writeRecoveryState({ confirmed: false, pending: sealPending(root, vaultId, entropy) }),
        );
      });
      await writeVaultFile(directory, file);
    } catch (error) {
      await database.close();
      device.seed.wipe();
      throw error;
    }
    // A mark beside a vault.json means nothing; it may stay where it cannot be taken away.
    await rm(join(directory, MAKING_MARK), { force: true }).catch(() => undefined);
    return {
      file,
      root,
      deviceSeed: device.seed,
      database,
      registry,
      heldFile,
      recoveryPhrase: phraseOf(entropy),
    };
  } catch (error) {
    root.wipe();
    heldFile.release();
    throw error;
  } finally {
    entropy.wipe();
  }
}

async function makeSlots(
  making: VaultMaking,
  input: CreateVaultInput,
  vault: { vaultId: string; createdAt: string },
  root: Secret,
  entropy: Secret,
): Promise<KeySlot[]> {
  const identity = (): SlotIdentity => ({ ...vault, slotId: uuidv7() });
  const slots: KeySlot[] = [createRecoverySlot(identity(), root, entropy)];
  if (input.passphrase !== undefined)
    slots.push(await createPassphraseSlot(identity(), root, input.passphrase));
  if (input.keychain) slots.push(await storeInKeychain(making.keychain, identity(), root));
  return slots;
}

/** A keychain slot whose secret was seen to be in the keychain. @throws VaultError KEYCHAIN_UNAVAILABLE */
export async function storeInKeychain(
  keychain: KeychainPort,
  identity: SlotIdentity,
  root: Secret,
): Promise<KeySlot> {
  const secret = generateKey();
  try {
    const written = await keychain.write(identity.slotId, secret);
    if (written.kind === 'unavailable') {
      throw keychainProblem('unavailable', { backend: keychain.place.backend, reason: written.reason });
    }
    return createKeychainSlot(identity, root, secret, keychain.place);
  } finally {
    secret.wipe();
  }
}

function pendingContext(vaultId: string): SealContext {
  return { space: vaultId, store: 'recovery-pending', record: vaultId, version: 1, band: '' };
}

function sealPending(root: Secret, vaultId: string, entropy: Secret): string {
  const key = deriveKey(root, 'recoveryPending', vaultId);
  try {
    return seal(key, pendingContext(vaultId), entropy.bytes).toString('base64');
  } finally {
    key.wipe();
  }
}

/** The entropy of a phrase that was not confirmed yet. */
export function openPending(root: Secret, vaultId: string, pending: string): Secret {
  const key = deriveKey(root, 'recoveryPending', vaultId);
  try {
    return new Secret(unseal(key, pendingContext(vaultId), Buffer.from(pending, 'base64')));
  } finally {
    key.wipe();
  }
}

/** Makes the folder, or takes an empty one, and marks it. Anything else is refused and left as it is. */
export async function prepareFolder(directory: string, at: Date): Promise<void> {
  const found = await whatIsAt(directory);
  if (found === 'file' || found === 'other') {
    throw refused(directory, 'A file stands where the vault’s folder should be made.');
  }
  if (found === 'folder') {
    if (await isHalfMade(directory)) await putHalfMadeAside(directory, at);
    else if (await looksLikeVault(directory)) throw vaultExists(directory);
    else if ((await entriesOf(directory)).some((name) => !SYSTEM_LITTER.has(name))) {
      throw refused(directory, 'This folder is not empty, and a vault needs one of its own.');
    }
  }
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await syncFolder(dirname(directory));
  } catch (error) {
    throw fileFault(error, directory);
  }
  await writeDurably(join(directory, MAKING_MARK), `${at.toISOString()}\n`);
}

/** What an interrupted making left goes into a folder of its own. It can hold no memory and opens with no key. */
async function putHalfMadeAside(directory: string, at: Date): Promise<void> {
  // Whoever is making a vault here at this moment holds the lock; then this throws and nothing is moved.
  const held = holdExclusively(join(directory, LOCK_FILE));
  held.release();
  const aside = join(directory, `interrupted-${at.toISOString().replace(/[:.]/g, '-')}`);
  try {
    const leftovers = (await entriesOf(directory)).filter((name) => !name.startsWith('interrupted-'));
    await mkdir(aside);
    for (const name of leftovers) {
      if (!name.startsWith(LOCK_FILE)) await rename(join(directory, name), join(aside, basename(name)));
    }
    await syncFolder(directory);
  } catch (error) {
    throw fileFault(error, directory);
  }
}

async function entriesOf(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    throw fileFault(error, directory, 'reading');
  }
}

function vaultExists(directory: string): VaultError {
  return new VaultError('VAULT_EXISTS', 'There is a vault in this folder already. It was not touched.', {
    hint: 'Open it, or choose another folder for the new one.',
    details: { path: directory },
  });
}

function refused(directory: string, message: string): VaultError {
  return new VaultError('INVALID_INPUT', `${message} Nothing was changed.`, {
    hint: 'Choose an empty folder, or a name that is not taken.',
    details: { field: 'directory', path: directory },
  });
}
