/**
 * Everything people do with vaults: make, choose, unlock, lock, recover, change the ways in, repair.
 *
 * Invariants: one act at a time, in the order asked for. No act here makes a root key for a vault that exists, starts an
 * empty vault in place of a damaged one, or deletes.
 */
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import type { BackupKey } from '../../shared/contracts/backups.ts';
import {
  type CreateVaultInput,
  createVaultSchema,
  type KeychainState,
  type KnownVault,
  passphraseSchema,
  type SessionState,
  type Settings,
  type UnlockInput,
} from '../../shared/contracts/vaults.ts';
import { VaultError } from '../../shared/errors.ts';
import { keychainOutcome } from '../security/keychain-state.ts';
import { holdExclusively } from '../storage/exclusive-file.ts';
import { type BackupKeys, openBackupKeys } from './backup-keys.ts';
import type {
  OpenVault,
  RestoringRequest,
  VaultEvents,
  VaultService,
  VaultServicePorts,
} from './contract.ts';
import { askKeychain, openRoot, rootByPassphrase, rootByPhrase } from './credentials.ts';
import { describeVault } from './known-vaults.ts';
import { confirmPhrase, unconfirmedPhrase } from './recovery-confirmation.ts';
import { openRegistry, type RegistryDoor, rebuildRegistryFile } from './registry-opening.ts';
import { Session } from './session.ts';
import { addKeychain, putPassphrase, removeKeychain } from './slot-changes.ts';
import { type DatabaseStructure, type StructureRequest, visitStructure } from './structure.ts';
import { Turns } from './turns.ts';
import { UnlockThrottle } from './unlock-throttle.ts';
import { readVaultFile, repairVaultFile, slotOf, VAULT_FILE, vaultFileOf } from './vault-file.ts';
import { LOCK_FILE, makeVault } from './vault-making.ts';
import { restoreVault } from './vault-restoring.ts';

/** The vault service of one process. */
export function createVaultService(ports: VaultServicePorts): VaultService {
  return new Service(ports);
}

class Service implements VaultService {
  readonly #ports: VaultServicePorts;
  readonly #session: Session;
  readonly #turns = new Turns();

  constructor(ports: VaultServicePorts) {
    this.#ports = ports;
    // The vault is locked whatever a hook or a thread says on the way; nobody is there to be told more.
    this.#session = new Session(ports, () => void this.lock().catch(() => undefined));
  }

  state(): SessionState {
    return this.#session.state();
  }

  session(): OpenVault {
    return this.#session.unlocked();
  }

  settings(): Settings {
    return this.#session.settings;
  }

  list(): Promise<KnownVault[]> {
    return this.#session.known.list();
  }

  forget(directory: string): Promise<void> {
    return this.#turns.take(() => this.#session.known.forget(directory));
  }

