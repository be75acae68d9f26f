/**
 * The rooms of main, put together without Electron: the window and the command line stand on the same floor.
 *
 * Invariant: this is the only place that knows where threads and migrations lie.
 */
import { fileURLToPath } from 'node:url';
import { Backups } from './maintenance/backups.ts';
import { Maintenance } from './maintenance/maintenance-services.ts';
import { createMemoryServices, type MemoryServices } from './memory/memory-services.ts';
import { systemKeychain } from './security/keychain.ts';
import { keepThreadsReady } from './storage/ready-threads.ts';
import type { VaultService } from './vault/contract.ts';
import { createVaultService } from './vault/vault-service.ts';

/** A writer and a reader of the vault and of the first space: what the next unlocking asks for at once. */
const READY_WHEN_LOCKED = 4;
/** What another space, or a reader more, asks for. */
const READY_WHEN_OPEN = 1;

export interface ApplicationPorts {
  /** `import.meta.url` of the entry (`index`, `cli`): threads lie beside it, as sources and in the bundle alike. */
  readonly entry: string;
  /** JSON file that lists the vaults of this machine; null keeps no list. */
  readonly knownVaultsFile: string | null;
  /** What this machine is called in receipts and member lists. */
  readonly deviceName: string;
  /** True where a person waits at a window: threads are started ahead of their use. Default false: scripts. */
  readonly keepsThreadsReady?: boolean;
  /** True where checks, vacuuming and figures run by themselves while nobody needs the vault. Default false: scripts. */
  readonly maintainsItself?: boolean;
}

export interface Application {
  readonly vaults: VaultService;
  readonly memories: MemoryServices;
  readonly backups: Backups;
  readonly maintenance: Maintenance;
  /** Finishes what was begun, locks, wipes the keys, ends all threads. */
  close(): Promise<void>;
}

export function createApplication(given: ApplicationPorts): Application {
  const { entry, maintainsItself, keepsThreadsReady, ...ports } = given;
  const thread = (name: string): URL => new URL(`./${name}.${entry.endsWith('.ts') ? 'ts' : 'js'}`, entry);
  const runtime = {
    engineThread: thread('engine-thread'),
    migrations: fileURLToPath(new URL('../../migrations', entry)),
  };
  const vaults = createVaultService({
    ...ports,
    runtime,
    keychain: systemKeychain(thread('keychain-thread')),
  });
  const ready = (open: boolean): void => {
    if (keepsThreadsReady === true) keepThreadsReady(runtime, open ? READY_WHEN_OPEN : READY_WHEN_LOCKED);
  };
  ready(false);
  vaults.on('session', ({ state }) => ready(state === 'unlocked'));
  const maintenance = new Maintenance({ vaults, byItself: maintainsItself ?? false });
  const backups = new Backups({ vaults });
  return {
    vaults,
    memories: createMemoryServices({ vaults, importThread: thread('import-thread') }),
    backups,
    maintenance,
    async close() {
      await backups.settled();
      await vaults.close();
      keepThreadsReady(runtime, 0);
    },
  };
}
