import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putAside, readSmall, whatIsAt, writeDurably } from './durable-files.ts';
import { temporaryFolder } from './testing/folders.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

describe('durable files', () => {
  it('are written whole, for their owner alone, and leave nothing beside them', async () => {
    const path = join(folder.path, 'a.json');
    await writeDurably(path, 'one');
    await writeDurably(path, Buffer.from('two'));
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(folder.path)).toEqual(['a.json']);
  });

  it('leave the old file as it was where the new one cannot be put in its place', async () => {
    const path = join(folder.path, 'a.json');
    await mkdir(path);
    await writeFile(join(path, 'inside'), 'kept');
    await expect(writeDurably(path, 'x')).rejects.toMatchObject({ name: 'VaultError', details: { path } });
    expect(await readFile(join(path, 'inside'), 'utf8')).toBe('kept');
    expect(await readdir(folder.path)).toEqual(['a.json']);
  });

  it('read as null where they are not there, and are refused where they are far too large', async () => {
    const path = join(folder.path, 'a.json');
    expect(await readSmall(path, 10)).toBeNull();
    await writeFile(path, 'x'.repeat(11));
    await expect(readSmall(path, 10)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect((await readSmall(path, 11))?.byteLength).toBe(11);
  });

  it('are put aside without overwriting what was put aside before', async () => {
    const path = join(folder.path, 'a.json');
    const at = new Date('2026-11-22T21:00:00.000Z');
    await writeFile(path, 'first');
    const first = await putAside(path, at);
    await writeFile(path, 'second');
    const second = await putAside(path, at);
    expect(first).toBe(`${path}.damaged-2026-11-22T21-00-00-000Z`);
    expect(second).toBe(`${first}-1`);
    expect(await readFile(first, 'utf8')).toBe('first');
    expect(await readFile(second, 'utf8')).toBe('second');
  });

  it('tell folders, files, links and nothing apart', async () => {
    await writeFile(join(folder.path, 'file'), '');
    await symlink(folder.path, join(folder.path, 'link'));
    await symlink(join(folder.path, 'gone'), join(folder.path, 'dangling'));
    const seen = await Promise.all(
      ['.', 'file', 'link', 'dangling', 'nothing', 'file/below'].map((name) =>
        whatIsAt(join(folder.path, name)),
      ),
    );
    expect(seen).toEqual(['folder', 'file', 'folder', 'other', 'nothing', 'nothing']);
  });
});
