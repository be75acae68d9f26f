import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { generateKey } from '../security/key-derivation.ts';
import { openSpaceDatabase, openVaultDatabase, probePageKey } from './database.ts';
import { openWritable } from './sqlite.ts';
import {
  ACTOR,
  contextFor,
  type Folder,
  openTestSpace,
  openTestVault,
  RUNTIME,
  temporaryFolder,
  testKeys,
} from './testing/databases.ts';

// Threads start slowly on a machine that is busy with other things.
vi.setConfig({ testTimeout: 180_000 });

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const failing = (code: string, reason?: string) =>
  expect.objectContaining({
    code,
    ...(reason === undefined ? {} : { details: expect.objectContaining({ reason }) }),
  });

it('keeps what was acknowledged, and counts it, over closing and opening', async () => {
  const space = await openTestSpace(folder);
  const input = await space.add({ title: 'First', externalId: 'one' });
  const head = await space.database.head();
  const again = await space.reopen({ knownHead: head });
  expect(await again.database.head()).toEqual(head);
  expect(await again.database.query('episodic.get', { id: input.id })).toMatchObject({
    title: 'First',
    text: input.text,
    version: 1,
    externalId: 'one',
    authorId: ACTOR,
    receipt: { seq: 1, hash: head.hash },
  });
  await again.database.close();
  await again.database.close();
  await expect(again.add()).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
  await expect(again.database.query('episodic.stats', {})).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
});

it('makes nothing where something is, and nothing where nothing should be made', async () => {
  const space = await openTestSpace(folder);
  await space.database.close();
  const before = readFileSync(space.file);
  await expect(openTestSpace(folder, { file: space.file })).rejects.toEqual(failing('SPACE_EXISTS'));
  expect(readFileSync(space.file)).toEqual(before);
  await expect(openTestSpace(folder, { create: false, file: folder.file('none.db') })).rejects.toEqual(
    failing('SPACE_MISSING', 'missing'),
  );
  const vault = { runtime: RUNTIME, vaultId: uuid(), keys: testKeys(), file: folder.file('vault.db') };
  await expect(openVaultDatabase({ ...vault, create: false })).rejects.toEqual(
    failing('REGISTRY_DAMAGED', 'missing'),
  );
});

it('says what is wrong with a file that is not what it was, and leaves it so', async () => {
  const space = await openTestSpace(folder);
  for (let count = 0; count < 20; count += 1) await space.add({ text: `${count} `.repeat(3000) });
  await space.database.close();
  const good = folder.file('good.db');
  copyFileSync(space.file, good);
  const open = { create: false, spaceId: space.id, keys: space.keys, file: space.file };
  const cases: [string, () => void, string, string | undefined][] = [
    ['garbage', () => writeFileSync(space.file, Buffer.alloc(50_000, 7)), 'SPACE_DAMAGED', 'not-a-database'],
    ['empty', () => truncateSync(space.file, 0), 'SPACE_DAMAGED', 'empty'],
    ['truncated', () => truncateSync(space.file, 4096), 'SPACE_DAMAGED', 'corrupt'],
  ];
  for (const [name, spoil, code, reason] of cases) {
    copyFileSync(good, space.file);
    spoil();
    const before = readFileSync(space.file);
    await expect(openTestSpace(folder, open), name).rejects.toEqual(failing(code, reason));
    expect(readFileSync(space.file), name).toEqual(before);
  }
  copyFileSync(good, space.file);
  await expect(openTestSpace(folder, { ...open, keys: testKeys() })).rejects.toEqual(
    failing('SPACE_DAMAGED', 'not-a-database'),
  );
  await expect(openTestSpace(folder, { ...open, spaceId: uuid() })).rejects.toEqual(
    failing('SPACE_SWAPPED', 'swapped'),
  );
});

it('knows an older copy by the head that was seen', async () => {
  const space = await openTestSpace(folder);
  await space.add();
  await space.database.checkpoint();
  copyFileSync(space.file, folder.file('old.db'));
  await space.add();
  const knownHead = await space.database.head();
  await space.database.close();
  copyFileSync(folder.file('old.db'), space.file);
  await expect(space.reopen({ knownHead })).rejects.toMatchObject({
    code: 'SPACE_ROLLED_BACK',
    details: { knownSeq: 2, headSeq: 1 },
  });
  const accepted = await space.reopen({ knownHead: null });
  expect(await accepted.database.head()).toMatchObject({ seq: 1 });
  await accepted.database.close();
});

