/**
 * Moves a database between versions of its structure.
 *
 * Invariants: one transaction a step, together with its line in the append-only history and its receipt; what was
 * applied is what this build carries (checksums compared at every open); going down keeps what it takes away and going
 * up again brings it back; a step that fails leaves the version before it whole. What a breaking step asks for before it
 * begins (a snapshot) is the caller's to do.
 */
import compare from 'semver/functions/compare.js';
import major from 'semver/functions/major.js';
import valid from 'semver/functions/valid.js';
import { VaultError } from '../../shared/errors.ts';
import {
  appliedMigrations,
  type Direction,
  HISTORY,
  migrationHistory,
  recordStep,
} from './migration-history.ts';
import { bringBack, followDeletions, referencesOf, rowsOf } from './migration-kept.ts';
import type { Migration } from './migration-manifest.ts';
import type { ReadableConnection, WritableConnection } from './sqlite.ts';
import { type FaultPlace, storageError } from './sqlite-errors.ts';

export interface PlannedStep {
  readonly direction: Direction;
  readonly migration: Migration;
  /** It crosses a major version: builds on the other side of it cannot read the result. */
  readonly breaking: boolean;
}

/** A step that was tried and undone. */
export interface RehearsedStep extends PlannedStep {
  /** Going up: rows that come back. Going down: rows that are kept. */
  readonly rows: number;
}

export interface StepHooks {
  /** Before the transaction of a breaking step of a database that holds something. */
  readonly beforeBreaking?: (step: PlannedStep) => void;
  /** Inside the first step of a new database: what makes it whole. */
  readonly made?: () => void;
  /** Inside each step of a database that was there before, while its receipts are at hand. */
  readonly taken?: (step: PlannedStep) => void;
}

/** The steps up that are still to take, in order, as far as the migration numbered `to`. */
export function planUp(
  connection: ReadableConnection,
  migrations: readonly Migration[],
  to = Number.POSITIVE_INFINITY,
): readonly PlannedStep[] {
  const applied = appliedMigrations(connection, migrations);
  const done = new Set(applied.map(({ number }) => number));
  let before = applied.at(-1)?.version;
  return migrations
    .filter(({ number }) => !done.has(number) && number <= to)
    .map((migration) => {
      const breaking = before !== undefined && major(before) !== major(migration.version);
      before = migration.version;
      return { direction: 'up', migration, breaking };
    });
}

/** The steps down to the migration numbered `to` (0: all of them), newest first. */
export function planDown(
  connection: ReadableConnection,
  migrations: readonly Migration[],
  to: number,
): readonly PlannedStep[] {
  const applied = appliedMigrations(connection, migrations);
  return applied
    .map((migration, index): PlannedStep => {
      const below = applied[index - 1];
      const breaking = below !== undefined && major(below.version) !== major(migration.version);
      return { direction: 'down', migration, breaking };
    })
    .filter(({ migration }) => migration.number > to)
    .reverse();
}

/**
 * The number of the migration that has this version; 0 for `0` or `0.0.0`, the empty structure.
 * Throws INVALID_INPUT for what is no version, NOT_FOUND for one that this build does not carry.
 */
export function numberOfVersion(migrations: readonly Migration[], version: string): number {
  if (version === '0' || version === '0.0.0') return 0;
  if (valid(version) === null) {
    throw new VaultError('INVALID_INPUT', 'A version is three numbers, such as 1.4.0.', {
      hint: 'See the versions with `migrate status`. Nothing was changed.',
      details: { field: 'to' },
    });
  }
  const found = migrations.find((migration) => compare(migration.version, version) === 0);
  if (found !== undefined) return found.number;
  throw new VaultError('NOT_FOUND', `This app carries no structure of version ${version}.`, {
    hint: 'See the versions with `migrate status`. Nothing was changed.',
    details: { newest: migrations.at(-1)?.version ?? '' },
  });
}

/** Takes one step, inside a transaction of the caller's. */
function take(connection: WritableConnection, step: PlannedStep, fresh: boolean, hooks: StepHooks): void {
  const { migration, direction } = step;
  connection.script(HISTORY);
  if (direction === 'up') {
    connection.script(migration.up);
    for (const table of migration.keeps) bringBack(connection, table);
    // Remembered in the file: whoever opens it builds derived stores anew, also after a crash in between.
    if (migration.rebuilds && !fresh) connection.script(`PRAGMA user_version = ${REBUILD_DUE}`);
    recordStep(connection, migration, direction);
    if (!fresh) hooks.taken?.(step);
  } else {
    // Before its tables go: the receipts may be among them.
    hooks.taken?.(step);
    const references = migration.keeps.flatMap((table) => referencesOf(connection, table));
    connection.script(migration.down);
    followDeletions(connection, references);
    recordStep(connection, migration, direction);
  }
}

