/** Every channel of the contract with its handler: one that is missing here does not compile. */
import type { Application } from '../../composition.ts';
import type { ChannelHandlers } from '../router.ts';
import type { ShellPort } from '../shell-port.ts';
import { attentionHandlers } from './attention.ts';
import { backupHandlers } from './backups.ts';
import { graphHandlers } from './graph.ts';
import { healthHandlers } from './health.ts';
import { importHandlers } from './imports.ts';
import { memoryHandlers } from './memories.ts';
import { migrationHandlers } from './migrations.ts';
import { planningHandlers } from './planning.ts';
import { recordHandlers } from './records.ts';
import { spaceHandlers } from './spaces.ts';
import { vaultHandlers } from './vaults.ts';

export function allHandlers(
  { vaults, memories, backups, maintenance }: Application,
  shell: ShellPort,
): ChannelHandlers {
  return {
    ...vaultHandlers(vaults, shell),
    ...spaceHandlers(vaults, memories),
    ...memoryHandlers(memories),
    ...attentionHandlers(memories),
    ...recordHandlers(memories, shell),
    ...importHandlers(memories, shell),
    ...backupHandlers(backups, shell),
    ...healthHandlers(maintenance, shell),
    ...migrationHandlers(vaults),
    ...planningHandlers(memories),
    ...graphHandlers(memories),
  };
}
