/** health: what is known of the vault, after a little more of it, or all of it, was looked at. */
import type { DatabaseHealth, HealthProgress } from '../../../shared/contracts/health.ts';
import { ERROR_EXIT_CODES, VaultError } from '../../../shared/errors.ts';
import { statusOf, worst } from '../../maintenance/health-findings.ts';
import type { CommandResult } from '../output.ts';
import { progressPrinter } from '../progress.ts';
import { type CommandSession, type GlobalOptions, spaceId, withVault } from '../session.ts';

/** Milliseconds of each database's file that one call looks at: a tenth of what all of a large one would take. */
const SLICE_MS = 50;

export interface HealthOptions extends GlobalOptions {
  readonly space?: string;
  readonly deep?: boolean;
}

export function health(options: HealthOptions): Promise<CommandResult> {
  return withVault(options, async (session) => {
    const { application, vault } = session;
    const id = options.space === undefined ? null : spaceId(vault, options.space);
    const started = performance.now();
    if (options.deep === true) {
      await followed(session, options, 'checked', () => application.maintenance.check(id));
    }
    const report =
      options.deep === true
        ? await application.maintenance.report()
        : await application.maintenance.reportAfterSlice(id, SLICE_MS);
    const databases = report.databases.filter((each) => id === null || each.spaceId === id);
    return verdict(databases, Math.round(performance.now() - started));
  });
}

function verdict(databases: readonly DatabaseHealth[], ms: number): CommandResult {
  const findings = databases.flatMap((database) =>
    database.findings.map(({ code, severity, what, todo, params, at }) => ({
      code,
      severity,
      what,
      todo,
      space: nameOf(database),
      params,
      at,
    })),
  );
  const status = worst(databases.map((database) => statusOf(database.findings)));
  const checked = databases.map((database) => ({
    space: nameOf(database),
    ...(database.integrity ?? { done: 0, total: 0, since: null, wholeAt: null, rounds: 0 }),
  }));
  return {
    json: { status, findings, checked, ms },
    lines: [
      {
        healthy: 'Everything is well.',
        attention: 'Something wants attention.',
        damaged: 'Something is damaged.',
      }[status],
      ...findings.map(({ space, severity, what, todo }) => `${space}  ${severity}: ${what} ${todo}`),
      ...checked.map(({ space, done, total, wholeAt }) =>
        wholeAt === null
          ? `${space}  ${done} of ${total} parts checked`
          : `${space}  ${done} of ${total} parts checked, all of it last at ${wholeAt}`,
      ),
    ],
    exitCode: status === 'damaged' ? ERROR_EXIT_CODES.SPACE_DAMAGED : 0,
  };
}

const nameOf = ({ tier, name, spaceId: id }: DatabaseHealth): string =>
  id === null ? 'vault' : `${tier}:${name}`;

/** Runs a job, shows how far it is, stops it at Ctrl-C. Throws what it failed with, and CANCELLED. */
export async function followed(
  { application, signal }: CommandSession,
  { progress, json }: GlobalOptions,
  what: string,
  begin: () => Promise<HealthProgress>,
): Promise<void> {
  const printer = progressPrinter(progress, json ?? false);
  const stop = application.maintenance.onProgress(({ done, total }) => printer.show({ done, total, what }));
  const cancel = (): void => application.maintenance.cancel();
  signal.addEventListener('abort', cancel);
  try {
    const { state, error } = await begin();
    if (error !== null) throw VaultError.fromData(error);
    if (state === 'cancelled') {
      throw new VaultError('CANCELLED', 'It was stopped before its end.', {
        hint: 'Nothing is half-done. Run it again to go on.',
        retryable: true,
      });
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    stop();
    printer.end();
  }
}
