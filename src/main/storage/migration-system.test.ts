import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateDatabase, openSpaceDatabase } from './database.ts';
import { receiptSteps } from './engine/migration-receipts.ts';
import { openDatabaseFile } from './engine/open-file.ts';
import { keyBytes, ThreadKeys } from './engine/thread-keys.ts';
import { appliedMigrations, migrationHistory } from './migration-history.ts';
import { readMigrations, verifiedMigrations } from './migration-manifest.ts';
import { migrateDown, migrateUp, numberOfVersion, planDown, planUp, rehearse } from './migration-system.ts';
import { openWritable, type WritableConnection } from './sqlite.ts';
import { ReceiptsReader } from './stores/receipts/reader.ts';
import { contextFor, type Folder, memory, RUNTIME, temporaryFolder, testKeys } from './testing/databases.ts';
import { type InProcessOptions, openInProcess } from './testing/in-process.ts';
import { migrationsWith } from './testing/migration-folders.ts';
import { tableDigests } from './testing/table-digests.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const MIGRATIONS = readMigrations(RUNTIME.migrations, 'space');
const [FIRST, SECOND] = MIGRATIONS;
if (FIRST === undefined || SECOND === undefined) throw new Error('two migrations are needed');
const NEWEST = MIGRATIONS.at(-1)?.version ?? '';

/** A plain file, for tests of the system alone. */
function plain(): { connection: WritableConnection; place: { kind: 'space'; file: string } } {
  const file = folder.file('plain.db');
  writeFileSync(file, '');
  return { connection: openWritable({ file, key: null }), place: { kind: 'space', file } };
}

/** A space with memories, an attachment, words, a draft and a tombstone. */
function filledSpace(): InProcessOptions {
  const options = { file: folder.file('space.db'), spaceId: uuid(), keys: testKeys() };
  const space = openInProcess(options);
  for (const text of ['beans by the wall', 'the river froze', 'x'.repeat(9000), 'to be gone']) {
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
    if (text !== 'to be gone') continue;
    const burial = space.collect(contextFor(options.spaceId, { purpose: 'memory.delete' }), (uow) => {
      uow.fts.retract({ id: input.id });
      uow.privacy.bury({ recordId: input.id, actorId: input.authorId, reason: null });
      uow.episodic.remove({ id: input.id, expectedVersion: null });
    });
    expect(space.commits.run([burial])).toMatchObject([{ ok: true }]);
  }
  space.close();
  return { ...options, create: false };
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
    migrateUp(connection, migrations, { kind, file });
    expect(migrateUp(connection, migrations, { kind, file })).toEqual([]);
    expect(appliedMigrations(connection, migrations)).toEqual(migrations);
    expect(migrationHistory(connection).map((row) => row.direction)).toEqual(migrations.map(() => 'up'));
    expect(() => connection.script('DELETE FROM migration_history')).toThrow(/appended/);
    connection.close();
  }
});

it('walks up and down at random, and every row is where it was; receipts verify all the way', () => {
  const options = filledSpace();
  const place = { kind: 'space', file: options.file } as const;
  const keys = new ThreadKeys(options.spaceId, keyBytes(options.keys));
  const connection = openWritable({ file: options.file, key: options.keys.pageKey });
  const taken = receiptSteps(connection, keys, { kind: 'space', id: options.spaceId, actorId: uuid() });
  const receipts = new ReceiptsReader(connection, keys);
  const seqOf = (): number =>
    connection.read<{ seq: number }>('SELECT max(seq) AS seq FROM receipt').get()?.seq ?? 0;
  const numbers = [0, ...MIGRATIONS.map(({ number }) => number)];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...numbers), { minLength: 1, maxLength: 4 }), (walk) => {
      const until = seqOf();
      const before = tableDigests(connection, MIGRATIONS, until);
      for (const to of walk) {
        migrateDown(connection, MIGRATIONS, place, { to, taken });
        migrateUp(connection, MIGRATIONS, place, { to, taken });
        const standing = appliedMigrations(connection, MIGRATIONS).at(-1)?.number ?? 0;
        expect(standing).toBe(to);
      }
      migrateUp(connection, MIGRATIONS, place, { taken });
      expect(tableDigests(connection, MIGRATIONS, until)).toEqual(before);
      const kept = connection.read(`SELECT 1 FROM sqlite_schema WHERE name GLOB '_kept_*'`).get();
      expect(kept).toBeUndefined();
    }),
    { numRuns: 12 },
  );
  expect(receipts.answer('verify', { fromSeq: 1 })).toMatchObject({ verified: seqOf(), broken: [] });
  connection.close();
  const again = openInProcess(options);
  expect(again.readers.get('episodic')?.answer('stats', {})).toEqual({ memories: 3 });
  again.close();
});

