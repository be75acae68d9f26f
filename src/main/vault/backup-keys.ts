/**
 * What opens the pieces of a backup: the root key, and the space keys that a copy of vault.db holds.
 *
 * Invariants: the keys stay inside, callers name a piece and say what is to be done with it; `wipe` ends it. It works the
 * same for an open vault and for a backup whose vault is gone.
 */
import type { BackupKey } from '../../shared/contracts/backups.ts';
import { VaultError } from '../../shared/errors.ts';
import { deriveKey, keyCheck } from '../security/key-derivation.ts';
import { openPassphraseSlot } from '../security/key-slots.ts';
import { parseRecoveryPhrase } from '../security/recovery-phrase.ts';
import { type SealContext, seal, unseal } from '../security/sealing.ts';
import type { Secret } from '../security/secret.ts';
import { generateSigningSeed } from '../security/signatures.ts';
import { copyDatabase, type DatabaseContents, lookThroughDatabase } from '../storage/backup/database-copy.ts';
import { openSpaceDatabase, openVaultDatabase } from '../storage/database.ts';
import type { EngineRuntime, SpaceDatabase, VaultDatabase } from '../storage/interfaces.ts';
import { openRecovery } from './credentials.ts';
import { type EngineKeys, engineKeys, openSpaceKeys, wipeEngineKeys, wipeSpaceKeys } from './key-ring.ts';
import { type RegistryRows, readRows } from './registry.ts';
import { noPassphraseSlot, wrongPassphrase } from './session-errors.ts';
import { slotOf, type VaultFile } from './vault-file.ts';

/** Raised when an older app could no longer read what is sealed. */
const MANIFEST_VERSION = 1;
/** Signs nothing that lasts: a copy is looked at, and thrown away. */
const LOOKING_DEVICE = '00000000-0000-7000-8000-000000000000';

/** Which database a file is. */
export interface DatabasePiece {
  readonly kind: 'vault' | 'space';
  /** The space's id, or the vault's. */
  readonly id: string;
}

export class BackupKeys {
  readonly vaultId: string;
  readonly #runtime: EngineRuntime;
  readonly #root: Secret;
  #rows: RegistryRows | null = null;

  /** Takes ownership of the root. */
  constructor(runtime: EngineRuntime, vaultId: string, root: Secret) {
    this.#runtime = runtime;
    this.vaultId = vaultId;
    this.#root = root;
  }

