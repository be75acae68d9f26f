/**
 * migrate status|plan|up|down
 *
 * The vault stays locked: unlocking it would bring every database to the newest structure before anybody has looked.
 */
import compare from 'semver/functions/compare.js';
import type { MigrationReport } from '../../storage/interfaces.ts';
import type { DatabaseStructure } from '../../vault/structure.ts';
import { type CommandResult, PARTIAL } from '../output.ts';
import { type GlobalOptions, withLockedVault } from '../session.ts';

export interface MigrateOptions extends GlobalOptions {
  readonly space?: string;
  readonly to?: string;
}

type Action = 'status' | 'plan' | 'up' | 'down';

export const migrateStatus = (options: MigrateOptions): Promise<CommandResult> => migrate('status', options);
export const migratePlan = (options: MigrateOptions): Promise<CommandResult> => migrate('plan', options);
export const migrateUp = (options: MigrateOptions): Promise<CommandResult> => migrate('up', options);
export const migrateDown = (options: MigrateOptions): Promise<CommandResult> => migrate('down', options);

function migrate(action: Action, options: MigrateOptions): Promise<CommandResult> {
  return withLockedVault(options, async ({ vaults }, credential) => {
    const request = { action, to: options.to ?? null, database: options.space ?? null };
    const structures = await vaults.structure(credential, request);
    return {
      json: { ...summary(structures), databases: structures.map(asJson) },
      lines: [...structures.flatMap((structure) => linesOf(action, structure)), ...after(action)],
      exitCode: structures.some(({ problem }) => problem !== null) ? PARTIAL : 0,
    };
  });
}

/** All databases at once; each entry says which it is of. `current` is the oldest among the spaces. */
function summary(structures: readonly DatabaseStructure[]): Record<string, unknown> {
  const each = <T>(entries: (report: MigrationReport) => readonly T[]) =>
    structures.flatMap(({ name, report }) =>
      report === null ? [] : entries(report).map((entry) => ({ database: name, ...entry })),
    );
  const spaces = structures.filter(({ spaceId }) => spaceId !== null);
  const currents = (spaces.length > 0 ? spaces : structures).flatMap(({ report }) =>
    report === null ? [] : [report.current],
  );
  const known = currents.filter((version) => version !== null).sort(compare);
  return {
    current: currents.includes(null) ? null : (known[0] ?? null),
    available: each(({ available }) => available),
    applied: each(({ applied }) => applied),
    pending: each(({ pending }) => pending),
    breaking: each(({ pending, steps }) =>
      [...pending, ...steps.filter(({ direction }) => direction === 'down')]
        .filter(({ breaking }) => breaking)
        .map(({ number, name, version }) => ({ number, name, version })),
    ),
    steps: each(({ steps }) => steps),
  };
}

function asJson({ spaceId, name, report, problem }: DatabaseStructure): Record<string, unknown> {
  if (report === null) return { database: name, spaceId, problem };
  const { current, newest, history } = report;
  return {
    database: name,
    spaceId,
    current,
    newest,
    history: history.map(({ atMs, ...step }) => ({ ...step, at: new Date(atMs).toISOString() })),
    problem: null,
  };
}

const SAID: Readonly<Record<Action, readonly [up: string, down: string]>> = {
  status: ['', ''],
  plan: ['would take', 'would take back'],
  up: ['took', 'took back'],
  down: ['took', 'took back'],
};

function linesOf(action: Action, { name, report, problem }: DatabaseStructure): string[] {
  if (problem !== null) return [`${name}: ${problem.message} ${problem.hint}`];
  if (report === null) return [];
  const where = `${name}: ${report.current ?? 'nothing'}`;
  const rest =
    report.pending.length > 0
      ? `${report.pending.length} still to take, up to ${report.newest}`
      : 'the newest this app knows';
  return [
    `${where}, ${rest}`,
    ...report.steps.map(({ direction, version, name: step, breaking, rebuilds, keeps, rows }) =>
      [
        `  ${SAID[action][direction === 'up' ? 0 : 1]} ${version} ${step}`,
        ...(breaking ? ['breaking, after a verified copy of the file'] : []),
        ...(rebuilds ? ['builds its index anew'] : []),
        ...(rows === null ? [] : [rowsSaid(direction, keeps.length, rows)]),
      ].join('; '),
    ),
  ];
}

function rowsSaid(direction: 'up' | 'down', tables: number, rows: number): string {
  if (direction === 'up') return rows === 0 ? 'nothing waits to come back' : `${rows} rows come back`;
  return tables === 0 ? 'nothing to keep' : `${rows} rows are kept for the way up`;
}

function after(action: Action): string[] {
  if (action === 'plan') return ['Tried and undone: nothing was changed.'];
  if (action !== 'down') return [];
  return ['The next time this version of the app opens the vault, it goes up again.'];
}