const REBUILD_DUE = 1;

/** True where a step left derived stores empty and nobody has built them anew since. */
export function rebuildIsDue(connection: ReadableConnection): boolean {
  return connection.pragma('user_version') === REBUILD_DUE;
}

/** After derived stores were built anew, in the same transaction. */
export function rebuildIsDone(connection: WritableConnection): void {
  connection.script('PRAGMA user_version = 0');
}

function inTransaction(connection: WritableConnection, end: 'COMMIT' | 'ROLLBACK', work: () => void): void {
  connection.script('BEGIN IMMEDIATE');
  try {
    work();
    connection.script(end);
  } catch (error) {
    if (connection.inTransaction) connection.script('ROLLBACK');
    throw error;
  }
}

/** Takes the steps of a plan, each in a transaction of its own. Throws MIGRATION_FAILED, or the fault of the disk. */
function takeAll(
  connection: WritableConnection,
  plan: readonly PlannedStep[],
  place: FaultPlace,
  hooks: StepHooks,
): readonly PlannedStep[] {
  const fresh = migrationHistory(connection).length === 0;
  for (const [index, step] of plan.entries()) {
    if (step.breaking && !fresh) hooks.beforeBreaking?.(step);
    try {
      inTransaction(connection, 'COMMIT', () => {
        take(connection, step, fresh, hooks);
        if (fresh && index === 0) hooks.made?.();
      });
    } catch (error) {
      throw migrationFailed(step, place, error);
    }
  }
  return plan;
}

/** Takes the steps up that are still to take, as far as `to`. @returns the steps taken */
export function migrateUp(
  connection: WritableConnection,
  migrations: readonly Migration[],
  place: FaultPlace,
  { to, ...hooks }: StepHooks & { readonly to?: number } = {},
): readonly PlannedStep[] {
  return takeAll(connection, planUp(connection, migrations, to), place, hooks);
}

/** Takes back every step above `to` (0 for all), newest first. @returns the steps taken back */
export function migrateDown(
  connection: WritableConnection,
  migrations: readonly Migration[],
  place: FaultPlace,
  { to, ...hooks }: StepHooks & { readonly to: number },
): readonly PlannedStep[] {
  return takeAll(connection, planDown(connection, migrations, to), place, hooks);
}

/**
 * A dry run: takes the whole plan in one transaction and undoes it, so that what the plan says was tried on the very
 * rows it concerns. Nothing of it stays, and nothing is written but sealed pages.
 * Throws MIGRATION_FAILED where a step would.
 */
export function rehearse(
  connection: WritableConnection,
  plan: readonly PlannedStep[],
  place: FaultPlace,
): readonly RehearsedStep[] {
  const rehearsed: RehearsedStep[] = [];
  const fresh = migrationHistory(connection).length === 0;
  inTransaction(connection, 'ROLLBACK', () => {
    for (const step of plan) {
      const rows = rowsOf(connection, step.migration.keeps, step.direction === 'up');
      try {
        take(connection, step, fresh, {});
      } catch (error) {
        throw migrationFailed(step, place, error);
      }
      rehearsed.push({ ...step, rows });
    }
    const last = plan.at(-1);
    const loose = connection.read('SELECT 1 FROM pragma_foreign_key_check LIMIT 1').get();
    if (last !== undefined && loose !== undefined) throw migrationFailed(last, place, loose);
  });
  return rehearsed;
}

/** A full disk stays a full disk; what is the step's own fault says which step it was. */
function migrationFailed(step: PlannedStep, place: FaultPlace, cause: unknown): VaultError {
  const fault = storageError(cause, place);
  if (fault.code !== 'INTERNAL') return fault;
  const { number, name, version } = step.migration;
  return new VaultError(
    'MIGRATION_FAILED',
    'The file could not be brought to the structure this app needs.',
    {
      hint: 'It is as it was before this step, and nothing in it was lost. Please update the app, or go on with the version you had.',
      details: { number, name, version, direction: step.direction, file: place.file },
      cause,
    },
  );
}