  /** Seals the list of what is in a backup. */
  seal(backupId: string, content: Uint8Array): Buffer {
    const key = deriveKey(this.#root, 'backupManifest', this.vaultId);
    try {
      return seal(key, manifestContext(this.vaultId, backupId), content);
    } finally {
      key.wipe();
    }
  }

  /** @throws VaultError SEAL_BROKEN */
  unseal(backupId: string, sealed: Uint8Array): Buffer {
    const key = deriveKey(this.#root, 'backupManifest', this.vaultId);
    try {
      return unseal(key, manifestContext(this.vaultId, backupId), sealed);
    } finally {
      key.wipe();
    }
  }

  /** The root once more, for who makes a vault of the backup. The caller wipes it. */
  rootForRestoring(): Secret {
    return this.#root.copy();
  }

  /** What the copy of vault.db says: people, devices, spaces, keys. */
  get rows(): RegistryRows {
    if (this.#rows === null) throw new Error('The registry of the backup was not read yet.');
    return this.#rows;
  }

  /** Copies a database as it stands, while it is written to. @throws VaultError as `copyDatabase` */
  copy(piece: DatabasePiece, file: string, into: string, signal: AbortSignal): Promise<DatabaseContents> {
    return this.#withPageKey(piece, (key) =>
      copyDatabase(this.#runtime, { kind: piece.kind, file, into }, key, signal),
    );
  }

  /** Checks every page of a copy and counts what is in it. @throws VaultError as `lookThroughDatabase` */
  look(piece: DatabasePiece, file: string, signal: AbortSignal): Promise<DatabaseContents> {
    return this.#withPageKey(piece, (key) =>
      lookThroughDatabase(this.#runtime, { kind: piece.kind, file }, key, signal),
    );
  }

  /**
   * Opens a copy of vault.db and remembers what it says about the spaces.
   * @param work looks at the open database; it is closed afterwards
   */
  async readRegistry<T>(file: string, work: (database: VaultDatabase) => Promise<T>): Promise<T> {
    const pageKey = deriveKey(this.#root, 'vaultPages', this.vaultId);
    const seed = generateSigningSeed();
    try {
      const database = await openVaultDatabase({
        runtime: this.#runtime,
        file,
        vaultId: this.vaultId,
        keys: { pageKey, signer: { deviceId: LOOKING_DEVICE, seed } },
        create: false,
        pool: { max: 2 },
      });
      try {
        this.#rows = await readRows(database);
        return await work(database);
      } finally {
        await database.close();
      }
    } finally {
      pageKey.wipe();
      seed.wipe();
    }
  }

  /** Opens a copy of a space for as long as `work` takes. Every device of the vault is trusted. */
  async withSpace<T>(
    spaceId: string,
    file: string,
    work: (database: SpaceDatabase) => Promise<T>,
    signer?: { readonly deviceId: string; readonly seed: Secret },
  ): Promise<T> {
    const engine = this.#engineKeys(spaceId);
    const seed = generateSigningSeed();
    try {
      const database = await openSpaceDatabase({
        runtime: this.#runtime,
        file,
        spaceId,
        keys: {
          ...engine,
          signer: signer ?? { deviceId: LOOKING_DEVICE, seed },
          trustedDevices: this.rows.devices.map(({ id, publicKey }) => ({ deviceId: id, publicKey })),
        },
        create: false,
        pool: { max: 2 },
      });
      try {
        return await work(database);
      } finally {
        await database.close();
      }
    } finally {
      wipeEngineKeys(engine);
      seed.wipe();
    }
  }

  wipe(): void {
    this.#root.wipe();
  }

  #engineKeys(spaceId: string): EngineKeys {
    const space = this.rows.spaces.find(({ id }) => id === spaceId);
    if (space === undefined) {
      throw new VaultError('SEAL_BROKEN', 'This backup holds a space that its registry does not know.', {
        hint: 'It was left as it is. Use another backup.',
        details: { spaceId },
      });
    }
    const keys = openSpaceKeys(this.#root, this.vaultId, spaceId, this.rows.keyring);
    try {
      return engineKeys(keys, spaceId, space.generation);
    } finally {
      wipeSpaceKeys(keys);
    }
  }

  async #withPageKey<T>({ kind, id }: DatabasePiece, work: (key: Secret) => Promise<T>): Promise<T> {
    if (kind === 'space') {
      const engine = this.#engineKeys(id);
      try {
        return await work(engine.pageKey);
      } finally {
        wipeEngineKeys(engine);
      }
    }
    const key = deriveKey(this.#root, 'vaultPages', id);
    try {
      return await work(key);
    } finally {
      key.wipe();
    }
  }
}

/**
 * The keys of a backup, by what a person has. There is no brake on guessing here: whoever holds the folder can guess
 * without this program, and scrypt is what slows them.
 * @throws VaultError WRONG_PASSPHRASE, RECOVERY_PHRASE_INVALID, NO_CREDENTIALS, SEAL_BROKEN
 */
export async function openBackupKeys(
  runtime: EngineRuntime,
  file: VaultFile,
  key: BackupKey,
): Promise<BackupKeys> {
  const root =
    key.method === 'passphrase'
      ? await rootByPassphrase(file, key.passphrase)
      : rootByWords(file, key.phrase);
  if (keyCheck(root, 'vaultCheck', file.vaultId) === file.rootCheck) {
    return new BackupKeys(runtime, file.vaultId, root);
  }
  root.wipe();
  throw new VaultError('SEAL_BROKEN', 'The parts of this backup’s vault.json do not belong together.', {
    hint: 'It was left as it is. Use another backup.',
  });
}

async function rootByPassphrase(file: VaultFile, passphrase: string): Promise<Secret> {
  const slot = slotOf(file, 'passphrase');
  if (slot === null) throw noPassphraseSlot();
  const root = await openPassphraseSlot(file.vaultId, slot, passphrase);
  if (root === null) throw wrongPassphrase();
  return root;
}

function rootByWords(file: VaultFile, phrase: string): Secret {
  const entropy = parseRecoveryPhrase(phrase);
  try {
    return openRecovery(file, entropy);
  } finally {
    entropy.wipe();
  }
}

function manifestContext(vaultId: string, backupId: string): SealContext {
  return {
    space: vaultId,
    store: 'backup-manifest',
    record: backupId,
    version: MANIFEST_VERSION,
    band: '',
  };
}