it('knows a file that lost its write-ahead log after a crash', async () => {
  const space = await openTestSpace(folder);
  await space.add();
  await space.database.checkpoint();
  await space.add();
  const knownHead = await space.database.head();
  // What a copy of the main file alone holds, taken while the log still has the rest.
  copyFileSync(space.file, folder.file('without-log.db'));
  await space.database.close();
  await expect(
    openTestSpace(folder, {
      create: false,
      file: folder.file('without-log.db'),
      spaceId: space.id,
      keys: space.keys,
      knownHead,
    }),
  ).rejects.toMatchObject({ code: 'SPACE_ROLLED_BACK' });
});

it('says that a newer app wrote it', async () => {
  const space = await openTestSpace(folder);
  await space.database.close();
  const raw = openWritable({ file: space.file, key: space.keys.pageKey });
  raw
    .write(
      `INSERT INTO migration_history (number, name, version, direction, sha256, at_ms) VALUES (9990, 'later', '9.0.0', 'up', '00', 0)`,
    )
    .run();
  raw.close();
  await expect(space.reopen()).rejects.toMatchObject({ code: 'NEWER_VERSION', details: { found: '9.0.0' } });
});

it('says that the place cannot be used: a folder in the way, a folder that is a file', async () => {
  mkdirSync(folder.file('space.db'));
  const open = { create: false, file: folder.file('space.db') };
  await expect(openTestSpace(folder, open)).rejects.toEqual(failing('STORAGE_UNAVAILABLE', 'not-a-file'));
  writeFileSync(folder.file('plain'), 'x');
  const inside = folder.file('plain/space.db');
  await expect(openTestSpace(folder, { create: false, file: inside })).rejects.toEqual(
    failing('STORAGE_UNAVAILABLE', 'cannot-open'),
  );
  await expect(openTestSpace(folder, { create: true, file: inside })).rejects.toEqual(
    failing('STORAGE_UNAVAILABLE', 'cannot-open'),
  );
});

it('says that the folder is read-only', async () => {
  const space = await openTestSpace(folder);
  await space.database.close();
  chmodSync(space.file, 0o644);
  chmodSync(folder.path, 0o555);
  const script = `
    if (process.getuid?.() === 0) { process.setgid(65534); process.setuid(65534); }
    const { openSpaceDatabase } = await import(${JSON.stringify(new URL('./database.ts', import.meta.url).href)});
    const { RUNTIME, testKeys } = await import(${JSON.stringify(new URL('./testing/databases.ts', import.meta.url).href)});
    const { Secret } = await import(${JSON.stringify(new URL('../security/secret.ts', import.meta.url).href)});
    const pageKey = new Secret(Buffer.from(process.env.PAGE_KEY, 'hex'));
    try {
      await openSpaceDatabase({ runtime: RUNTIME, file: process.env.FILE, spaceId: process.env.SPACE, keys: { ...testKeys(), pageKey }, create: false });
      console.log('opened');
    } catch (error) { console.log(error.code); }
  `;
  try {
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: {
        ...process.env,
        PAGE_KEY: space.keys.pageKey.bytes.toString('hex'),
        FILE: space.file,
        SPACE: space.id,
      },
      encoding: 'utf8',
    });
    expect(output.trim()).toBe('READ_ONLY');
  } finally {
    chmodSync(folder.path, 0o755);
  }
});

it('tells what a page key does to a file', async () => {
  const space = await openTestSpace(folder);
  await space.add();
  await space.database.close();
  const probe = (file: string, key = space.keys.pageKey) => probePageKey(RUNTIME, file, key);
  expect(await probe(space.file)).toBe('opens');
  expect(await probe(space.file, generateKey())).toBe('refused');
  expect(await probe(folder.file('none'))).toBe('missing');
  expect(await probe(folder.path)).toBe('unreadable');
});

