/**
 * An unlocked vault: everything that holds its keys, and the face of it that other rooms see.
 *
 * Invariant: `close` ends every thread, wipes every key and releases the lock file, whatever fails on the way; after it
 * every method throws VAULT_LOCKED.
 */
import type { Tier } from '../../shared/bands.ts';
import type { LastBackup } from '../../shared/contracts/backups.ts';
import { type Settings, type Space, settingsSchema } from '../../shared/contracts/vaults.ts';
import { accessDenied, decide, type Subject } from '../security/access.ts';
import type { Secret } from '../security/secret.ts';
import { fingerprint } from '../security/signatures.ts';
import type { HeldFile } from '../storage/exclusive-file.ts';
import type { EngineRuntime, VaultDatabase } from '../storage/interfaces.ts';
import { BackupKeys } from './backup-keys.ts';
import type { DeviceSummary, OpenSpace, OpenVault, PersonSummary } from './contract.ts';
import { OpenSpaces, trustedDevices } from './open-spaces.ts';
import type { Registry } from './registry.ts';
import {
  definedOf,
  readLastBackup,
  readRecoveryState,
  readSettings,
  writeLastBackup,
  writeSettings,
} from './registry-settings.ts';
import { recoveryNotConfirmed, vaultLocked } from './session-errors.ts';
import { makeSpace } from './space-making.ts';
import { type DatabaseStructure, lookAtStructure } from './structure.ts';
import { Turns } from './turns.ts';
import type { VaultFile } from './vault-file.ts';

/** The setting that holds the thresholds of alerts. */
const ALERTS = 'alerts';

export interface UnlockedParts {
  readonly runtime: EngineRuntime;
  readonly directory: string;
  readonly file: VaultFile;
  readonly root: Secret;
  readonly deviceSeed: Secret;
  readonly database: VaultDatabase;
  readonly registry: Registry;
  readonly heldFile: HeldFile;
  readonly now: () => number;
  readonly onSettings: (settings: Settings) => void;
  readonly onSpaces: () => void;
  readonly onSpaceOpened: (spaceId: string) => void;
}

export class UnlockedVault implements OpenVault {
  readonly parts: UnlockedParts;
  #file: VaultFile;
  readonly #spaces: OpenSpaces;
  /** Spaces are made one at a time, so that a name is taken once. */
  readonly #making = new Turns();
  #open = true;
  #closing: Promise<void> | null = null;

