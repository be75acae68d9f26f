import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { generateKey } from '../security/key-derivation.ts';
import { holdExclusively } from './exclusive-file.ts';
import { isTrustedSqlite, openReadable, openWritable, requireTrustedSqlite } from './sqlite.ts';
import { isTransient, storageError } from './sqlite-errors.ts';
import { type Folder, temporaryFolder } from './testing/databases.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

function emptyFile(name = 'a.db'): { file: string; key: ReturnType<typeof generateKey> } {
  const file = folder.file(name);
  writeFileSync(file, '');
  return { file, key: generateKey() };
}

it('sets the pragmas of the design on writer and reader, read back from SQLite', () => {
  const options = emptyFile();
  const writer = openWritable(options);
  const reader = openReadable(options);
  for (const connection of [writer, reader]) {
    expect(connection.pragma('cipher')).toBe('aegis');
    expect(connection.pragma('journal_mode')).toBe('wal');
    expect(connection.pragma('synchronous')).toBe(2);
    expect(connection.pragma('cache_size')).toBe(-64 * 1024);
    expect(connection.pragma('temp_store')).toBe(2);
    expect(connection.pragma('secure_delete')).toBe(1);
    expect(connection.pragma('foreign_keys')).toBe(1);
    expect(connection.pragma('trusted_schema')).toBe(0);
    expect(connection.pragma('wal_autocheckpoint')).toBe(0);
  }
  expect(reader.pragma('query_only')).toBe(1);
  writer.close();
  reader.close();
});

it('writes nothing into a file that is opened again as it was', () => {
  const options = emptyFile();
  const made = openWritable(options);
  made.script('CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT');
  expect(made.pragma('auto_vacuum')).toBe(2);
  made.close();
  const again = openWritable(options);
  expect(again.pragma('auto_vacuum')).toBe(2);
  expect(statSync(`${options.file}-wal`).size).toBe(0);
  again.close();
});

it('trusts no SQLite older than the one whose log is sound, nor what is no version', () => {
  for (const good of ['3.51.3', '3.51.10', '3.52.0', '3.53.4', '4.0.0'])
    expect(isTrustedSqlite(good)).toBe(true);
  for (const bad of ['3.51.2', '3.51', '3.9.9', '3.50.99', '2.99.99', '', 'x.y.z', '3.51.x']) {
    expect(isTrustedSqlite(bad), bad).toBe(false);
  }
  expect(() => requireTrustedSqlite('3.51.2')).toThrow(/3\.51\.2, which is too old/);
});

it('holds one snapshot over several looks until it is let go', () => {
  const options = emptyFile();
  const writer = openWritable(options);
  writer.script('CREATE TABLE t (a)');
  const reader = openReadable(options);
  const count = () =>
    reader.snapshot(() => reader.read<{ n: number }>('SELECT count(*) AS n FROM t').get()?.n);
  reader.hold();
  reader.hold();
  writer.write('INSERT INTO t VALUES (1)').run();
  expect(count()).toBe(0);
  reader.letGo();
  reader.letGo();
  expect(count()).toBe(1);
  reader.close();
  writer.close();
});

it('gives a reader no way to write', () => {
  const options = emptyFile();
  const writer = openWritable(options);
  writer.script('CREATE TABLE t (a)');
  const reader = openReadable(options);
  expect(() => reader.read('INSERT INTO t VALUES (1)')).toThrow(TypeError);
  expect(writer.read<{ n: number }>('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
  reader.close();
  writer.close();
});

it('leaves nothing readable in the file or its log', () => {
  const options = emptyFile();
  const writer = openWritable(options);
  writer.script(`CREATE TABLE diary (a); INSERT INTO diary VALUES ('the river froze in 1963')`);
  for (const suffix of ['', '-wal']) {
    const bytes = readFileSync(options.file + suffix).toString('latin1');
    expect(bytes).not.toContain('river');
    expect(bytes).not.toContain('diary');
  }
  writer.close();
  expect(readFileSync(options.file).toString('latin1')).not.toMatch(/river|diary|SQLite format/);
});

it('tells a wrong key or garbage, a damaged page, a full disk and a lock apart', () => {
  const options = emptyFile();
  const place = { kind: 'space', file: options.file } as const;
  const caught = (work: () => unknown): unknown => {
    try {
      work();
    } catch (error) {
      return error;
    }
    throw new Error('nothing was thrown');
  };
  const writer = openWritable(options);
  writer.script('CREATE TABLE t (a BLOB); INSERT INTO t VALUES (randomblob(50000))');

  const wrongKey = caught(() => openReadable({ ...options, key: generateKey() }));
  expect(storageError(wrongKey, place)).toMatchObject({
    code: 'SPACE_DAMAGED',
    details: { reason: 'not-a-database' },
  });

  writer.pragma(`max_page_count = 20`);
  const full = caught(() => writer.script('INSERT INTO t VALUES (randomblob(500000))'));
  expect(storageError(full, place)).toMatchObject({ code: 'STORAGE_FULL', retryable: true });

  const other = openWritable(options);
  other.pragma('busy_timeout = 1');
  writer.script('BEGIN IMMEDIATE');
  const busy = caught(() => other.script('BEGIN IMMEDIATE'));
  expect(storageError(busy, place)).toMatchObject({ code: 'BUSY', retryable: true });
  expect([isTransient(busy), isTransient(full), isTransient(wrongKey)]).toEqual([true, false, false]);
  writer.script('ROLLBACK');
  other.close();
  writer.close();

  const bytes = readFileSync(options.file);
  bytes.fill(0x55, 3 * 4096, 5 * 4096);
  writeFileSync(options.file, bytes);
  const damaged = openReadable(options);
  const corrupt = caught(() => damaged.read('SELECT a FROM t').get());
  expect(storageError(corrupt, place)).toMatchObject({
    code: 'SPACE_DAMAGED',
    details: { reason: 'corrupt' },
  });
  expect(storageError(corrupt, { ...place, kind: 'vault' }).code).toBe('REGISTRY_DAMAGED');
  damaged.close();
});

it('says nothing of a fault but its name', () => {
  const error = storageError(new Error('secret diary text'), { kind: 'space', file: 'f' });
  expect(JSON.stringify(error.toData())).not.toContain('diary');
  expect(error.code).toBe('INTERNAL');
});

it('holds a file for one holder at a time', () => {
  const file = folder.file('vault.lock');
  const first = holdExclusively(file);
  expect(() => holdExclusively(file)).toThrowError(expect.objectContaining({ code: 'VAULT_IN_USE' }));
  first.release();
  first.release();
  const second = holdExclusively(file);
  second.release();
});

it('says that a place for the lock cannot be used', () => {
  mkdirSync(folder.file('directory'));
  chmodSync(folder.file('directory'), 0o755);
  expect(() => holdExclusively(folder.file('directory'))).toThrowError(
    expect.objectContaining({ code: 'STORAGE_UNAVAILABLE' }),
  );
});
