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
import type { VaultService } from './vault/contract.ts';
import { createVaultService } from './vault/vault-service.ts';

export interface ApplicationPorts {
  /** `import.meta.url` of the entry (`index`, `cli`): threads lie beside it, as sources and in the bundle alike. */
  readonly entry: string;
  /** JSON file that lists the vaults of this machine; null keeps no list. */
  readonly knownVaultsFile: string | null;
  /** What this machine is called in receipts and member lists. */
  readonly deviceName: string;
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

export function createApplication({ entry, maintainsItself, ...ports }: ApplicationPorts): Application {
  const thread = (name: string): URL => new URL(`./${name}.${entry.endsWith('.ts') ? 'ts' : 'js'}`, entry);
  const vaults = createVaultService({
    ...ports,
    runtime: {
      engineThread: thread('engine-thread'),
      migrations: fileURLToPath(new URL('../../migrations', entry)),
    },
    keychain: systemKeychain(thread('keychain-thread')),
  });
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
    },
  };
}
