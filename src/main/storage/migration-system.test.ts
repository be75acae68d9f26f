import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readMigrations } from './migration-manifest.ts';
import { appliedMigrations, migrateDown, migrateUp, migrationHistory, planUp } from './migration-system.ts';
import { openWritable, type WritableConnection } from './sqlite.ts';
import { contextFor, type Folder, memory, RUNTIME, temporaryFolder, testKeys } from './testing/databases.ts';
import { openInProcess } from './testing/in-process.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Every table's rows, but the history's and the full-text index's own. */
function dump(connection: WritableConnection): Record<string, unknown[]> {
  const tables = connection
    .read<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'memory_words%'
         AND name NOT LIKE 'sqlite_%' AND name <> 'migration_history' ORDER BY name`,
    )
    .all();
  return Object.fromEntries(
    tables.map(({ name }) => [name, connection.read(`SELECT * FROM "${name}" ORDER BY 1, 2`).all()]),
  );
}

it('brings a new database to the newest structure, with a history', () => {
  for (const kind of ['space', 'vault'] as const) {
    const file = folder.file(`${kind}.db`);
    writeFileSync(file, '');
    const connection = openWritable({ file, key: null });
    const migrations = readMigrations(RUNTIME.migrations, kind);
    expect(planUp(connection, migrations).map(({ breaking }) => breaking)).toEqual(
      migrations.map(() => false),
    );
    migrateUp(connection, migrations);
    expect(migrateUp(connection, migrations)).toEqual([]);
    expect(appliedMigrations(connection, migrations)).toEqual(migrations);
    expect(migrationHistory(connection).map((row) => row.direction)).toEqual(migrations.map(() => 'up'));
    expect(() => connection.script('DELETE FROM migration_history')).toThrow(/appended/);
    connection.close();
  }
});

it('goes down to any version and up again, and nothing is lost', async () => {
  const options = { file: folder.file('space.db'), spaceId: uuid(), keys: testKeys() };
  const space = openInProcess(options);
  for (const text of ['beans by the wall', 'the river froze', 'x'.repeat(9000)]) {
    const input = memory({ text, externalId: text.slice(0, 9) });
    const unit = space.collect(contextFor(options.spaceId, { subjectId: input.id }), (uow) => {
      uow.attachments.put({ ref: 'a', band: 'GREEN', bytes: Buffer.from(text), mediaType: 'text/plain' });
      uow.episodic.append({
        ...input,
        attachments: [{ ref: 'a', name: 'a.txt', mediaType: 'text/plain', bytes: text.length }],
      });
      uow.fts.index({ id: input.id });
      uow.workspace.saveDraft({ id: input.id, baseVersion: 1, band: 'GREEN', content: '{}' });
    });
    expect(space.commits.run([unit])).toMatchObject([{ ok: true }]);
  }
  const before = dump(space.connection);
  space.close();
  const migrations = readMigrations(RUNTIME.migrations, 'space');
  for (const to of [0, ...migrations.map((migration) => migration.number)]) {
    const connection = openWritable({ file: options.file, key: options.keys.pageKey });
    const back = migrateDown(connection, migrations, to);
    expect(back.map(({ number }) => number)).toEqual(
      migrations
        .map(({ number }) => number)
        .filter((number) => number > to)
        .reverse(),
    );
    connection.close();
    const again = openInProcess({ ...options, create: false });
    expect(dump(again.connection)).toEqual(before);
    again.close();
  }
});

it('undoes a migration that fails half-way', () => {
  const file = folder.file('a.db');
  writeFileSync(file, '');
  const connection = openWritable({ file, key: null });
  const [first, second] = readMigrations(RUNTIME.migrations, 'space');
  if (first === undefined || second === undefined) throw new Error('two migrations are needed');
  const broken = { ...second, up: `CREATE TABLE half (a); INSERT INTO nowhere VALUES (1);` };
  expect(() => migrateUp(connection, [first, broken])).toThrow(/nowhere/);
  expect(connection.read(`SELECT 1 FROM sqlite_schema WHERE name = 'half'`).get()).toBeUndefined();
  expect(appliedMigrations(connection, [first, second])).toEqual([first]);
  connection.close();
});

it('refuses files that are not as they were released', () => {
  const copy = folder.file('migrations');
  cpSync(RUNTIME.migrations, copy, { recursive: true });
  appendFileSync(`${copy}/space/0010-foundation.up.sql`, '-- changed\n');
  expect(() => readMigrations(copy, 'space')).toThrowError(
    expect.objectContaining({ code: 'MIGRATION_CHECKSUM' }),
  );
  writeFileSync(`${copy}/vault/manifest.json`, '{');
  expect(() => readMigrations(copy, 'vault')).toThrowError(
    expect.objectContaining({ code: 'MIGRATION_CHECKSUM' }),
  );
});

it('keeps numbers rising and checksums true in the manifests that ship', () => {
  for (const kind of ['space', 'vault'] as const) {
    const manifest: { migrations: { number: number }[] } = JSON.parse(
      readFileSync(`${RUNTIME.migrations}/${kind}/manifest.json`, 'utf8'),
    );
    const numbers = manifest.migrations.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(readMigrations(RUNTIME.migrations, kind)).toHaveLength(numbers.length);
  }
});

it('knows a newer file and one that another build made', () => {
  const file = folder.file('a.db');
  writeFileSync(file, '');
  const connection = openWritable({ file, key: null });
  const migrations = readMigrations(RUNTIME.migrations, 'space');
  migrateUp(connection, migrations);
  expect(() => appliedMigrations(connection, migrations.slice(0, -1))).toThrowError(
    expect.objectContaining({ code: 'NEWER_VERSION' }),
  );
  const other = migrations.map((migration) => ({ ...migration, upSha256: '0'.repeat(64) }));
  expect(() => appliedMigrations(connection, other)).toThrowError(
    expect.objectContaining({ code: 'MIGRATION_CHECKSUM' }),
  );
  connection.close();
});

it('calls a change of the major version breaking', () => {
  const file = folder.file('a.db');
  writeFileSync(file, '');
  const connection = openWritable({ file, key: null });
  const [first, second] = readMigrations(RUNTIME.migrations, 'space');
  if (first === undefined || second === undefined) throw new Error('two migrations are needed');
  migrateUp(connection, [first]);
  expect(planUp(connection, [first, { ...second, version: '2.0.0' }])).toMatchObject([{ breaking: true }]);
  connection.close();
});
