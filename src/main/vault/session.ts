/**
 * The session's state: closed, locked or unlocked, and the three ways between them. What people do with it is in
 * `vault-service.ts`.
 *
 * Invariants: whatever fails on the way to `unlocked` leaves the vault locked with nothing open and no key in memory;
 * locking always ends locked, even where something fails on the way, and says what failed after. Not safe to call
 * twice at once: its owner takes turns.
 */
import { join } from 'node:path';
import type { KnownVault, SessionState, Settings } from '../../shared/contracts/vaults.ts';
import type { Secret } from '../security/secret.ts';
import { holdExclusively } from '../storage/exclusive-file.ts';
import { type Clock, systemClock, type VaultEvents, type VaultServicePorts } from './contract.ts';
import type { Door } from './credentials.ts';
import { IdleLock } from './idle-lock.ts';
import { describeVault, KnownVaults } from './known-vaults.ts';
import { Listeners } from './listeners.ts';
import { openRegistry, type RegistryDoor } from './registry-opening.ts';
import { DEFAULT_SETTINGS } from './registry-settings.ts';
import { lockFirst, noVaultChosen, vaultLocked } from './session-errors.ts';
import { type UnlockedParts, UnlockedVault } from './unlocked-vault.ts';
import { readVaultFile, refreshCopy, type VaultFile } from './vault-file.ts';
import { LOCK_FILE } from './vault-making.ts';

/** What every unlocked vault gets from the session it is in. */
type SessionParts = Pick<
  UnlockedParts,
  'runtime' | 'directory' | 'now' | 'onSettings' | 'onSpaces' | 'onSpaceOpened'
>;

export class Session {
  readonly clock: Clock;
  readonly known: KnownVaults;
  readonly idle: IdleLock;
  readonly listeners = new Listeners<VaultEvents>();
  /** Run before a lock, the vault still unlocked. */
  readonly hooks = new Set<() => Promise<void>>();
  settings: Settings = DEFAULT_SETTINGS;
  readonly #ports: VaultServicePorts;
  readonly #lockInTurn: () => void;
  #chosen: KnownVault | null = null;
  #vault: UnlockedVault | null = null;

  /** @param lockInTurn asks the owner to lock when its turn comes. */
  constructor(ports: VaultServicePorts, lockInTurn: () => void) {
    this.#ports = ports;
    this.#lockInTurn = lockInTurn;
    this.clock = ports.clock ?? systemClock;
    const now = (): number => this.clock.now();
    this.known = new KnownVaults(ports.knownVaultsFile, now);
    this.idle = new IdleLock(now, lockInTurn);
  }

  get chosen(): KnownVault | null {
    return this.#chosen;
  }

  get vault(): UnlockedVault | null {
    return this.#vault;
  }