  create(input: CreateVaultInput, options: { demo?: boolean } = {}): Promise<string[]> {
    return this.#turns.take(async () => {
      const wanted = parse(createVaultSchema, input);
      const directory = resolve(wanted.directory);
      await this.#session.lock();
      const { runtime, keychain, deviceName } = this.#ports;
      const now = (): number => this.#session.clock.now();
      const made = await makeVault(
        { runtime, keychain, deviceName, now },
        directory,
        wanted,
        options.demo ?? false,
      );
      const { recoveryPhrase, ...parts } = made;
      await this.#session.enter({ ...this.#session.partsFor(directory), ...parts });
      return recoveryPhrase;
    });
  }

  unconfirmedRecoveryPhrase(): string[] | null {
    return unconfirmedPhrase(this.#session.unlocked());
  }

  confirmRecovery(words: readonly { position: number; word: string }[]): Promise<void> {
    return this.#turns.take(async () => {
      await confirmPhrase(this.#session.unlocked(), words);
      this.#session.tell();
    });
  }

  select(directory: string): Promise<SessionState> {
    return this.#turns.take(async () => {
      const wanted = resolve(directory);
      const described = await describeVault(wanted, (await this.#session.known.find(wanted)) ?? {});
      if (described.problem?.code === 'VAULT_NOT_FOUND') throw VaultError.fromData(described.problem);
      if (this.#session.vault?.directory === wanted) return this.state();
      await this.#session.lock();
      return this.#session.choose(described);
    });
  }

  unlock(input: UnlockInput): Promise<SessionState> {
    return this.#turns.take(async () => {
      if (this.#session.vault !== null) return this.state();
      return this.#session.open((door) => openRoot(door, input, this.#ports.keychain));
    });
  }

  recover(input: { phrase: string; passphrase: string }): Promise<SessionState> {
    return this.#turns.take(async () => {
      const passphrase = parse(passphraseSchema, input.passphrase);
      const open = this.#session.vault;
      if (open === null) await this.#session.open(async (door) => rootByPhrase(door, input.phrase));
      else rootByPhrase(this.#session.door(open.directory, open.file), input.phrase).wipe();
      const vault = this.#session.unlocked();
      await putPassphrase(vault, passphrase, 'recovery.use');
      await new UnlockThrottle(vault.directory, () => this.#session.clock.now()).afterSuccess();
      return this.#session.describeAgain();
    });
  }

  changePassphrase(input: { current: string; next: string }): Promise<void> {
    return this.#turns.take(async () => {
      const vault = this.#session.unlocked();
      const next = parse(passphraseSchema, input.next);
      if (slotOf(vault.file, 'passphrase') !== null) {
        (await rootByPassphrase(this.#session.door(vault.directory, vault.file), input.current)).wipe();
      }
      await putPassphrase(vault, next, 'passphrase.change');
      await this.#session.describeAgain();
    });
  }

  keychainState(): Promise<{ state: KeychainState; backend: string | null }> {
    return this.#turns.take(async () => {
      const { keychain } = this.#ports;
      const { backend } = keychain.place;
      if (this.#session.chosen === null) {
        const probed = await keychain.probe();
        return { state: probed.kind === 'done' ? 'available' : 'unavailable', backend };
      }
      const file = this.#session.vault?.file ?? (await readVaultFile(this.#session.chosen.directory));
      const { sighting, root } = await askKeychain({ file }, keychain);
      root?.wipe();
      return { state: keychainOutcome(sighting), backend };
    });
  }

  useKeychain(use: boolean): Promise<void> {
    return this.#turns.take(async () => {
      const vault = this.#session.unlocked();
      try {
        await (use ? addKeychain : removeKeychain)(vault, this.#ports.keychain);
      } finally {
        await this.#session.describeAgain();
      }
    });
  }

  structure(input: UnlockInput, request: StructureRequest): Promise<DatabaseStructure[]> {
    return this.#turns.take(() =>
      this.#session.visit(
        (door) => openRoot(door, input, this.#ports.keychain),
        (door) => visitStructure(door, request),
      ),
    );
  }

  lock(): Promise<SessionState> {
    return this.#turns.take(async () => {
      await this.#session.lock();
      return this.state();
    });
  }

  close(): Promise<SessionState> {
    return this.#turns.take(async () => {
      try {
        await this.#session.lock();
      } finally {
        this.#session.choose(null);
      }
      return this.state();
    });
  }

  repairVaultFile(directory: string): Promise<{ keptAs: string | null }> {
    return this.#turns.take(async () => {
      const wanted = resolve(directory);
      const held = holdExclusively(join(wanted, LOCK_FILE));
      try {
        return await repairVaultFile(wanted, new Date(this.#session.clock.now()));
      } finally {
        held.release();
        if (this.#session.chosen?.directory === wanted) await this.#session.describeAgain();
      }
    });
  }

  rebuildRegistry(input: UnlockInput): Promise<{ keptAs: string | null }> {
    return this.#turns.take(async () => {
      let keptAs: string | null = null;
      await this.#session.open(
        (door) => openRoot(door, input, this.#ports.keychain),
        async (door) => {
          ({ keptAs } = await rebuildDamaged(door));
        },
      );
      return { keptAs };
    });
  }

  backupKeys(vaultFile: Uint8Array, key: BackupKey): Promise<BackupKeys> {
    return openBackupKeys(this.#ports.runtime, vaultFileOf(Buffer.from(vaultFile), VAULT_FILE), key);
  }

  restore({ vaultFile, ...restoring }: RestoringRequest): Promise<void> {
    const { runtime, deviceName } = this.#ports;
    return restoreVault({
      ...restoring,
      file: vaultFileOf(Buffer.from(vaultFile), VAULT_FILE),
      directory: resolve(restoring.directory),
      runtime,
      deviceName,
      now: () => this.#session.clock.now(),
    });
  }

  beforeLock(hook: () => Promise<void>): () => void {
    this.#session.hooks.add(hook);
    return () => this.#session.hooks.delete(hook);
  }

  touch(): void {
    this.#session.idle.touch();
  }

  async suspended(): Promise<void> {
    if (this.#session.vault !== null && this.#session.settings.autoLockMinutes > 0) await this.lock();
  }

  on<E extends keyof VaultEvents>(event: E, listener: (payload: VaultEvents[E]) => void): () => void {
    return this.#session.listeners.on(event, listener);
  }
}

/** Rebuilds a registry that does not open; one that opens is left alone. */
async function rebuildDamaged(door: RegistryDoor): Promise<{ keptAs: string | null }> {
  try {
    const opened = await openRegistry(door);
    opened.deviceSeed.wipe();
    await opened.database.close();
  } catch (error) {
    if (!(error instanceof VaultError) || error.code !== 'REGISTRY_DAMAGED') throw error;
    return rebuildRegistryFile(door);
  }
  throw new VaultError('CONFLICT', 'The registry of this vault is whole. Nothing was changed.', {
    hint: 'Unlock the vault as usual.',
  });
}

/** Checks what the caller gave; the words of the error name the field and never the value. */
function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new VaultError(
    'INVALID_INPUT',
    `${field === '' ? 'The input' : field}: ${issue?.message ?? 'is not valid'}.`,
    {
      hint: 'Correct it and try again. Nothing was changed.',
      details: { field },
    },
  );
}
