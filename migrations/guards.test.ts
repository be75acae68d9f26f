/**
 * What every migration must hold to, driven from the manifests, so that none can be forgotten: nothing a release had
 * vanishes, and each migration goes up, down and up again with every row where it was.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Migration, readMigrations } from '../src/main/storage/migration-manifest.ts';
import { migrateDown, migrateUp } from '../src/main/storage/migration-system.ts';
import { openWritable, type SqlValue, type WritableConnection } from '../src/main/storage/sqlite.ts';
import { tableDigests } from '../src/main/storage/testing/table-digests.ts';
import {
  brokenNames,
  KINDS,
  newestSchema,
  readSnapshot,
  retiredNames,
  type Schema,
  schemaOf,
} from './schema.ts';

const ROWS = 3;

/** Tables that are no one's record: going up again works them out from those that are kept. And how. */
const DERIVED: Readonly<Record<string, string>> = {
  memory_rollup: 'counted anew by its own migration, from the memories',
  consolidation: 'every memory is queued again from the mark on',
  consolidation_mark: 'begins anew, so that every memory is queued once more',
  gist: 'condensed again from the memories of its month',
  gist_memory: 'written with its gist',
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memoryos-guards-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(KINDS)('the structure of %s', (kind) => {
  const migrations = readMigrations(import.meta.dirname, kind);
  const place = { kind, file: 'guarded' } as const;

  function empty(): WritableConnection {
    const file = join(folder, `${kind}.db`);
    writeFileSync(file, '');
    return openWritable({ file, key: null });
  }

  it('loses no name and changes no type that is not on retired-names.json', () => {
    expect(brokenNames(readSnapshot(kind), newestSchema(kind), retiredNames(kind))).toEqual([]);
  });

  it('is the one in schema.snapshot.json: `npm run schema` renews it after something was added', () => {
    expect(newestSchema(kind)).toEqual(readSnapshot(kind));
  });

  it('would show a name that is gone or of another type', () => {
    const { meta, ...rest } = readSnapshot(kind);
    expect(brokenNames({ ...rest, meta: meta ?? '' }, { ...rest, 'meta.id': 'text' }, {})).toHaveLength(2);
    expect(brokenNames({ lost: 'table' }, {}, { lost: '9.0.0: replaced by found' })).toEqual([]);
  });

  it('comes from the files in the folder, all of them named in the manifest', () => {
    const manifest = readFileSync(join(import.meta.dirname, kind, 'manifest.json'), 'utf8');
    const files = readdirSync(join(import.meta.dirname, kind)).filter((name) => name.endsWith('.sql'));
    expect(files.filter((name) => !manifest.includes(`"${name}"`))).toEqual([]);
    expect(files).toHaveLength(migrations.length * 2);
  });

  it('finds the children of a record by an index: a deletion looks through no table', () => {
    const connection = empty();
    migrateUp(connection, migrations, place);
    const unindexed = Object.keys(schemaOf(connection))
      .filter((name) => /^[a-z_]+$/.test(name))
      .flatMap((table) =>
        connection
          .read<{ column: string }>('SELECT "from" AS column FROM pragma_foreign_key_list(?) WHERE seq = 0')
          .all(table)
          .filter(({ column }) => !leads(connection, table, column))
          .map(({ column }) => `${table}.${column}`),
      );
    // Tables of a released format that hold a few rows each.
    expect(unindexed).toEqual(
      kind === 'space' ? [] : ['device.person', 'space.owner', 'space_person.person'],
    );
    connection.close();
  });

  it.each(migrations.map((migration) => [migration.version, migration.name, migration] as const))(
    '%s (%s) goes up, down and up again, and keeps every row',
    (_version, _name, migration) => {
      const upTo = migrations.filter(({ number }) => number <= migration.number);
      const below = upTo.slice(0, -1);
      const connection = empty();
      migrateUp(connection, below, place);
      const before = schemaOf(connection);
      migrateUp(connection, upTo, place);
      const after = schemaOf(connection);
      expect(notKept(before, after, migration)).toEqual([]);
      fill(connection, after);
      const rows = tableDigests(connection, upTo, Number.MAX_SAFE_INTEGER);
      expect(Object.values(rows).every((row) => row.startsWith(`${ROWS} `))).toBe(true);
      migrateDown(connection, upTo, place, { to: below.at(-1)?.number ?? 0 });
      expect(withoutKept(schemaOf(connection))).toEqual(withHistory(before, after));
      migrateUp(connection, upTo, place);
      expect(schemaOf(connection)).toEqual(after);
      expect(tableDigests(connection, upTo, Number.MAX_SAFE_INTEGER)).toEqual(rows);
      connection.close();
    },
  );

  it('goes all the way down from the newest and up again, and keeps every row', () => {
    const connection = empty();
    migrateUp(connection, migrations, place);
    const after = schemaOf(connection);
    fill(connection, after);
    const rows = tableDigests(connection, migrations, Number.MAX_SAFE_INTEGER);
    migrateDown(connection, migrations, place, { to: 0 });
    migrateUp(connection, migrations, place);
    expect(schemaOf(connection)).toEqual(after);
    expect(tableDigests(connection, migrations, Number.MAX_SAFE_INTEGER)).toEqual(rows);
    connection.close();
  });
});

/** Tables that a migration makes, does not keep, and does not have built anew. */
function notKept(before: Schema, after: Schema, { keeps, rebuilds }: Migration): string[] {
  if (rebuilds) return [];
  return Object.entries(after)
    .filter(([name, is]) => before[name] === undefined && /^(table|virtual)/.test(is) && !name.includes(' '))
    .map(([name]) => name)
    .filter((name) => !name.includes('.') && name !== 'migration_history' && !keeps.includes(name))
    .filter((name) => !Object.hasOwn(DERIVED, name));
}

function withoutKept(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !name.includes('_kept_')));
}

