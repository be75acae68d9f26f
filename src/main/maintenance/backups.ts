/**
 * Backups as people ask for them: one run at a time, which goes on whether or not anyone watches.
 *
 * Invariants: a vault that locks stops the run that needs its keys and waits until it has let go of them; a run that
 * failed or was cancelled leaves nothing that looks like a backup or like a vault.
 */
import { resolve } from 'node:path';
import type {
  BackupKey,
  BackupList,
  BackupProgress,
  LastBackup,
  RestoreRequest,
} from '../../shared/contracts/backups.ts';
import { VaultError } from '../../shared/errors.ts';
import { LocalFolder } from '../storage/backup/local-folder.ts';
import type { Clock, VaultService } from '../vault/contract.ts';
import { makeBackup } from './backup-making.ts';
import { listManifests } from './backup-manifest.ts';
import { checkBackup, chooseBackup, keysFor, restoreBackup } from './backup-reading.ts';
import { BackupRun, type RunReport, type RunResult } from './backup-run.ts';

export interface BackupPorts {
  readonly vaults: VaultService;
  /** Default: the system's. */
  readonly clock?: Clock;
}

export class Backups {
  readonly #ports: BackupPorts;
  readonly #listeners = new Set<(progress: BackupProgress) => void>();
  #run: BackupRun | null = null;

  constructor(ports: BackupPorts) {
    this.#ports = ports;
    ports.vaults.beforeLock(async () => {
      if (this.#run === null || this.#run.progress.what === 'restore') return;
      this.#run.cancel();
      await this.#run.ended;
    });
  }

  /** The run that is going on, or the last one; null where there was none. */
  state(): BackupProgress | null {
    return this.#run?.progress ?? null;
  }

  /** At most ten times a second while a run goes on, and once when it ends. Returns the function that stops listening. */
  onProgress(listener: (progress: BackupProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The backups in a folder. Nothing in the list is secret, and no key is needed. */
  async list(directory: string): Promise<BackupList> {
    const { manifests, useless } = await listManifests(new LocalFolder(resolve(directory)));
    return {
      backups: manifests.map(({ backup }) => backup),
      useless: useless.map(({ name, error }) => ({ name, error: error.toData() })),
    };
  }

  /** Stops a run; it ends with CANCELLED as soon as it can. One that has ended is left alone. */
  cancel(runId: string): void {
    if (this.#run?.id === runId) this.#run.cancel();
  }

  /** Makes a backup of the open vault. Throws VAULT_LOCKED, BUSY, before anything is begun. */
  create(directory: string): BackupRun {
    const vault = this.#ports.vaults.session();
    const adapter = new LocalFolder(resolve(directory));
    return this.#begin({ what: 'create', directory: adapter.place, into: null }, (report) =>
      makeBackup(vault, adapter, report, this.#now()),
    );
  }

  /**
   * Goes through a backup, null the newest. Throws VAULT_LOCKED where no key is given and no vault is open; BUSY.
   * @param key opens the backup where its vault is not open
   */
  verify(directory: string, backupId: string | null, key?: BackupKey): BackupRun {
    const opener = key ?? this.#ports.vaults.session();
    const adapter = new LocalFolder(resolve(directory));
    return this.#begin({ what: 'verify', directory: adapter.place, into: null }, async (report) => {
      const manifest = await chooseBackup(adapter, backupId);
      const keys = await keysFor(this.#ports.vaults, adapter, manifest, opener);
      try {
        return await checkBackup(adapter, manifest, keys, report);
      } finally {
        keys.wipe();
      }
    });
  }

  /** Makes a vault of a backup, in a folder that does not exist or is empty. The session stays as it is. */
  restore({ directory, backupId, into, key }: RestoreRequest): BackupRun {
    const adapter = new LocalFolder(resolve(directory));
    const target = resolve(into);
    return this.#begin({ what: 'restore', directory: adapter.place, into: target }, async (report) => {
      const manifest = await chooseBackup(adapter, backupId);
      const keys = await keysFor(this.#ports.vaults, adapter, manifest, key);
      try {
        return await restoreBackup(
          this.#ports.vaults,
          adapter,
          manifest,
          keys,
          { into: target, key },
          report,
        );
      } finally {
        keys.wipe();
      }
    });
  }

  /** The last backup that the open vault remembers. Throws VAULT_LOCKED. */
  last(): LastBackup | null {
    return this.#ports.vaults.session().lastBackup();
  }

  #now(): number {
    return this.#ports.clock?.now() ?? Date.now();
  }

  /** Stops what is going on and waits for it: the app ends. */
  async settled(): Promise<void> {
    this.#run?.cancel();
    await this.#run?.ended;
  }

  #begin(
    about: Pick<BackupProgress, 'what' | 'directory' | 'into'>,
    work: (report: RunReport) => Promise<RunResult>,
  ): BackupRun {
    if (this.#run?.progress.state === 'running') {
      throw new VaultError('BUSY', 'A backup is being worked on already.', {
        hint: 'Wait until it is done, or cancel it.',
        retryable: true,
      });
    }
    this.#run = new BackupRun(about, work, (progress) => {
      for (const listener of this.#listeners) listener(progress);
    });
    return this.#run;
  }
}
