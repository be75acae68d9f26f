import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KnownVaults } from './known-vaults.ts';
import { filesUnder, temporaryFolder } from './testing/folders.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const listFile = (): string => join(folder.path, 'config', 'vaults.json');
const known = (): KnownVaults => new KnownVaults(listFile(), () => Date.UTC(2026, 10, 22));
const vault = (name: string, lastOpenedAt: string | null = null) => ({
  directory: join(folder.path, name),
  name,
  vaultId: uuidv7(),
  lastOpenedAt,
});

describe('known vaults', () => {
  it('are listed last opened first, with what keeps each from being opened', async () => {
    await known().remember(vault('old', '2020-01-01T00:00:00.000Z'));
    await known().remember(vault('never'));
    await known().remember(vault('new', '2026-01-01T00:00:00.000Z'));
    const listed = await known().list();
    expect(listed.map((one) => one.name)).toEqual(['new', 'old', 'never']);
    expect(listed.map((one) => one.problem?.code)).toEqual(Array(3).fill('VAULT_NOT_FOUND'));
  });

  it('are remembered once each and can be forgotten', async () => {
    const one = vault('one');
    await known().remember(one);
    await known().remember({ ...one, name: 'renamed', directory: `${one.directory}/../one` });
    expect((await known().list()).map((listed) => listed.name)).toEqual(['renamed']);
    await known().forget(one.directory);
    await known().forget(one.directory);
    expect(await known().list()).toEqual([]);
  });

  it('put a damaged list aside rather than over it', async () => {
    await known().remember(vault('one'));
    await writeFile(listFile(), '{"format":1,"vaults":[{');
    expect(await known().list()).toEqual([]);
    await known().remember(vault('two'));
    const [, aside] = await filesUnder(join(folder.path, 'config'));
    expect(await readFile(join(folder.path, 'config', aside ?? ''), 'utf8')).toBe('{"format":1,"vaults":[{');
  });

  it('are not kept where no file was given', async () => {
    const none = new KnownVaults(null, () => 0);
    await none.remember(vault('one'));
    expect(await none.list()).toEqual([]);
  });
});
