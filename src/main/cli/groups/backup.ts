/** backup: declared here, done in `commands/backup.ts`. */
import type { Command } from 'commander';
import type { ActionOf } from '../action.ts';

const FROM = ['--from <dir>', 'the folder in which the backups lie'] as const;
const PHRASE_FILE = [
  '--phrase-file <file>',
  'open it with the recovery words in a file (or set MEMORYOS_RECOVERY_PHRASE)',
] as const;
const PHRASE_STDIN = ['--phrase-stdin', 'read the recovery words from standard input'] as const;

export function addBackupCommands(program: Command, action: ActionOf): void {
  const backup = program
    .command('backup')
    .description('sealed copies of the whole vault in a folder of yours, and vaults made of them');
  backup
    .command('create')
    .description('make a backup, open it, and call it done only then')
    .requiredOption('--to <dir>', 'the folder in which backups lie')
    .option('--full', 'everything anew; what is always done so far')
    .action(action(async () => (await import('../commands/backup.ts')).createBackup));
  backup
    .command('list')
    .description('list the backups of a folder, newest first; needs no vault and no passphrase')
    .requiredOption(...FROM)
    .action(action(async () => (await import('../commands/backup.ts')).listBackups));
  backup
    .command('verify')
    .description('read backups through and open them; needs no vault, but its passphrase or its words')
    .requiredOption(...FROM)
    .option('--backup <id>', 'this one; all where none is named')
    .option(...PHRASE_FILE)
    .option(...PHRASE_STDIN)
    .action(action(async () => (await import('../commands/backup.ts')).verifyBackups));
  backup
    .command('restore')
    .description('make a vault of a backup, in a new folder; the original may be gone')
    .requiredOption(...FROM)
    .requiredOption('--into <dir>', 'a folder that does not exist yet, or is empty')
    .option('--backup <id>', 'this one; the newest where none is named')
    .option(...PHRASE_FILE)
    .option(...PHRASE_STDIN)
    .option('--new-passphrase-file <file>', 'with the words: the passphrase that the vault gets')
    .action(action(async () => (await import('../commands/backup.ts')).restoreBackup));
}