it('stands at a whole version wherever it is cut off, and goes on from there', () => {
  const options = filledSpace();
  const place = { kind: 'space', file: options.file } as const;
  const connection = openWritable({ file: options.file, key: options.keys.pageKey });
  const before = tableDigests(connection, MIGRATIONS, Number.MAX_SAFE_INTEGER);
  for (const cut of MIGRATIONS.keys()) {
    migrateDown(connection, MIGRATIONS, place, { to: 0 });
    const left = MIGRATIONS.length - cut;
    const taken = ({ migration }: { migration: { number: number } }): void => {
      if (migration.number === MIGRATIONS[cut]?.number) throw new Error('cut off');
    };
    expect(() => migrateUp(connection, MIGRATIONS, place, { taken })).toThrow(/brought to the structure/);
    expect(appliedMigrations(connection, MIGRATIONS)).toEqual(MIGRATIONS.slice(0, cut));
    expect(migrateUp(connection, MIGRATIONS, place)).toHaveLength(left);
    expect(tableDigests(connection, MIGRATIONS, Number.MAX_SAFE_INTEGER)).toEqual(before);
  }
  connection.close();
});

it('says that the disk is full, and stands at the version before', () => {
  const options = filledSpace();
  const place = { kind: 'space', file: options.file } as const;
  const connection = openWritable({ file: options.file, key: options.keys.pageKey });
  const before = tableDigests(connection, MIGRATIONS, Number.MAX_SAFE_INTEGER);
  const pages = Number(connection.pragma('page_count'));
  connection.pragma(`max_page_count = ${pages}`);
  expect(() => migrateDown(connection, MIGRATIONS, place, { to: 0 })).toThrowError(
    expect.objectContaining({ code: 'STORAGE_FULL', retryable: true }),
  );
  expect(connection.pragma('integrity_check')).toBe('ok');
  connection.pragma('max_page_count = 1000000');
  migrateUp(connection, MIGRATIONS, place);
  expect(tableDigests(connection, MIGRATIONS, Number.MAX_SAFE_INTEGER)).toEqual(before);
  connection.close();
});

