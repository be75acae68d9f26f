/** What may befall a space's files: each is told from the others, and nothing is touched. */
import { cp, mkdir, open, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VaultError } from '../../shared/errors.ts';
import type { OpenVault } from './contract.ts';
import { spacePaths } from './space-file.ts';
import { pictureOf } from './testing/folders.ts';
import { writeMemory } from './testing/memories.ts';
import { errorOf, VaultFixture } from './testing/vault-fixture.ts';

let original: VaultFixture;
let fixture: VaultFixture;
let spaceId = '';
let otherId = '';

/** A vault with two spaces of a few memories each, closed. */
beforeAll(async () => {
  original = await VaultFixture.open();
  const vault = await original.create();
  spaceId = await filledSpace(vault, 'mine');
  otherId = await filledSpace(vault, 'other');
  await original.service.close();
});
afterAll(() => original.remove());

beforeEach(async () => {
  fixture = await VaultFixture.copyOf(original);
});
afterEach(() => fixture.remove());

async function filledSpace(vault: OpenVault, name: string): Promise<string> {
  const { id } = await vault.createSpace({ tier: 'personal', name });
  const space = await vault.space(id);
  for (let count = 0; count < 3; count += 1)
    await writeMemory(vault, space, `${name} ${count} ${'word '.repeat(400)}`);
  return id;
}

const paths = () => spacePaths(fixture.directory, spaceId);
const otherPaths = () => spacePaths(fixture.directory, otherId);

/**
 * Unlocks, asks for the damaged space twice, and proves the rest of the promise: the other space opens, the list shows
 * the problem, and not a byte of the space changed. (The registry may: it remembers the other space's head.)
 */
async function findings(): Promise<VaultError> {
  const before = await pictureOf(join(fixture.directory, 'spaces'));
  const vault = await fixture.unlock();
  const error = await errorOf(vault.space(spaceId));
  expect((await errorOf(vault.space(spaceId))).code).toBe(error.code);
  const listed = await vault.spaces();
  expect(listed.find((space) => space.id === spaceId)?.problem).toMatchObject({ code: error.code });
  if (error.code !== 'SPACE_SWAPPED') {
    expect(listed.find((space) => space.id === otherId)).toMatchObject({ memories: 3, problem: null });
  }
  expect(error.details).toMatchObject({ spaceId });
  expect(`${error.message} ${error.hint}`).not.toMatch(/delete|reset|start over/i);
  await fixture.service.close();
  const after = await pictureOf(join(fixture.directory, 'spaces'));
  for (const name of Object.keys(before).filter((file) => file.startsWith(spaceId))) {
    expect([name, after[name]]).toEqual([name, before[name]]);
  }
  expect(Object.keys(after).filter((name) => name.startsWith(spaceId))).toEqual(
    Object.keys(before).filter((name) => name.startsWith(spaceId)),
  );
  return error;
}

