/** vacuum: gives empty room back to the disk. */
import type { CommandResult } from '../output.ts';
import { type GlobalOptions, spaceId, withVault } from '../session.ts';
import { followed } from './health.ts';

export interface VacuumOptions extends GlobalOptions {
  readonly space?: string;
  readonly incremental?: boolean;
}

export function vacuum(options: VacuumOptions): Promise<CommandResult> {
  return withVault(options, async (session) => {
    const { application, vault } = session;
    const id = options.space === undefined ? null : spaceId(vault, options.space);
    const started = performance.now();
    let before = 0;
    let after = 0;
    await followed(session, options, 'pages', () =>
      application.maintenance.vacuum(id, options.incremental !== true, (outcome) => {
        before += outcome.before;
        after += outcome.after;
      }),
    );
    const ms = Math.round(performance.now() - started);
    return {
      json: { before, after, ms },
      lines: [`${before} bytes before, ${after} bytes after, in ${ms} ms.`],
    };
  });
}