describe('a step that fails', () => {
  const broken = (rest: { version?: string } = {}) =>
    migrationsWith(folder.path, 'space', {
      number: 9000,
      name: 'broken',
      version: '1.900.0',
      up: 'CREATE TABLE half (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1);',
      down: 'DROP TABLE half;',
      ...rest,
    });

  it('leaves the version before it whole, and says which step it was', async () => {
    const options = filledSpace();
    const { file, keys, spaceId } = options;
    const opening = { file, keys, spaceId, create: false };
    const runtime = { ...RUNTIME, migrations: broken() };
    await expect(openSpaceDatabase({ ...opening, runtime })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      details: { number: 9000, name: 'broken', direction: 'up' },
    });
    const database = await openSpaceDatabase({ ...opening, runtime: RUNTIME });
    expect(await database.query('episodic.stats', {})).toEqual({ memories: 3 });
    await database.close();
  });

  it('fails in the dry run too, and there leaves nothing at all', async () => {
    const { file, keys, spaceId } = filledSpace();
    const request = { kind: 'space', id: spaceId, file, to: null, actorId: null } as const;
    const plan = migrateDatabase({ ...RUNTIME, migrations: broken() }, { ...request, action: 'plan' }, keys);
    await expect(plan).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    const status = await migrateDatabase(RUNTIME, { ...request, action: 'status' }, keys);
    expect(status).toMatchObject({ current: NEWEST, pending: [] });
    expect(status.history).toHaveLength(MIGRATIONS.length);
  });

  it('keeps the verified copy that a breaking one asked for', async () => {
    const { file, keys, spaceId } = filledSpace();
    const opening = { file, keys, spaceId, create: false };
    const runtime = { ...RUNTIME, migrations: broken({ version: '2.0.0' }) };
    await expect(openSpaceDatabase({ ...opening, runtime })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
    });
    const copy = `${file}.before-2.0.0`;
    expect(existsSync(copy)).toBe(true);
    expect(readFileSync(copy).includes('SQLite format')).toBe(false);
    const snapshot = await openSpaceDatabase({ ...opening, file: copy, runtime: RUNTIME });
    expect(await snapshot.query('episodic.stats', {})).toEqual({ memories: 3 });
    await snapshot.close();
    await (await openSpaceDatabase({ ...opening, runtime: RUNTIME })).close();
    expect(readdirSync(folder.path).filter((name) => name.includes('before'))).toEqual([]);
  });
});

it('takes a breaking step, and drops the copy when the file next opens with nothing left to do', async () => {
  const { file, keys, spaceId } = filledSpace();
  const migrations = migrationsWith(folder.path, 'space', {
    number: 9000,
    name: 'next',
    version: '2.0.0',
    up: 'CREATE TABLE tomorrow (a INTEGER) STRICT;',
    down: 'DROP TABLE tomorrow;',
  });
  const opening = { file, keys, spaceId, create: false, runtime: { ...RUNTIME, migrations } };
  const request = { kind: 'space', id: spaceId, file, to: null, actorId: null } as const;
  const plan = await migrateDatabase(opening.runtime, { ...request, action: 'plan' }, keys);
  expect(plan.steps).toMatchObject([{ version: '2.0.0', direction: 'up', breaking: true, rows: 0 }]);
  expect(plan.current).toBe(NEWEST);
  await (await openSpaceDatabase(opening)).close();
  expect(existsSync(`${file}.before-2.0.0`)).toBe(true);
  await (await openSpaceDatabase(opening)).close();
  expect(existsSync(`${file}.before-2.0.0`)).toBe(false);
  await expect(openSpaceDatabase({ ...opening, runtime: RUNTIME })).rejects.toMatchObject({
    code: 'NEWER_VERSION',
    hint: expect.stringContaining('Please update'),
  });
});