  constructor(parts: UnlockedParts) {
    this.parts = parts;
    this.#file = parts.file;
    this.#spaces = new OpenSpaces({
      runtime: parts.runtime,
      directory: parts.directory,
      vaultId: parts.file.vaultId,
      root: parts.root,
      registry: parts.registry,
      signer: this.#signer(),
      refusal: () => (this.recoveryConfirmed ? null : recoveryNotConfirmed()),
      opened: parts.onSpaceOpened,
    });
  }

  get vaultId(): string {
    return this.#file.vaultId;
  }

  get directory(): string {
    return this.parts.directory;
  }

  get name(): string {
    return this.#file.name;
  }

  get demo(): boolean {
    return this.#file.demo;
  }

  /** vault.json as it was last read or written. */
  get file(): VaultFile {
    return this.#file;
  }

  /** After the slots were changed on disk. */
  set file(file: VaultFile) {
    this.#file = file;
  }

  get me(): PersonSummary {
    const { personId } = this.#registry().actor;
    return { id: personId, name: this.personName(personId) };
  }

  get device(): DeviceSummary {
    const registry = this.#registry();
    const device = registry.device(registry.actor.deviceId);
    if (device === null) throw new Error('The registry does not know its own device.');
    return { id: device.id, name: device.name, fingerprint: fingerprint(device.publicKey) };
  }

  get recoveryConfirmed(): boolean {
    return readRecoveryState(this.#registry()).confirmed;
  }

  get database(): OpenVault['database'] {
    this.#registry();
    return this.parts.database;
  }

  people(): readonly PersonSummary[] {
    return this.#registry().rows.people.map(({ id, name }) => ({ id, name }));
  }

  personName(id: string): string {
    return this.#registry().person(id)?.name ?? id;
  }

  deviceName(id: string): string {
    return this.#registry().device(id)?.name ?? id;
  }

  async spaces(): Promise<Space[]> {
    const rows = [...this.#registry().rows.spaces].sort(
      (a, b) => a.tier.localeCompare(b.tier) || a.name.localeCompare(b.name),
    );
    return Promise.all(rows.map((row) => this.#spaces.describe(row)));
  }

  findSpace(tier: Tier, name: string): string | null {
    return this.#registry().spaceNamed(tier, name)?.id ?? null;
  }

  async createSpace(input: { tier: Tier; name: string; people?: readonly string[] }): Promise<Space> {
    const row = await this.#making.take(() => {
      const registry = this.#registry();
      const { runtime, directory, root, now } = this.parts;
      return makeSpace(
        {
          runtime,
          vaultDirectory: directory,
          vaultId: this.vaultId,
          root,
          registry,
          signer: this.#signer(),
          trustedDevices: trustedDevices(registry),
          nowMs: now(),
        },
        { tier: input.tier, name: input.name, people: input.people ?? [] },
      );
    });
    this.parts.onSpaces();
    return this.#spaces.describe(row);
  }

  async space(spaceId: string): Promise<OpenSpace> {
    this.#registry();
    return this.#spaces.space(spaceId);
  }

  async acceptRollback(spaceId: string): Promise<Space> {
    const row = this.#registry().space(spaceId);
    if (row !== null) {
      const decision = decide(this.subject(row), 'rollback.accept', { tier: row.tier });
      if (!decision.allow) throw accessDenied(decision.reason, 'rollback.accept');
    }
    await this.#spaces.acceptRollback(spaceId);
    this.parts.onSpaces();
    const accepted = this.#registry().space(spaceId);
    if (accepted === null) throw new Error('A space that opened is in no list.');
    return this.#spaces.describe(accepted);
  }

  subject(space: Pick<OpenSpace, 'id'>): Subject {
    const registry = this.#registry();
    const { personId } = registry.actor;
    const row = registry.space(space.id);
    const role =
      row?.ownerId === personId ? 'owner' : row?.personIds.includes(personId) ? 'member' : 'stranger';
    // Grants and step-up come with a page of their own. Until then nobody was granted more than GREEN, and having
    // unlocked the vault is the proof there is.
    return { personId, role, granted: 'GREEN', assurance: 'just-now' };
  }

  backupKeys(): BackupKeys {
    this.#registry();
    return new BackupKeys(this.parts.runtime, this.vaultId, this.parts.root.copy());
  }

  async vouch(): Promise<void> {
    this.#registry();
    await this.parts.database.vouch();
  }

  lastBackup(): LastBackup | null {
    return readLastBackup(this.#registry());
  }

  async rememberBackup(backup: LastBackup): Promise<void> {
    await this.#registry().change({ purpose: 'backup.create', subjectId: backup.id }, (uow) =>
      uow.registry.putSetting(writeLastBackup(backup)),
    );
  }

  structure(database: string | null = null): Promise<DatabaseStructure[]> {
    const { actor, rows } = this.#registry();
    const { runtime, directory, root } = this.parts;
    const { spaces, keyring } = rows;
    const { personId } = actor;
    const keys = { runtime, directory, vaultId: this.vaultId, root, personId, spaces, keyring };
    return lookAtStructure(keys, database);
  }

  alertSettings(): string | null {
    return this.#registry().setting(ALERTS);
  }

  async setAlertSettings(text: string): Promise<void> {
    await this.#registry().change({ purpose: 'alert.change' }, (uow) =>
      uow.registry.putSetting({ key: ALERTS, value: text }),
    );
  }

  settings(): Settings {
    return readSettings(this.#registry());
  }

  async setSettings(change: Partial<Settings>): Promise<Settings> {
    const settings = settingsSchema.parse({ ...this.settings(), ...definedOf(change) });
    await this.#registry().change({ purpose: 'settings.change' }, (uow) =>
      uow.registry.putSetting(writeSettings(settings)),
    );
    this.parts.onSettings(settings);
    return settings;
  }

  /**
   * Ends the session. Refuses new work at once, waits for what was given, then wipes.
   * @throws the first failure, after everything has been tried.
   */
  close(): Promise<void> {
    this.#closing ??= this.#closeNow();
    return this.#closing;
  }

  async #closeNow(): Promise<void> {
    this.#open = false;
    const failures: unknown[] = [];
    const { database, heldFile, root, deviceSeed } = this.parts;
    await this.#making.take(async () => undefined);
    await this.#spaces.close().catch((error: unknown) => failures.push(error));
    await database.close().catch((error: unknown) => failures.push(error));
    root.wipe();
    deviceSeed.wipe();
    heldFile.release();
    if (failures.length > 0) throw failures[0];
  }

  #signer(): { deviceId: string; seed: Secret } {
    return { deviceId: this.parts.registry.actor.deviceId, seed: this.parts.deviceSeed };
  }

  /** The registry, as long as the vault is unlocked. */
  #registry(): Registry {
    if (!this.#open) throw vaultLocked();
    return this.parts.registry;
  }
}
