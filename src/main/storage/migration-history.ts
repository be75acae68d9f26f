/**
 * What was done to the structure of one database: a line for every step ever taken, up or down.
 *
 * Invariants: lines are only ever appended (triggers say so); a line carries the SHA-256 of the very SQL that ran, so
 * that a file set up by another build is known at every open. Does not take steps.
 */
import { VaultError } from '../../shared/errors.ts';
import type { Migration } from './migration-manifest.ts';
import type { ReadableConnection, WritableConnection } from './sqlite.ts';

export const HISTORY = `
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

export type Direction = 'up' | 'down';

export interface HistoryRow {
  readonly number: number;
  readonly name: string;
  readonly version: string;
  readonly direction: Direction;
  /** Of the SQL that ran, lower-case hexadecimal. */
  readonly sha256: string;
  readonly at_ms: number;
}

export function hasTable(connection: ReadableConnection, name: string): boolean {
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

/** The checksum of the SQL that takes a migration in a direction. */
export function checksumOf(migration: Migration, direction: Direction): string {
  return direction === 'up' ? migration.upSha256 : migration.downSha256;
}

/** Adds a line. Inside the transaction of the step it tells of. */
export function recordStep(connection: WritableConnection, migration: Migration, direction: Direction): void {
  connection
    .write(
      'INSERT INTO migration_history (number, name, version, direction, sha256, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(
      migration.number,
      migration.name,
      migration.version,
      direction,
      checksumOf(migration, direction),
      Date.now(),
    );
}

/**
 * The steps that stand now, in the order of their numbers, held against this build: of every migration the last step,
 * up or down, must have run the SQL that this build carries.
 * Throws NEWER_VERSION where a step stands that this build does not know; MIGRATION_CHECKSUM where its SQL was another.
 */
export function appliedMigrations(
  connection: ReadableConnection,
  migrations: readonly Migration[],
): readonly Migration[] {
  const last = new Map<number, HistoryRow>();
  for (const row of migrationHistory(connection)) last.set(row.number, row);
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  const applied: Migration[] = [];
  for (const row of last.values()) {
    const migration = known.get(row.number);
    if (migration === undefined) {
      // A newer app took it down again before it left: what it kept lies in tables that nobody here touches.
      if (row.direction === 'down') continue;
      throw newerVersion(row, migrations);
    }
    if (checksumOf(migration, row.direction) !== row.sha256) throw anotherBuild(row);
    if (row.direction === 'up') applied.push(migration);
  }
  return applied.sort((a, b) => a.number - b.number);
}

function newerVersion(row: HistoryRow, migrations: readonly Migration[]): VaultError {
  return new VaultError('NEWER_VERSION', 'This was written by a newer version of the app.', {
    hint: 'Please update the app. Nothing was changed.',
    details: { found: row.version, newest: migrations.at(-1)?.version ?? '' },
  });
}

function anotherBuild(row: HistoryRow): VaultError {
  return new VaultError('MIGRATION_CHECKSUM', 'This was set up by a different build of the app.', {
    hint: 'Nothing was changed. Install the released app, then open it again.',
    details: { number: row.number, name: row.name, direction: row.direction },
  });
}
