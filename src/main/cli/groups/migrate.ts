/** migrate: declared here, done in `commands/migrate.ts`. */
import type { Command } from 'commander';
import type { ActionOf } from '../action.ts';

const SPACE = ['--space <tier:name>', 'one space, or `vault` for the registry'] as const;
const TO = ['--to <version>', 'this version of the structure'] as const;

export function addMigrateCommands(program: Command, action: ActionOf): void {
  const migrate = program
    .command('migrate')
    .description('the structure of the databases: what it is, what would change it, up and down');
  migrate
    .command('status')
    .description('say where each database stands; changes nothing')
    .option(...SPACE)
    .action(action(async () => (await import('../commands/migrate.ts')).migrateStatus));
  migrate
    .command('plan')
    .description('try every step and undo it: what would be done, and to how many rows')
    .option(...SPACE)
    .option(...TO)
    .action(action(async () => (await import('../commands/migrate.ts')).migratePlan));
  migrate
    .command('up')
    .description('take the steps that are still to take; opening the vault does it, too')
    .option(...SPACE)
    .option(...TO)
    .action(action(async () => (await import('../commands/migrate.ts')).migrateUp));
  migrate
    .command('down')
    .description('take steps back, one without --to; what they take away is kept for the way up')
    .option(...SPACE)
    .option(...TO)
    .action(action(async () => (await import('../commands/migrate.ts')).migrateDown));
}