it('checks what it is asked before anything is sent, and names the field', async () => {
  const space = await openTestSpace(folder);
  const run = (context: object, id: string) =>
    space.database.unitOfWork.run({ ...contextFor(space.id), ...context }, (uow) => {
      uow.episodic.remove({ id, expectedVersion: null });
    });
  await expect(run({}, 'no uuid')).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { store: 'episodic', op: 'remove', field: 'id' },
  });
  await expect(run({ spaceId: uuid() }, uuid())).rejects.toMatchObject({ details: { field: 'spaceId' } });
  await expect(run({ correlationId: '' }, uuid())).rejects.toMatchObject({
    details: { field: 'correlationId' },
  });
  await expect(space.add({ text: 'lone \ud800' })).rejects.toMatchObject({ details: { field: 'text' } });
  await expect(space.add({ atMs: Number.NaN })).rejects.toMatchObject({ details: { field: 'atMs' } });
  await expect(space.add({ atMs: Number.POSITIVE_INFINITY })).rejects.toMatchObject({
    details: { field: 'atMs' },
  });
  await expect(space.database.query('episodic.page', { offset: -1, limit: 1 })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(await space.database.head()).toMatchObject({ seq: 0 });
  await space.database.close();
});

it('wipes its own copies of the keys and leaves the caller its own', async () => {
  const space = await openTestSpace(folder);
  await space.database.close();
  expect(space.keys.pageKey.wiped).toBe(false);
  expect(
    await openSpaceDatabase({
      runtime: RUNTIME,
      create: false,
      spaceId: space.id,
      file: space.file,
      keys: space.keys,
    }).then((database) => database.close()),
  ).toBeUndefined();
});

it('keeps the registry and the key ring of a vault', async () => {
  const vault = await openTestVault(folder);
  const spaceId = uuid();
  const context = contextFor(vault.id, { purpose: 'space.create' });
  await vault.database.unitOfWork.run(context, (uow) => {
    uow.registry.putPerson({ id: ACTOR, name: 'Ada', createdMs: 1 });
    uow.registry.putSpace({
      id: spaceId,
      tier: 'personal',
      name: 'ada',
      ownerId: ACTOR,
      personIds: [ACTOR],
      generation: 1,
      createdMs: 2,
    });
    uow.registry.putSetting({ key: 'theme', value: '"dark"' });
    uow.registry.putKnownHead({ spaceId, seq: 3, hash: 'ab'.repeat(32) });
    uow.keyring.put({ spaceId, band: null, epoch: 1, sealed: Buffer.from('sealed'), createdMs: 3 });
  });
  expect(await vault.database.query('registry.spaces', {})).toMatchObject([
    { id: spaceId, personIds: [ACTOR] },
  ]);
  expect(await vault.database.query('registry.people', {})).toEqual([
    { id: ACTOR, name: 'Ada', createdMs: 1 },
  ]);
  expect(await vault.database.query('registry.knownHeads', {})).toEqual([
    { spaceId, seq: 3, hash: 'ab'.repeat(32) },
  ]);
  const [entry] = await vault.database.query('keyring.entries', { spaceId });
  expect(entry).toMatchObject({ band: null, epoch: 1 });
  expect(Buffer.from(entry?.sealed ?? [])).toEqual(Buffer.from('sealed'));
  const put = (name: string, id: string) =>
    vault.database.unitOfWork.run(context, (uow) => {
      uow.registry.putSpace({
        id,
        tier: 'personal',
        name,
        ownerId: ACTOR,
        personIds: [],
        generation: 1,
        createdMs: 2,
      });
    });
  await expect(put('ada', uuid())).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(
    vault.database.unitOfWork.run(context, (uow) => {
      uow.keyring.put({ spaceId, band: null, epoch: 1, sealed: Buffer.from('other'), createdMs: 3 });
    }),
  ).rejects.toMatchObject({ code: 'CONFLICT' });
  await vault.database.unitOfWork.run(context, (uow) =>
    uow.keyring.destroy({ spaceId, band: null, epoch: 1 }),
  );
  expect(await vault.database.query('keyring.entries', {})).toEqual([]);
  expect(await vault.database.query('receipts.verify', {})).toEqual({ verified: 2, broken: [] });
  await vault.database.close();
});