describe('what is kept', () => {
  /** A child of a table that stays. */
  const child = {
    ...SECOND,
    number: 15,
    name: 'child',
    version: '1.0.5',
    up: `CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE,
           note TEXT, friend INTEGER REFERENCES parent ON DELETE SET NULL) STRICT;
         CREATE TABLE grandchild (child INTEGER NOT NULL REFERENCES child (id) ON DELETE CASCADE) STRICT;`,
    down: `CREATE TABLE _kept_child AS SELECT * FROM child; CREATE TABLE _kept_grandchild AS SELECT * FROM grandchild;
           DROP TABLE grandchild; DROP TABLE child;`,
    keeps: ['child', 'grandchild'],
  };
  const parent = {
    ...FIRST,
    up: 'CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;',
    down: 'DROP TABLE parent;',
    keeps: [],
  };

  it('follows a deletion made by an app that knows nothing of it, also when the place is taken again', () => {
    const { connection, place } = plain();
    migrateUp(connection, [parent, child], place);
    connection.script(`INSERT INTO parent VALUES (1), (2), (3);
      INSERT INTO child VALUES (10, 1, 'goes', NULL), (20, 2, 'stays', 3);
      INSERT INTO grandchild VALUES (10), (20), (20);`);
    migrateDown(connection, [parent, child], place, { to: parent.number });
    connection.script('DELETE FROM parent WHERE id IN (1, 3); INSERT INTO parent VALUES (1);');
    migrateUp(connection, [parent, child], place);
    expect(connection.read('SELECT * FROM child').all()).toEqual([
      { id: 20, parent: 2, note: 'stays', friend: null },
    ]);
    expect(connection.read('SELECT * FROM grandchild').all()).toEqual([{ child: 20 }, { child: 20 }]);
    expect(connection.read(`SELECT name FROM sqlite_schema WHERE name GLOB '_kept*'`).all()).toEqual([]);
    connection.script('DELETE FROM parent');
    connection.close();
  });

  it('is counted by a dry run that changes nothing', () => {
    const { connection, place } = plain();
    migrateUp(connection, [parent, child], place);
    connection.script('INSERT INTO parent VALUES (1); INSERT INTO child VALUES (10, 1, NULL, NULL);');
    const before = connection.read('SELECT name, sql FROM sqlite_schema').all();
    const down = rehearse(connection, planDown(connection, [parent, child], 0), place);
    expect(down.map(({ migration, rows }) => [migration.name, rows])).toEqual([
      ['child', 1],
      [parent.name, 0],
    ]);
    expect(connection.read('SELECT name, sql FROM sqlite_schema').all()).toEqual(before);
    expect(connection.read('SELECT count(*) AS n FROM child').get()).toEqual({ n: 1 });
    connection.close();
  });
});

it('remembers across a crash that derived stores are to be built anew', () => {
  const options = filledSpace();
  const place = { kind: 'space', file: options.file } as const;
  const connection = openWritable({ file: options.file, key: options.keys.pageKey });
  const fts = MIGRATIONS.find(({ rebuilds }) => rebuilds);
  migrateDown(connection, MIGRATIONS, place, { to: (fts?.number ?? 0) - 1 });
  connection.close();
  const keys = new ThreadKeys(options.spaceId, keyBytes(options.keys));
  const open = () =>
    openDatabaseFile(
      {
        ...place,
        id: options.spaceId,
        create: false,
        migrations: MIGRATIONS,
        knownHead: null,
        actorId: null,
      },
      keys,
    );
  for (const time of ['migrates', 'opens again, nothing was built']) {
    const opened = open();
    expect([time, opened.rebuild]).toEqual([time, true]);
    opened.connection.close();
  }
  const space = openInProcess(options);
  space.commits.rebuild();
  space.close();
  const opened = open();
  expect(opened.rebuild).toBe(false);
  opened.connection.close();
});

it('receipts each step of a file that was there before, and none of a new one', async () => {
  const { file, keys, spaceId } = filledSpace();
  const actorId = uuid();
  const request = { kind: 'space', id: spaceId, file, actorId } as const;
  const before = MIGRATIONS.at(-2)?.version ?? '';
  const down = await migrateDatabase(RUNTIME, { ...request, action: 'down', to: before }, keys);
  expect(down).toMatchObject({ current: before, steps: [{ direction: 'down', version: NEWEST }] });
  expect(down.history.at(-1)).toMatchObject({ direction: 'down', expected: true, breaking: false });
  const database = await openSpaceDatabase({ file, keys, spaceId, actorId, create: false, runtime: RUNTIME });
  const { rows } = await database.query('receipts.page', { beforeSeq: null, limit: 3 });
  const last = MIGRATIONS.at(-1);
  expect(rows.map(({ body, verification }) => ({ ...body, verification }))).toMatchObject([
    {
      kind: 'MIGRATED',
      action: 'migration.up',
      actor: actorId,
      verification: 'verified',
      stores: [{ store: 'migrations', op: 'up', digest: last?.upSha256 }],
    },
    { action: 'migration.down', stores: [{ digest: last?.downSha256 }] },
    { kind: 'ACTION_EXECUTED' },
  ]);
  expect(await database.query('receipts.verify', {})).toMatchObject({ broken: [] });
  await database.close();
});

