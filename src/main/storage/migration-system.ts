/**
 * Moves a database between versions of its structure.
 *
 * Invariants: one transaction a migration, together with its line in the append-only history; what was applied is
 * what this build carries (checksums compared at every open); going down keeps what it takes away in `_kept_` tables
 * and going up again brings it back. Does not take snapshots: a caller does that before a breaking change.
 */
import major from 'semver/functions/major.js';
import { VaultError } from '../../shared/errors.ts';
import type { Migration } from './migration-manifest.ts';
import type { ReadableConnection, WritableConnection } from './sqlite.ts';

const HISTORY = `
CREATE TABLE IF NOT EXISTS migration_history (
  seq INTEGER PRIMARY KEY,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
  sha256 TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS migration_history_stays BEFORE UPDATE ON migration_history
  BEGIN SELECT RAISE(ABORT, 'history is only ever appended'); END;
CREATE TRIGGER IF NOT EXISTS migration_history_is_kept BEFORE DELETE ON migration_history
  BEGIN SELECT RAISE(ABORT, 'history is only ever appended'); END;
`;

export interface HistoryRow {
  readonly number: number;
  readonly name: string;
  readonly version: string;
  readonly direction: 'up' | 'down';
  readonly sha256: string;
  readonly at_ms: number;
}

export interface PlannedMigration {
  readonly migration: Migration;
  /** Its major version is not the one before it: older builds cannot read the result. */
  readonly breaking: boolean;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function hasTable(connection: ReadableConnection, name: string): boolean {
  return (
    connection.read('SELECT 1 FROM sqlite_schema WHERE type = ? AND name = ?').get('table', name) !==
    undefined
  );
}

/** Every step ever taken, oldest first. Empty for a database that never was migrated. */
export function migrationHistory(connection: ReadableConnection): HistoryRow[] {
  if (!hasTable(connection, 'migration_history')) return [];
  return connection
    .read<HistoryRow>(
      'SELECT number, name, version, direction, sha256, at_ms FROM migration_history ORDER BY seq',
    )
    .all();
}

/**
 * The steps that stand now, held against this build.
 * Throws NEWER_VERSION where the file knows a step this build does not; MIGRATION_CHECKSUM where a step was another.
 */
export function appliedMigrations(
  connection: ReadableConnection,
  migrations: readonly Migration[],
): readonly Migration[] {
  const standing = new Map<number, HistoryRow>();
  for (const row of migrationHistory(connection)) {
    if (row.direction === 'up') standing.set(row.number, row);
    else standing.delete(row.number);
  }
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  const applied: Migration[] = [];
  for (const row of standing.values()) {
    const migration = known.get(row.number);
    if (migration === undefined) {
      throw new VaultError('NEWER_VERSION', 'This was written by a newer version of the app.', {
        hint: 'Please update the app. Nothing was changed.',
        details: { found: row.version, newest: migrations.at(-1)?.version ?? '' },
      });
    }
    if (migration.upSha256 !== row.sha256) {
      throw new VaultError('MIGRATION_CHECKSUM', 'This was set up by a different build of the app.', {
        hint: 'Nothing was changed. Install the released app, then open it again.',
        details: { number: row.number, name: row.name },
      });
    }
    applied.push(migration);
  }
  return applied.sort((a, b) => a.number - b.number);
}

/** The steps up that are still to take, in order. */
export function planUp(
  connection: ReadableConnection,
  migrations: readonly Migration[],
): readonly PlannedMigration[] {
  const applied = appliedMigrations(connection, migrations);
  const done = new Set(applied.map((migration) => migration.number));
  let before = applied.at(-1)?.version;
  return migrations
    .filter((migration) => !done.has(migration.number))
    .map((migration) => {
      const breaking = before !== undefined && major(before) !== major(migration.version);
      before = migration.version;
      return { migration, breaking };
    });
}

function columns(connection: ReadableConnection, table: string): string[] {
  return connection
    .read<{ name: string }>('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map((column) => column.name);
}

/** Rows that an earlier `down` kept go back where they were; columns that no longer exist are left out. */
function bringBack(connection: WritableConnection, table: string): void {
  const kept = `_kept_${table}`;
  if (!hasTable(connection, kept)) return;
  const there = new Set(columns(connection, table));
  const shared = columns(connection, kept)
    .filter((name) => there.has(name))
    .map(quoted)
    .join(', ');
  connection.script(
    `INSERT INTO ${quoted(table)} (${shared}) SELECT ${shared} FROM ${quoted(kept)}; DROP TABLE ${quoted(kept)};`,
  );
}

function step(connection: WritableConnection, work: () => void): void {
  connection.script('BEGIN IMMEDIATE');
  try {
    connection.script(HISTORY);
    work();
    connection.script('COMMIT');
  } catch (error) {
    if (connection.inTransaction) connection.script('ROLLBACK');
    throw error;
  }
}

function record(connection: WritableConnection, migration: Migration, direction: 'up' | 'down'): void {
  connection
    .write(
      'INSERT INTO migration_history (number, name, version, direction, sha256, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(
      migration.number,
      migration.name,
      migration.version,
      direction,
      direction === 'up' ? migration.upSha256 : migration.downSha256,
      Date.now(),
    );
}

/**
 * Takes every step up that is still to take.
 * @param afterFirst runs inside the transaction of the first step of a new database: what makes it whole.
 * @returns the steps taken
 */
export function migrateUp(
  connection: WritableConnection,
  migrations: readonly Migration[],
  afterFirst: () => void = () => undefined,
): readonly Migration[] {
  const fresh = migrationHistory(connection).length === 0;
  const plan = planUp(connection, migrations);
  for (const [index, { migration }] of plan.entries()) {
    step(connection, () => {
      connection.script(migration.up);
      for (const table of migration.keeps) bringBack(connection, table);
      if (fresh && index === 0) afterFirst();
      record(connection, migration, 'up');
    });
  }
  return plan.map(({ migration }) => migration);
}

/**
 * Takes back every step above `to` (a migration's number; 0 for all), newest first.
 * @returns the steps taken back
 */
export function migrateDown(
  connection: WritableConnection,
  migrations: readonly Migration[],
  to: number,
): readonly Migration[] {
  const back = appliedMigrations(connection, migrations)
    .filter((migration) => migration.number > to)
    .reverse();
  for (const migration of back) {
    step(connection, () => {
      connection.script(migration.down);
      record(connection, migration, 'down');
    });
  }
  return back;
}
