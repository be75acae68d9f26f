/**
 * The structure that all migrations together make, as plain data: what the committed snapshots hold.
 *
 * `npm run schema` writes the snapshots anew after a migration added something. Invariant: a table, column, index or trigger
 * that a release had does not vanish and no column changes its type, unless it is on `retired-names.json`: the tests
 * compare (`guards.test.ts`).
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readMigrations } from '../src/main/storage/migration-manifest.ts';
import { migrateUp } from '../src/main/storage/migration-system.ts';
import { openWritable, type ReadableConnection } from '../src/main/storage/sqlite.ts';
import type { DatabaseKind } from '../src/main/storage/sqlite-errors.ts';

export const KINDS = ['space', 'vault'] as const;

/** By name: `memory`, `memory.seq`, `index memory_by_id`, `trigger receipt_stays`; and what each is. */
export type Schema = Readonly<Record<string, string>>;

function snapshotFile(kind: DatabaseKind): string {
  return join(import.meta.dirname, kind, 'schema.snapshot.json');
}

/** The structure after every migration. */
export function newestSchema(kind: DatabaseKind): Schema {
  const folder = mkdtempSync(join(tmpdir(), 'memoryos-schema-'));
  try {
    const file = join(folder, `${kind}.db`);
    writeFileSync(file, '');
    const connection = openWritable({ file, key: null });
    migrateUp(connection, readMigrations(import.meta.dirname, kind), { kind, file });
    const schema = schemaOf(connection);
    connection.close();
    return schema;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a database holds. Tables that belong to a virtual table are its own business. */
export function schemaOf(connection: ReadableConnection): Schema {
  const schema: Record<string, string> = {};
  const tables = connection
    .read<{ name: string; type: string; strict: number; wr: number }>(
      `SELECT name, type, strict, wr FROM pragma_table_list
        WHERE schema = 'main' AND type IN ('table', 'virtual', 'view') AND name NOT GLOB 'sqlite_*'`,
    )
    .all();
  for (const { name, type, strict, wr } of tables) {
    schema[name] = [type, ...(strict === 1 ? ['strict'] : []), ...(wr === 1 ? ['without rowid'] : [])].join(
      ', ',
    );
    for (const column of columnsOf(connection, name)) schema[`${name}.${column.name}`] = column.is;
  }
  const rest = connection
    .read<{ type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL`,
    )
    .all();
  for (const { type, name, sql } of rest) schema[`${type} ${name}`] = sql.replace(/\s+/g, ' ');
  return Object.fromEntries(Object.entries(schema).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function columnsOf(connection: ReadableConnection, table: string): { name: string; is: string }[] {
  const keys = new Map(
    connection
      .read<{ column: string; parent: string }>(
        'SELECT "from" AS column, "table" AS parent FROM pragma_foreign_key_list(?)',
      )
      .all(table)
      .map(({ column, parent }) => [column, parent]),
  );
  return connection
    .read<{ name: string; type: string; required: number; pk: number }>(
      'SELECT name, type, "notnull" AS required, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1',
    )
    .all(table)
    .map(({ name, type, required, pk }) => ({
      name,
      is: [
        type === '' ? 'any' : type.toLowerCase(),
        ...(required === 1 ? ['not null'] : []),
        ...(pk > 0 ? [`key ${pk}`] : []),
        ...(keys.has(name) ? [`of ${keys.get(name)}`] : []),
      ].join(', '),
    }));
}

/** Names that the snapshot has and the migrations no longer make as they were, unless they were retired. */
export function brokenNames(
  snapshot: Schema,
  now: Schema,
  retired: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(snapshot)
    .filter(([name, is]) => now[name] !== is && !Object.hasOwn(retired, name))
    .map(([name, is]) => `${name}: was "${is}", is ${now[name] === undefined ? 'gone' : `"${now[name]}"`}`);
}

const namesSchema = z.record(z.string(), z.string());

export function readSnapshot(kind: DatabaseKind): Schema {
  return namesSchema.parse(JSON.parse(readFileSync(snapshotFile(kind), 'utf8')));
}

/** By kind: what was taken away or changed on purpose, and since which version, in a sentence. */
export function retiredNames(kind: DatabaseKind): Readonly<Record<string, string>> {
  const path = join(import.meta.dirname, 'retired-names.json');
  return z.object({ space: namesSchema, vault: namesSchema }).parse(JSON.parse(readFileSync(path, 'utf8')))[
    kind
  ];
}

/** Renews the snapshots; refuses where a name would be lost. */
function renew(): void {
  for (const kind of KINDS) {
    const now = newestSchema(kind);
    const broken = existsSync(snapshotFile(kind))
      ? brokenNames(readSnapshot(kind), now, retiredNames(kind))
      : [];
    for (const line of broken) process.stderr.write(`${kind}: ${line}\n`);
    if (broken.length > 0) process.exitCode = 1;
    else writeFileSync(snapshotFile(kind), `${JSON.stringify(now, null, 2)}\n`);
  }
}

if (process.argv[1] === import.meta.filename) renew();