  state(): SessionState {
    if (this.#chosen === null) return { state: 'closed' };
    if (this.#vault === null) return { state: 'locked', vault: this.#chosen };
    const { me, device, recoveryConfirmed, demo } = this.#vault;
    return { state: 'unlocked', vault: this.#chosen, me, device, recoveryConfirmed, demo };
  }

  /** @throws VaultError VAULT_LOCKED */
  unlocked(): UnlockedVault {
    if (this.#vault !== null) return this.#vault;
    throw this.#chosen === null ? noVaultChosen() : vaultLocked();
  }

  door(directory: string, file: VaultFile): Door {
    return { directory, file, now: () => this.clock.now() };
  }

  /** What the session gives to a vault in this folder. */
  partsFor(directory: string): SessionParts {
    return {
      runtime: this.#ports.runtime,
      directory,
      now: () => this.clock.now(),
      onSettings: (settings) => this.#settingsChanged(settings),
      onSpaces: () => this.listeners.tell('spaces', null),
      onSpaceOpened: (spaceId) => this.listeners.tell('spaceOpened', { spaceId }),
    };
  }

  /**
   * From locked to unlocked. The lock file comes before the passphrase: a vault in use or on a read-only disk says so
   * without spending a try. @param prepare runs with the root, before the registry is opened.
   */
  async open(
    opener: (door: Door) => Promise<Secret>,
    prepare: (door: RegistryDoor) => Promise<void> = async () => undefined,
  ): Promise<SessionState> {
    if (this.#chosen === null) throw noVaultChosen();
    const { directory } = this.#chosen;
    const file = await readVaultFile(directory);
    const heldFile = holdExclusively(join(directory, LOCK_FILE));
    let root: Secret | null = null;
    try {
      root = await opener(this.door(directory, file));
      const common = this.partsFor(directory);
      const door = { runtime: common.runtime, directory, file, root, now: common.now };
      await prepare(door);
      const opened = await openRegistry(door);
      try {
        await refreshCopy(directory, file);
      } catch (error) {
        opened.deviceSeed.wipe();
        await opened.database.close();
        throw error;
      }
      return await this.enter({ ...common, ...opened, file, root, heldFile });
    } catch (error) {
      root?.wipe();
      heldFile.release();
      throw error;
    }
  }

  /**
   * Acts on the files of a vault that stays locked: with its root, the lock file held, nothing opened for use.
   * @throws VaultError CONFLICT where the vault is unlocked in this very process
   */
  async visit<T>(
    opener: (door: Door) => Promise<Secret>,
    act: (door: RegistryDoor) => Promise<T>,
  ): Promise<T> {
    if (this.#chosen === null) throw noVaultChosen();
    if (this.#vault !== null) throw lockFirst();
    const { directory } = this.#chosen;
    const file = await readVaultFile(directory);
    const heldFile = holdExclusively(join(directory, LOCK_FILE));
    try {
      const root = await opener(this.door(directory, file));
      try {
        const { runtime, now } = this.partsFor(directory);
        return await act({ runtime, directory, file, root, now });
      } finally {
        root.wipe();
      }
    } finally {
      heldFile.release();
    }
  }

  /** Takes a vault that is open as the session's own. */
  async enter(parts: UnlockedParts): Promise<SessionState> {
    const vault = new UnlockedVault(parts);
    this.#vault = vault;
    // A registry without its thread answers nothing any more: lock, so that unlocking opens it anew.
    parts.database.onStopped(() => this.#lockInTurn());
    this.settings = vault.settings();
    this.idle.start(this.settings.autoLockMinutes);
    const lastOpenedAt = new Date(this.clock.now()).toISOString();
    const { directory, name, vaultId } = vault;
    // The list is a convenience: a configuration folder that cannot be written must not keep a vault shut.
    await this.known.remember({ directory, name, vaultId, lastOpenedAt }).catch(() => undefined);
    this.#chosen = await describeVault(directory, { name, vaultId, lastOpenedAt });
    this.listeners.tell('settings', this.settings);
    return this.tell();
  }

  /** Chooses a vault, locked, or none. */
  choose(vault: KnownVault | null): SessionState {
    this.#chosen = vault;
    return this.tell();
  }

  /** To locked. @throws the first failure, once locked. */
  async lock(): Promise<void> {
    const vault = this.#vault;
    if (vault === null) return;
    this.idle.stop();
    const failures: unknown[] = [];
    for (const hook of this.hooks) await hook().catch((error: unknown) => failures.push(error));
    this.#vault = null;
    await vault.close().catch((error: unknown) => failures.push(error));
    this.tell();
    if (failures.length > 0) throw failures[0];
  }

  /** After vault.json was changed. */
  async describeAgain(): Promise<SessionState> {
    if (this.#chosen !== null) this.#chosen = await describeVault(this.#chosen.directory, this.#chosen);
    return this.tell();
  }

  #settingsChanged(settings: Settings): void {
    this.settings = settings;
    this.idle.setMinutes(settings.autoLockMinutes);
    this.listeners.tell('settings', settings);
  }

  /** Tells the listeners where the session is. */
  tell(): SessionState {
    const state = this.state();
    this.listeners.tell('session', state);
    return state;
  }
}
