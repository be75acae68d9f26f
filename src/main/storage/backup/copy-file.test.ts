import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { generateKey } from '../../security/key-derivation.ts';
import {
  type Folder,
  openTestSpace,
  RUNTIME,
  type TestSpace,
  temporaryFolder,
} from '../testing/databases.ts';
import { canMount, smallDisk } from '../testing/small-disk.ts';
import { copyDatabase, lookThroughDatabase } from './database-copy.ts';

let folder: Folder;
let space: TestSpace;

beforeEach(async () => {
  folder = temporaryFolder();
  space = await openTestSpace(folder);
  for (let n = 0; n < 5; n += 1) await space.add({ text: `Beans along the old wall ${n}` });
});
afterEach(async () => {
  await space.database.close();
  folder.remove();
});

const copy = (into: string) =>
  copyDatabase(RUNTIME, { kind: 'space', file: space.file, into }, space.keys.pageKey);

it('copies what is there and nothing that is derived, in one file without a log', async () => {
  await space.database.vouch();
  const into = folder.file('copy.db');
  const contents = await copy(into);
  expect(contents).toMatchObject({
    head: await space.database.head(),
    checkpoint: { size: 5 },
    rows: { memory: 5, receipt: 5, receipt_checkpoint: 1 },
  });
  expect(readdirSync(folder.path).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
  expect(await lookThroughDatabase(RUNTIME, { kind: 'space', file: into }, space.keys.pageKey)).toEqual(
    contents,
  );
  const copied = await openTestSpace(folder, {
    file: into,
    spaceId: space.id,
    keys: space.keys,
    create: false,
  });
  const search = () => copied.database.query('fts.search', { query: 'beans', limit: 10 });
  expect(await search()).toEqual([]);
  await copied.database.rebuild();
  expect(await search()).toHaveLength(5);
  expect(await copied.database.query('receipts.verify', {})).toEqual({ verified: 5, broken: [] });
  await copied.database.close();
});

it('is one moment of a database that is written to', async () => {
  let isWriting = true;
  const writing = (async () => {
    while (isWriting) await space.add();
  })();
  for (const name of ['a', 'b', 'c']) {
    const { head, rows } = await copy(folder.file(name));
    expect(rows.receipt).toBe(head.seq);
    expect(rows.memory).toBe(head.seq);
  }
  isWriting = false;
  await writing;
});

it('writes over nothing and leaves nothing where it fails', async () => {
  const into = folder.file('copy.db');
  await copy(into);
  const before = await lookThroughDatabase(RUNTIME, { kind: 'space', file: into }, space.keys.pageKey);
  const stop = new AbortController();
  stop.abort();
  await expect(
    copyDatabase(RUNTIME, { kind: 'space', file: space.file, into: folder.file('b') }, generateKey()),
  ).rejects.toMatchObject({ code: 'SPACE_DAMAGED' });
  expect(existsSync(folder.file('b'))).toBe(false);
  await expect(
    copyDatabase(
      RUNTIME,
      { kind: 'space', file: space.file, into: folder.file('b') },
      space.keys.pageKey,
      stop.signal,
    ),
  ).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(before.rows.memory).toBe(5);
});

it.runIf(canMount)('says that the disk is full, and leaves nothing there', async () => {
  const disk = smallDisk(128 * 1024);
  try {
    await expect(copy(`${disk.path}/copy.db`)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(readdirSync(disk.path)).toEqual([]);
  } finally {
    disk.remove();
  }
});