/** The history begins with the first step and then stays. */
function withHistory(before: Schema, after: Schema): Schema {
  const history = Object.entries(after).filter(([name]) => name.includes('migration_history'));
  return Object.fromEntries([...Object.entries(before), ...history].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function leads(connection: WritableConnection, table: string, column: string): boolean {
  const first = connection
    .read<{ name: string }>(
      `SELECT info.name FROM pragma_index_list(?) AS list, pragma_index_info(list.name) AS info
        WHERE info.seqno = 0`,
    )
    .all(table);
  const key = connection
    .read<{ name: string }>(`SELECT name FROM pragma_table_info(?) WHERE pk = 1`)
    .get(table);
  return key?.name === column || first.some(({ name }) => name === column);
}

/** Rows of every type, with the same values in every table, so that each finds the others it refers to. */
function fill(connection: WritableConnection, schema: Schema): void {
  connection.script('PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;');
  for (const [table, is] of Object.entries(schema)) {
    if (!is.startsWith('table') || table.includes('.') || table === 'migration_history') continue;
    if (Object.hasOwn(DERIVED, table)) continue;
    const columns = connection
      .read<{ name: string; type: string }>('SELECT name, type FROM pragma_table_info(?)')
      .all(table);
    const names = columns.map(({ name }) => `"${name}"`).join(', ');
    const insert = connection.write(
      `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    for (let row = 1; row <= ROWS; row += 1) insert.run(...columns.map(({ type }) => sample(type, row)));
  }
  connection.script('PRAGMA foreign_keys = ON');
}

function sample(type: string, row: number): SqlValue {
  switch (type.toUpperCase()) {
    case 'INTEGER':
    case 'INT':
      return row;
    case 'REAL':
      return row + 0.5;
    case 'TEXT':
      return `text ${row} — 冷`;
    default:
      return Buffer.alloc(32, row);
  }
}
