/** health, vacuum, metrics: declared here, done in `commands/`. */
import type { Command } from 'commander';
import type { ActionOf } from '../action.ts';

const SPACE = ['--space <tier:name>', 'one space; the registry and every space where none is given'] as const;

export function addHealthCommands(program: Command, action: ActionOf): void {
  program
    .command('health')
    .description(
      'say how the vault is and what to do; looks at a part of each file, the next time at the next',
    )
    .option(...SPACE)
    .option('--deep', 'look at every page and every record now, and mend what can be mended')
    .action(action(async () => (await import('../commands/health.ts')).health));
  program
    .command('vacuum')
    .description(
      'give empty room back to the disk and put the pages in order; nothing of it changes a record',
    )
    .option(...SPACE)
    .option('--incremental', 'only give room back: can be stopped at any time')
    .action(action(async () => (await import('../commands/vacuum.ts')).vacuum));
  program
    .command('metrics')
    .description('counters and durations; no content is in them')
    .option('--openmetrics', 'as OpenMetrics text, for programs that draw and alarm')
    .action(action(async () => (await import('../commands/metrics.ts')).metrics));
}
