/** Making, checking and restoring backups. */
import type { Backups } from '../../maintenance/backups.ts';
import type { ChannelHandlers } from '../router.ts';
import type { ShellPort } from '../shell-port.ts';

type BackupChannel = Extract<keyof ChannelHandlers, `backups.${string}`>;

export function backupHandlers(backups: Backups, shell: ShellPort): Pick<ChannelHandlers, BackupChannel> {
  return {
    'backups.chooseFolder': async ({ purpose }) => ({ directory: await shell.chooseBackupFolder(purpose) }),
    'backups.create': ({ directory }) => ({ runId: backups.create(directory).id }),
    'backups.cancel': ({ runId }) => {
      backups.cancel(runId);
      return {};
    },
    'backups.state': () => backups.state(),
    'backups.last': () => backups.last(),
    'backups.list': ({ directory }) => backups.list(directory),
    'backups.verify': ({ directory, backupId }) => ({ runId: backups.verify(directory, backupId).id }),
    'backups.restore': (request) => ({ runId: backups.restore(request).id }),
  };
}