describe('a space', () => {
  it('whose folder is gone is missing', async () => {
    await rename(paths().folder, join(fixture.root, 'elsewhere'));
    expect(await findings()).toMatchObject({ code: 'SPACE_MISSING', details: { found: 'nothing' } });
    await rename(join(fixture.root, 'elsewhere'), paths().folder);
    expect((await (await fixture.unlock()).space(spaceId)).name).toBe('mine');
  });

  it('whose folder was replaced by a file is missing', async () => {
    await rename(paths().folder, join(fixture.root, 'elsewhere'));
    await writeFile(paths().folder, 'a file');
    expect(await findings()).toMatchObject({ code: 'SPACE_MISSING', details: { found: 'file' } });
    expect(await readFile(paths().folder, 'utf8')).toBe('a file');
  });

  it('whose database is gone is missing, and none is made', async () => {
    await rm(paths().database);
    expect(await findings()).toMatchObject({ code: 'SPACE_MISSING' });
  });

  it('whose database is a folder now is damaged', async () => {
    await rm(paths().database);
    await mkdir(paths().database);
    expect(await findings()).toMatchObject({ code: 'SPACE_DAMAGED', details: { reason: 'not-a-file' } });
  });

  it('whose database is garbage is damaged', async () => {
    const { size } = await stat(paths().database);
    await writeFile(paths().database, Buffer.alloc(size, 'garbage '));
    expect(await findings()).toMatchObject({
      code: 'SPACE_DAMAGED',
      details: { reason: 'not-a-database', bytes: size },
    });
  });

  it('whose first page was overwritten is damaged', async () => {
    const handle = await open(paths().database, 'r+');
    await handle.write(Buffer.alloc(512, 0x41), 0, 512, 0);
    await handle.close();
    expect(await findings()).toMatchObject({ code: 'SPACE_DAMAGED' });
  });

  it.each([0, 1, 100, 4096, 0.5, 0.9])('cut to %d (bytes, or its share) is damaged', async (to) => {
    const { size } = await stat(paths().database);
    await truncate(paths().database, Number.isInteger(to) ? to : Math.floor((size * to) / 4096) * 4096);
    expect(await findings()).toMatchObject({ code: 'SPACE_DAMAGED' });
  });

  it('whose database is another space’s says whose', async () => {
    await cp(otherPaths().database, paths().database);
    const error = await findings();
    expect(error).toMatchObject({ code: 'SPACE_SWAPPED', details: { otherSpaceId: otherId } });
    expect(error.message).toContain('personal:other');
  });

  it('whose folder was swapped with another’s says whose, and both come back when they are put back', async () => {
    const swap = async (): Promise<void> => {
      await rename(paths().folder, join(fixture.root, 'in between'));
      await rename(otherPaths().folder, paths().folder);
      await rename(join(fixture.root, 'in between'), otherPaths().folder);
    };
    await swap();
    const error = await findings();
    expect(error).toMatchObject({ code: 'SPACE_SWAPPED', details: { otherSpaceId: otherId } });
    await swap();
    const vault = await fixture.unlock();
    expect((await vault.spaces()).map((space) => [space.memories, space.problem])).toEqual([
      [3, null],
      [3, null],
    ]);
  });

  it('written with another key is told from a damaged one', async () => {
    const foreign = await VaultFixture.open();
    try {
      const id = await filledSpace(await foreign.create(), 'foreign');
      await foreign.service.close();
      const theirs = spacePaths(foreign.directory, id);
      await cp(theirs.database, paths().database);
      const described: unknown = JSON.parse(await readFile(theirs.file, 'utf8'));
      await writeFile(paths().file, JSON.stringify({ ...Object(described), spaceId }));
      expect(await findings()).toMatchObject({ code: 'WRONG_KEY' });
    } finally {
      await foreign.remove();
    }
  });

  it('of a newer format asks for an update', async () => {
    await writeFile(paths().file, JSON.stringify({ format: 7 }));
    const error = await findings();
    expect(error).toMatchObject({ code: 'NEWER_VERSION', details: { format: 7 } });
    expect(error.hint).toMatch(/^Update/);
  });

  it.each(['', 'garbage', '{"format":1}'])('opens without the help of space.json: %j', async (text) => {
    await writeFile(paths().file, text);
    const vault = await fixture.unlock();
    expect((await vault.space(spaceId)).name).toBe('mine');
  });
});

describe('a space that is older than it should be', () => {
  const copy = (): string => join(fixture.root, 'older');

  /** Yesterday's folder in place of today's, as a careless restoring would leave it. */
  beforeEach(async () => {
    await cp(paths().folder, copy(), { recursive: true });
    const vault = await fixture.unlock();
    await writeMemory(vault, await vault.space(spaceId), 'of today');
    await fixture.service.close();
    await rm(paths().folder, { recursive: true });
    await rename(copy(), paths().folder);
  });

  it('is noticed', async () => {
    const error = await findings();
    expect(error).toMatchObject({ code: 'SPACE_ROLLED_BACK' });
    expect(error.hint).toContain('space.db-wal');
  });

  it('goes on from there when a person says so, with a receipt', async () => {
    const vault = await fixture.unlock();
    expect((await errorOf(vault.space(spaceId))).code).toBe('SPACE_ROLLED_BACK');
    expect(await vault.acceptRollback(spaceId)).toMatchObject({ memories: 3, problem: null });
    const { rows } = await vault.database.query('receipts.page', {
      beforeSeq: null,
      limit: 10,
      subjectId: spaceId,
    });
    expect(rows[0]?.body).toMatchObject({ kind: 'ROLLBACK_ACCEPTED', subject: spaceId });
    await writeMemory(vault, await vault.space(spaceId), 'after it');
    await fixture.service.close();
    const again = await fixture.unlock();
    expect((await again.spaces()).find((space) => space.id === spaceId)).toMatchObject({
      memories: 4,
      problem: null,
    });
  });

  it('has nothing to accept where it opens as it is, and leaves no receipt of it', async () => {
    const vault = await fixture.unlock();
    await vault.acceptRollback(otherId);
    const { rows } = await vault.database.query('receipts.page', {
      beforeSeq: null,
      limit: 50,
      subjectId: otherId,
    });
    expect(rows.map((row) => row.body.kind)).not.toContain('ROLLBACK_ACCEPTED');
  });
});
