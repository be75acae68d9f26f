/**
 * What going down takes away, kept in `_kept_<table>` until going up brings it back.
 *
 * Invariants: rows come back as they were, save those that belonged to a record which was deleted in the meantime. While
 * they wait, a deletion reaches them as it would have reached the table itself: an app that knows nothing of the table
 * still erases what it held. Does not copy the rows aside: each migration's `down` says which and how.
 */
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { hasTable } from './migration-history.ts';
import type { ReadableConnection, WritableConnection } from './sqlite.ts';

/** One foreign key of a table. */
export interface Reference {
  readonly table: string;
  readonly parent: string;
  readonly columns: readonly { readonly from: string; readonly to: string }[];
  readonly onDelete: string;
}

const keptName = (table: string): string => `_kept_${table}`;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

interface ColumnLine {
  readonly name: string;
  readonly pk: number;
}

function columns(connection: ReadableConnection, table: string): ColumnLine[] {
  return connection.read<ColumnLine>('SELECT name, pk FROM pragma_table_info(?)').all(table);
}

/** The foreign keys of a table as it stands. */
export function referencesOf(connection: ReadableConnection, table: string): Reference[] {
  const lines = connection
    .read<{ id: number; parent: string; from: string; to: string | null; onDelete: string }>(
      `SELECT id, "table" AS parent, "from", "to", on_delete AS onDelete
         FROM pragma_foreign_key_list(?) ORDER BY id, seq`,
    )
    .all(table);
  const references = new Map<number, { -readonly [K in keyof Reference]: Reference[K] }>();
  for (const { id, parent, from, to, onDelete } of lines) {
    const reference = references.get(id) ?? { table, parent, onDelete, columns: [] };
    const key = to ?? columns(connection, parent).find(({ pk }) => pk === reference.columns.length + 1)?.name;
    reference.columns = [...reference.columns, { from, to: key ?? 'rowid' }];
    references.set(id, reference);
  }
  return [...references.values()];
}

/** How many rows of these tables stand, or wait to come back. */
export function rowsOf(connection: ReadableConnection, tables: readonly string[], kept: boolean): number {
  let rows = 0;
  for (const table of tables) {
    const name = kept ? keptName(table) : table;
    if (!hasTable(connection, name)) continue;
    rows += connection.read<{ n: number }>(`SELECT count(*) AS n FROM ${quoted(name)}`).get()?.n ?? 0;
  }
  return rows;
}

/**
 * Makes deletions reach what was just kept.
 * @param references of the tables, read before they were dropped
 */
export function followDeletions(connection: WritableConnection, references: readonly Reference[]): void {
  for (const [index, { table, parent, columns: pairs, onDelete }] of references.entries()) {
    const kept = keptName(table);
    if (!hasTable(connection, kept) || !hasTable(connection, parent)) continue;
    const where = pairs.map(({ from, to }) => `${quoted(from)} = OLD.${quoted(to)}`).join(' AND ');
    const follow =
      onDelete === 'CASCADE'
        ? `DELETE FROM ${quoted(kept)} WHERE ${where}`
        : onDelete === 'SET NULL'
          ? `UPDATE ${quoted(kept)} SET ${pairs.map(({ from }) => `${quoted(from)} = NULL`).join(', ')} WHERE ${where}`
          : null;
    if (follow === null) continue;
    const name = quoted(`${kept}/${index}`);
    connection.script(
      `CREATE INDEX ${name} ON ${quoted(kept)} (${pairs.map(({ from }) => quoted(from)).join(', ')});
       CREATE TRIGGER ${quoted(`${kept}/${index}/deleted`)} AFTER DELETE ON ${quoted(parent)} BEGIN ${follow}; END;`,
    );
  }
}

/** Rows that an earlier `down` kept go back where they were; columns that no longer exist are left out. */
export function bringBack(connection: WritableConnection, table: string): void {
  const kept = keptName(table);
  if (!hasTable(connection, kept)) return;
  const there = new Set(columns(connection, table).map(({ name }) => name));
  const shared = columns(connection, kept)
    .filter(({ name }) => there.has(name))
    .map(({ name }) => quoted(name))
    .join(', ');
  const insert = `INSERT INTO ${quoted(table)} (${shared}) SELECT ${shared} FROM ${quoted(kept)} AS kept`;
  try {
    connection.script(insert);
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError) || error.code !== 'SQLITE_CONSTRAINT_FOREIGNKEY') throw error;
    // Something they belonged to was deleted while they waited, and with it went their right to come back.
    connection.script(`${insert} WHERE ${belongs(referencesOf(connection, table))}`);
  }
  const triggers = connection
    .read<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB ?`)
    .all(`${kept}/*`);
  for (const { name } of triggers) connection.script(`DROP TRIGGER ${quoted(name)}`);
  connection.script(`DROP TABLE ${quoted(kept)}`);
}

function belongs(references: readonly Reference[]): string {
  return references
    .filter(({ table, parent }) => parent !== table)
    .map(({ parent, columns: pairs }) => {
      const same = pairs.map(({ from, to }) => `parent.${quoted(to)} = kept.${quoted(from)}`).join(' AND ');
      const loose = pairs.map(({ from }) => `kept.${quoted(from)} IS NULL`).join(' OR ');
      return `(${loose} OR EXISTS (SELECT 1 FROM ${quoted(parent)} AS parent WHERE ${same}))`;
    })
    .join(' AND ');
}
