/** The structure of the databases. */
import { Migrations } from '../../maintenance/migrations.ts';
import type { VaultService } from '../../vault/contract.ts';
import type { ChannelHandlers } from '../router.ts';

type MigrationChannel = Extract<keyof ChannelHandlers, `migrations.${string}`>;

export function migrationHandlers(vaults: VaultService): Pick<ChannelHandlers, MigrationChannel> {
  const migrations = new Migrations(vaults);
  return {
    'migrations.status': async () => ({ databases: await migrations.status() }),
    'migrations.history': async ({ spaceId }) => ({ steps: await migrations.history(spaceId) }),
  };
}
