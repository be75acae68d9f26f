/**
 * What the vault room offers to the rooms above it: a session that is closed, locked or unlocked, and the open vault.
 *
 * Invariants: keys never leave through these interfaces; everything a closed or locked vault is asked for answers
 * VAULT_LOCKED; everything is asynchronous that touches a disk.
 */
import type { Tier } from '../../shared/bands.ts';
import type { BackupKey, LastBackup } from '../../shared/contracts/backups.ts';
import type {
  CreateVaultInput,
  KeychainState,
  KnownVault,
  SessionState,
  Settings,
  Space,
  UnlockInput,
} from '../../shared/contracts/vaults.ts';
import type { Subject } from '../security/access.ts';
import type { KeychainPort } from '../security/keychain.ts';
import type { EngineRuntime, SpaceDatabase, VaultDatabase } from '../storage/interfaces.ts';
import type { BackupKeys } from './backup-keys.ts';
import type { DatabaseStructure, StructureRequest } from './structure.ts';
import type { VaultRestoring } from './vault-restoring.ts';

/** Time, injected so that tests own it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export interface VaultServicePorts {
  readonly runtime: EngineRuntime;
  readonly keychain: KeychainPort;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** JSON file in the app's own configuration folder that lists the vaults of this machine; null keeps no list. */
  readonly knownVaultsFile: string | null;
  /** What this machine is called in receipts and member lists. */
  readonly deviceName: string;
}

export interface PersonSummary {
  readonly id: string;
  readonly name: string;
}

export interface DeviceSummary {
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
}

/** A space that is open. */
export interface OpenSpace {
  readonly id: string;
  readonly tier: Tier;
  readonly name: string;
  readonly people: readonly PersonSummary[];
  readonly ownerId: string;
  /** Refuses every unit of work with RECOVERY_NOT_CONFIRMED until the recovery phrase was confirmed. */
  readonly database: SpaceDatabase;
}

/** An unlocked vault. After the lock every method throws VAULT_LOCKED. */
export interface OpenVault {
  readonly vaultId: string;
  readonly directory: string;
  readonly name: string;
  readonly demo: boolean;
  readonly me: PersonSummary;
  readonly device: DeviceSummary;
  readonly recoveryConfirmed: boolean;
  /** The registry's own database, for its receipts. Its stores are changed by this room alone. */
  readonly database: Omit<VaultDatabase, 'unitOfWork' | 'close'>;
  people(): readonly PersonSummary[];
  /** The person's name, or the id where nobody of that id is known. */
  personName(id: string): string;
  deviceName(id: string): string;
  /** Every space, by tier and name. One that cannot be opened carries its problem; the others are not held up. */
  spaces(): Promise<Space[]>;
  /** The id of `tier:name`, or null. Capitals matter not. */
  findSpace(tier: Tier, name: string): string | null;
  /**
   * @param input.people names; unknown ones become people of the vault.
   * @throws VaultError SPACE_EXISTS, INVALID_INPUT (people in a personal space), RECOVERY_NOT_CONFIRMED never.
   */
  createSpace(input: { tier: Tier; name: string; people?: readonly string[] }): Promise<Space>;
  /**
   * Opens a space, or gives the one that is open.
   * @throws VaultError SPACE_NOT_FOUND, SPACE_MISSING, SPACE_DAMAGED, SPACE_SWAPPED, SPACE_ROLLED_BACK, WRONG_KEY,
   * NEWER_VERSION, READ_ONLY, STORAGE_FULL, STORAGE_UNAVAILABLE.
   */
  space(spaceId: string): Promise<OpenSpace>;
  /** A person says that an older file is what they want. Receipted; only ever called on their word. */
  acceptRollback(spaceId: string): Promise<Space>;
  /** Who I am to this space: what `decide` asks for. */
  subject(space: Pick<OpenSpace, 'id'>): Subject;
  /** What opens and seals the pieces of a backup of this vault. The caller wipes it before the vault locks. */
  backupKeys(): BackupKeys;
  /** Signs a checkpoint over all receipts that vault.db has now. */
  vouch(): Promise<void>;
  /** The last backup made of this vault, or null. */
  lastBackup(): LastBackup | null;
  /** A backup was made and found whole: remembered, with a receipt. */
  rememberBackup(backup: LastBackup): Promise<void>;
  /** Where the structure of the vault's and every space's database stands; or of one, by `vault` or the space's id. */
  structure(database?: string): Promise<DatabaseStructure[]>;
  /** Thresholds of alerts as they were last set, the caller's own text; null where they never were. */
  alertSettings(): string | null;
  /** Receipted. */
  setAlertSettings(text: string): Promise<void>;
  settings(): Settings;
  setSettings(change: Partial<Settings>): Promise<Settings>;
}