it('refuses files that are not as they were released', () => {
  const copy = folder.file('migrations');
  cpSync(RUNTIME.migrations, copy, { recursive: true });
  for (const direction of ['up', 'down']) {
    appendFileSync(`${copy}/space/0010-foundation.${direction}.sql`, '-- changed\n');
    expect(() => readMigrations(copy, 'space')).toThrowError(
      expect.objectContaining({ code: 'MIGRATION_CHECKSUM' }),
    );
    cpSync(RUNTIME.migrations, copy, { recursive: true });
  }
  const path = `${copy}/space/manifest.json`;
  const manifest = readFileSync(path, 'utf8');
  writeFileSync(path, manifest.replace('"1.1.0"', '"1.0.0"'));
  expect(() => readMigrations(copy, 'space')).toThrow(/not as it was released/);
  writeFileSync(`${copy}/vault/manifest.json`, '{');
  expect(() => readMigrations(copy, 'vault')).toThrowError(
    expect.objectContaining({ code: 'MIGRATION_CHECKSUM' }),
  );
});

it('reads the files once, and goes on with what it verified; what was refused is read anew', () => {
  const copy = folder.file('migrations-once');
  cpSync(RUNTIME.migrations, copy, { recursive: true });
  const path = `${copy}/space/0010-foundation.up.sql`;
  const released = readFileSync(path);
  appendFileSync(path, '-- changed\n');
  expect(() => verifiedMigrations(copy, 'space')).toThrow(/not as it was released/);
  writeFileSync(path, released);
  const verified = verifiedMigrations(copy, 'space');
  expect(verified).toEqual(MIGRATIONS);
  appendFileSync(path, '-- changed\n');
  expect(verifiedMigrations(copy, 'space')).toBe(verified);
  expect(verifiedMigrations(copy, 'vault')).toEqual(readMigrations(RUNTIME.migrations, 'vault'));
});

it('knows a newer file and one that another build made, going up or down', () => {
  const { connection, place } = plain();
  migrateUp(connection, MIGRATIONS, place);
  expect(() => appliedMigrations(connection, MIGRATIONS.slice(0, -1))).toThrowError(
    expect.objectContaining({ code: 'NEWER_VERSION' }),
  );
  const other = { upSha256: '0'.repeat(64) };
  expect(() =>
    appliedMigrations(
      connection,
      MIGRATIONS.map((migration) => ({ ...migration, ...other })),
    ),
  ).toThrowError(expect.objectContaining({ code: 'MIGRATION_CHECKSUM' }));
  migrateDown(connection, MIGRATIONS, place, { to: MIGRATIONS.at(-2)?.number ?? 0 });
  // A newer app went down to what this one knows before it left.
  expect(appliedMigrations(connection, MIGRATIONS.slice(0, -1))).toHaveLength(MIGRATIONS.length - 1);
  const otherDown = MIGRATIONS.map((migration) => ({ ...migration, downSha256: '0'.repeat(64) }));
  expect(() => appliedMigrations(connection, otherDown)).toThrowError(
    expect.objectContaining({
      code: 'MIGRATION_CHECKSUM',
      details: expect.objectContaining({ direction: 'down' }),
    }),
  );
  connection.close();
});

it('compares versions as versions', () => {
  expect(numberOfVersion(MIGRATIONS, '1.0.0')).toBe(FIRST.number);
  expect(numberOfVersion(MIGRATIONS, '0')).toBe(0);
  expect(() => numberOfVersion(MIGRATIONS, '9.9.9')).toThrowError(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  );
  expect(() => numberOfVersion(MIGRATIONS, 'latest')).toThrowError(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
  const { connection, place } = plain();
  migrateUp(connection, [FIRST], place);
  const next = { ...SECOND, version: '2.0.0' };
  expect(planUp(connection, [FIRST, next])).toMatchObject([{ breaking: true }]);
  migrateUp(connection, [FIRST, next], place);
  expect(planDown(connection, [FIRST, next], 0)).toMatchObject([{ breaking: true }, { breaking: false }]);
  connection.close();
});
