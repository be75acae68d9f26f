/**
 * The tables of a plug-in: made and changed by its own migrations, with a history of their own.
 *
 * Invariants: one transaction a step, together with its line in the history; a step makes and changes only what carries
 * the plug-in's prefix, or nothing; the app's own history never knows of it, so a vault from which the plug-in was
 * removed is not "newer than the app". Tables of a plug-in that is gone stay as they are.
 */
import { fileURLToPath } from 'node:url';
import { VaultError } from '../../shared/errors.ts';
import { hasTable } from './migration-history.ts';
import { type Migration, readMigrations } from './migration-manifest.ts';
import { refusal, type StorePlugIn, tablePrefix } from './plug-ins.ts';
import type { ReadableConnection, WritableConnection } from './sqlite.ts';

const HISTORY = `
CREATE TABLE IF NOT EXISTS plug_in_history (
  seq INTEGER PRIMARY KEY,
  plug_in TEXT NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS plug_in_history_stays BEFORE UPDATE ON plug_in_history
  BEGIN SELECT RAISE(ABORT, 'history is only ever appended'); END;
CREATE TRIGGER IF NOT EXISTS plug_in_history_is_kept BEFORE DELETE ON plug_in_history
  BEGIN SELECT RAISE(ABORT, 'history is only ever appended'); END;
`;

interface Taken {
  readonly number: number;
  readonly sha256: string;
}

/**
 * Takes the steps that are still to take. Throws the refusal where they do not fit what is there, and the fault of the
 * disk as it is; then nothing of the failing step is there.
 */
export function bringUpPlugIn(
  connection: WritableConnection,
  { contract, kind, migrations }: StorePlugIn,
): void {
  const { name } = contract;
  let known: readonly Migration[];
  try {
    known = readMigrations(fileURLToPath(migrations), kind);
  } catch (cause) {
    throw refusal(name, 'structure', 'its migrations cannot be read or have changed', cause);
  }
  const taken = takenBy(connection, name);
  for (const { number, sha256 } of taken) {
    const migration = known.find((each) => each.number === number);
    if (migration === undefined) throw refusal(name, 'newer', `step ${number}`);
    if (migration.upSha256 !== sha256) throw refusal(name, 'structure', `step ${number} has changed`);
  }
  const done = new Set(taken.map(({ number }) => number));
  for (const migration of known) if (!done.has(migration.number)) take(connection, name, migration);
}

function takenBy(connection: ReadableConnection, name: string): Taken[] {
  if (!hasTable(connection, 'plug_in_history')) return [];
  return connection
    .read<Taken>('SELECT number, sha256 FROM plug_in_history WHERE plug_in = ? ORDER BY seq')
    .all(name);
}

function take(connection: WritableConnection, name: string, migration: Migration): void {
  connection.script('BEGIN IMMEDIATE');
  try {
    connection.script(HISTORY);
    const before = structureOf(connection);
    try {
      connection.script(migration.up);
    } catch (cause) {
      throw refusal(name, 'structure', `step ${migration.number} fails`, cause);
    }
    if (!connection.inTransaction)
      throw refusal(name, 'structure', `step ${migration.number} ends the transaction`);
    requireOwn(name, before, structureOf(connection));
    connection
      .write(
        'INSERT INTO plug_in_history (plug_in, number, name, version, sha256, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(name, migration.number, migration.name, migration.version, migration.upSha256, Date.now());
    connection.script('COMMIT');
  } catch (error) {
    if (connection.inTransaction) connection.script('ROLLBACK');
    throw error instanceof VaultError ? error : refusal(name, 'structure', `step ${migration.number}`, error);
  }
}

/** Everything that is declared, by name. */
function structureOf(connection: ReadableConnection): Map<string, string> {
  return new Map(
    connection
      .read<{ name: string; tbl_name: string; sql: string | null }>(
        "SELECT name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      )
      .all()
      .map(({ name, tbl_name: table, sql }) => [name, `${table}\n${sql ?? ''}`] as const),
  );
}

function requireOwn(
  plugIn: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): void {
  const prefix = tablePrefix(plugIn);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
  for (const name of changed) {
    const table = (after.get(name) ?? before.get(name) ?? '').split('\n')[0] ?? '';
    // A trigger or an index of its own name on somebody else's table is somebody else's.
    if (!name.startsWith(prefix) || !table.startsWith(prefix)) {
      throw refusal(plugIn, 'structure', `it touches ${name}, and its own begin with ${prefix}`);
    }
  }
}