/** What restoring needs besides what the service knows itself. */
export interface RestoringRequest extends Omit<VaultRestoring, 'runtime' | 'deviceName' | 'now' | 'file'> {
  /** The vault.json that lies in the backup. */
  readonly vaultFile: Uint8Array;
}

export interface VaultEvents {
  /** Locked, unlocked, closed, confirmed. */
  session: SessionState;
  settings: Settings;
  /** The list of spaces is another one now. */
  spaces: null;
  /** A space was opened: what it left unfinished can be finished. */
  spaceOpened: { readonly spaceId: string };
}

export interface VaultService {
  state(): SessionState;
  /** The open vault. @throws VaultError VAULT_LOCKED */
  session(): OpenVault;

  /** The vaults this machine knows of, last opened first. */
  list(): Promise<KnownVault[]>;
  /** Takes a vault off the list. Its folder is not touched. */
  forget(directory: string): Promise<void>;

  /**
   * Makes a vault and leaves it unlocked. The words are the recovery phrase.
   * @throws VaultError VAULT_EXISTS, INVALID_INPUT (the folder is not empty), KEYCHAIN_UNAVAILABLE, READ_ONLY …
   */
  create(input: CreateVaultInput, options?: { demo?: boolean }): Promise<string[]>;
  /** The words again, as long as they were not confirmed; null afterwards. */
  unconfirmedRecoveryPhrase(): string[] | null;
  /** @param words at least three, with positions from 1. @throws VaultError RECOVERY_PHRASE_INVALID */
  confirmRecovery(words: readonly { position: number; word: string }[]): Promise<void>;

  /** Chooses a vault, locked. One that was open is locked first. */
  select(directory: string): Promise<SessionState>;
  /** @throws VaultError WRONG_PASSPHRASE, RATE_LIMITED, NO_CREDENTIALS, KEYCHAIN_…, VAULT_IN_USE, REGISTRY_DAMAGED … */
  unlock(input: UnlockInput): Promise<SessionState>;
  /**
   * Looks at the structure of the chosen vault's databases, plans, or takes steps up or down; the vault stays locked.
   * Opening it afterwards brings every database to the newest structure again.
   * @throws VaultError as unlocking does; CONFLICT (it is unlocked); SPACE_NOT_FOUND; for one database what migrating throws.
   */
  structure(input: UnlockInput, request: StructureRequest): Promise<DatabaseStructure[]>;
  /** Flushes, closes every database and thread, wipes the keys. The vault stays chosen. */
  lock(): Promise<SessionState>;
  /** Locks and chooses no vault. */
  close(): Promise<SessionState>;
  /** Opens the chosen vault with the recovery phrase and gives it a new passphrase. */
  recover(input: { phrase: string; passphrase: string }): Promise<SessionState>;
  changePassphrase(input: { current: string; next: string }): Promise<void>;

  keychainState(): Promise<{ state: KeychainState; backend: string | null }>;
  useKeychain(use: boolean): Promise<void>;

  /** Puts a damaged vault.json aside and uses its copy, at a person's word. */
  repairVaultFile(directory: string): Promise<{ keptAs: string | null }>;
  /** Puts a damaged vault.db aside and builds it anew from registry.sealed, at a person's word; leaves the vault unlocked. */
  rebuildRegistry(input: UnlockInput): Promise<{ keptAs: string | null }>;

  /**
   * What opens a backup whose vault is not open. The caller wipes it.
   * @param vaultFile the vault.json that lies in the backup
   * @throws VaultError WRONG_PASSPHRASE, RECOVERY_PHRASE_INVALID, NO_CREDENTIALS, SEAL_BROKEN, NEWER_VERSION
   */
  backupKeys(vaultFile: Uint8Array, key: BackupKey): Promise<BackupKeys>;
  /** Makes a vault of a backup's pieces. The session stays as it is. @throws VaultError as `restoreVault` */
  restore(restoring: RestoringRequest): Promise<void>;

  /** Called with the vault still unlocked before it locks; the lock waits for it. Returns the function that takes it back. */
  beforeLock(hook: () => Promise<void>): () => void;
  /** A person touched the app: the idle clock starts again. */
  touch(): void;
  /** The machine goes to sleep: locks, unless the person set the lock to never. */
  suspended(): Promise<void>;
  on<E extends keyof VaultEvents>(event: E, listener: (payload: VaultEvents[E]) => void): () => void;
  /** The last settings seen, or the defaults: for the page while the vault is locked. */
  settings(): Settings;
}
