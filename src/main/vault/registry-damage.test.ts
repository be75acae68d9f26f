/** What may befall vault.json, vault.db and registry.sealed; and the ways back, each at a person's word. */
import { cp, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VaultError } from '../../shared/errors.ts';
import { filesUnder, pictureOf } from './testing/folders.ts';
import { PASSPHRASE, writeMemory } from './testing/memories.ts';
import { errorOf, VaultFixture } from './testing/vault-fixture.ts';

const INPUT = { method: 'passphrase', passphrase: PASSPHRASE } as const;
let original: VaultFixture;
let fixture: VaultFixture;

beforeAll(async () => {
  original = await VaultFixture.open();
  const vault = await original.create();
  const { id } = await vault.createSpace({ tier: 'shared', name: 'household', people: ['Ben'] });
  await writeMemory(vault, await vault.space(id), 'the first');
  await vault.setSettings({ theme: 'dark' });
  await original.service.close();
});
afterAll(() => original.remove());

beforeEach(async () => {
  fixture = await VaultFixture.copyOf(original);
});
afterEach(() => fixture.remove());

const path = (name: string): string => join(fixture.directory, name);

/** The error of unlocking, and proof that it changed nothing. */
async function unlockError(): Promise<VaultError> {
  const before = await pictureOf(fixture.directory);
  await fixture.service.select(fixture.directory);
  const error = await errorOf(fixture.service.unlock(INPUT));
  expect(await pictureOf(fixture.directory)).toEqual(before);
  expect(`${error.message} ${error.hint}`).not.toMatch(/start over|reset/i);
  return error;
}

/** Everything is as it was before the damage. */
async function expectWhole(): Promise<void> {
  const vault = fixture.service.session();
  expect(vault.me.name).toBe('Ada');
  expect(vault.settings().theme).toBe('dark');
  expect(
    vault
      .people()
      .map((person) => person.name)
      .sort(),
  ).toEqual(['Ada', 'Ben']);
  expect((await vault.spaces()).map((space) => [space.name, space.memories, space.problem])).toEqual([
    ['household', 1, null],
  ]);
  expect(vault.recoveryConfirmed).toBe(true);
}

describe('vault.json', () => {
  it('cut short is said to be damaged, and comes back from its copy', async () => {
    const { size } = await stat(path('vault.json'));
    await truncate(path('vault.json'), Math.floor(size / 2));
    const cut = await readFile(path('vault.json'));
    const state = await fixture.service.select(fixture.directory);
    expect(state).toMatchObject({ state: 'locked', vault: { problem: { code: 'VAULT_FILE_DAMAGED' } } });
    expect(await unlockError()).toMatchObject({
      code: 'VAULT_FILE_DAMAGED',
      details: { copy: expect.any(String) },
    });
    expect((await errorOf(fixture.service.keychainState())).code).toBe('VAULT_FILE_DAMAGED');

    const { keptAs } = await fixture.service.repairVaultFile(fixture.directory);
    expect(await readFile(keptAs ?? '')).toEqual(cut);
    expect(fixture.service.state()).toMatchObject({ state: 'locked', vault: { problem: null } });
    await fixture.service.unlock(INPUT);
    await expectWhole();
  });

  it('of a newer app asks for an update', async () => {
    await writeFile(path('vault.json'), '{"format":2}');
    expect((await unlockError()).code).toBe('NEWER_VERSION');
  });

  it('of another vault does not open this one', async () => {
    const foreign = await VaultFixture.open();
    try {
      await foreign.create();
      await foreign.service.close();
      await cp(join(foreign.directory, 'vault.json'), path('vault.json'));
      const error = await unlockError();
      expect(error.code).toBe('REGISTRY_DAMAGED');
      expect(error.details).not.toHaveProperty('copy');
      expect((await errorOf(fixture.service.rebuildRegistry(INPUT))).code).toBe('REGISTRY_DAMAGED');
    } finally {
      await foreign.remove();
    }
  });

  it('whose slots were mixed with another check is damaged', async () => {
    const file: unknown = JSON.parse(await readFile(path('vault.json'), 'utf8'));
    await writeFile(path('vault.json'), JSON.stringify({ ...Object(file), rootCheck: '0'.repeat(64) }));
    expect(await unlockError()).toMatchObject({ code: 'VAULT_FILE_DAMAGED', details: { how: 'mixed' } });
  });

  it('has a copy that is brought up to date after a crash between the two writes', async () => {
    await writeFile(path('vault.json.copy'), 'half');
    await fixture.unlock();
    expect(await readFile(path('vault.json.copy'))).toEqual(await readFile(path('vault.json')));
  });
});

describe('vault.db', () => {
  const older = async (): Promise<void> => {
    await cp(path('vault.db'), join(fixture.root, 'older.db'));
    const vault = await fixture.unlock();
    await vault.createSpace({ tier: 'personal', name: 'later' });
    await fixture.service.close();
    await rename(join(fixture.root, 'older.db'), path('vault.db'));
  };

  it.each([
    [
      'garbage',
      async () => writeFile(path('vault.db'), Buffer.alloc(64 * 1024, 'garbage ')),
      'not-a-database',
    ],
    ['empty', async () => truncate(path('vault.db'), 0), 'empty'],
    ['cut to a byte', async () => truncate(path('vault.db'), 1), 'truncated'],
    ['cut short', async () => truncate(path('vault.db'), 3 * 4096), 'corrupt'],
    ['gone', async () => rm(path('vault.db')), 'missing'],
  ])('that is %s is rebuilt from the sealed copy, at a person’s word', async (_what, damage, reason) => {
    await damage();
    const there = (await filesUnder(fixture.directory)).includes('vault.db');
    const damagedBytes = there ? await readFile(path('vault.db')) : null;
    const error = await unlockError();
    expect(error).toMatchObject({ code: 'REGISTRY_DAMAGED', details: { reason, copy: expect.any(String) } });

    const { keptAs } = await fixture.service.rebuildRegistry(INPUT);
    if (damagedBytes === null) expect(keptAs).toBeNull();
    else expect(await readFile(keptAs ?? '')).toEqual(damagedBytes);
    await expectWhole();
    await fixture.service.close();
    await fixture.unlock();
    await expectWhole();
  });

  it('that is older than its copy remembers is noticed, and the newer state comes back', async () => {
    await older();
    expect(await unlockError()).toMatchObject({
      code: 'REGISTRY_DAMAGED',
      details: { reason: 'rolled-back' },
    });
    await fixture.service.rebuildRegistry(INPUT);
    const names = (await fixture.service.session().spaces()).map((space) => [space.name, space.problem]);
    expect(names).toEqual([
      ['later', null],
      ['household', null],
    ]);
  });

  it('is not rebuilt where it is whole', async () => {
    await fixture.service.select(fixture.directory);
    const before = await pictureOf(fixture.directory);
    expect((await errorOf(fixture.service.rebuildRegistry(INPUT))).code).toBe('CONFLICT');
    expect(Object.keys(await pictureOf(fixture.directory))).toEqual(Object.keys(before));
    await fixture.service.unlock(INPUT);
    await expectWhole();
  });

  it('can be rebuilt again after a rebuilding that was interrupted', async () => {
    await rm(path('vault.db'));
    await cp(path('registry.sealed'), join(fixture.root, 'sealed'));
    await fixture.service.select(fixture.directory);
    await fixture.service.rebuildRegistry(INPUT);
    await fixture.service.close();
    // As if the end had come before the new copy was written.
    await cp(join(fixture.root, 'sealed'), path('registry.sealed'));
    expect(await unlockError()).toMatchObject({
      code: 'REGISTRY_DAMAGED',
      details: { reason: 'rolled-back' },
    });
    await fixture.service.rebuildRegistry(INPUT);
    await expectWhole();
  });

  it('without any copy is left alone and says what to bring back', async () => {
    await rm(path('registry.sealed'));
    await writeFile(path('vault.db'), Buffer.alloc(4096, 1));
    const error = await unlockError();
    expect(error.details).not.toHaveProperty('copy');
    expect((await errorOf(fixture.service.rebuildRegistry(INPUT))).code).toBe('REGISTRY_DAMAGED');
    expect(await readFile(path('vault.db'))).toEqual(Buffer.alloc(4096, 1));
  });
});

describe('registry.sealed', () => {
  it.each([
    ['gone', async () => rm(path('registry.sealed'))],
    ['garbage', async () => writeFile(path('registry.sealed'), 'garbage')],
    ['cut short', async () => truncate(path('registry.sealed'), 100)],
  ])('that is %s is written anew from the registry, the damaged one kept', async (what, damage) => {
    await damage();
    await fixture.unlock();
    await expectWhole();
    const files = await filesUnder(fixture.directory);
    expect(files).toContain('registry.sealed');
    expect(files.some((name) => name.startsWith('registry.sealed.damaged-'))).toBe(what !== 'gone');
  });

  it('of a newer app asks for an update', async () => {
    const file: unknown = JSON.parse(await readFile(path('registry.sealed'), 'utf8'));
    await writeFile(path('registry.sealed'), JSON.stringify({ ...Object(file), format: 9 }));
    expect((await unlockError()).code).toBe('NEWER_VERSION');
  });
});

describe('a vault’s folder', () => {
  it('that was replaced by a file, or is gone, is not found', async () => {
    await fixture.service.select(fixture.directory);
    await rename(fixture.directory, join(fixture.root, 'elsewhere'));
    expect((await errorOf(fixture.service.unlock(INPUT))).code).toBe('VAULT_NOT_FOUND');
    await writeFile(fixture.directory, 'a file');
    expect(await errorOf(fixture.service.unlock(INPUT))).toMatchObject({
      code: 'VAULT_NOT_FOUND',
      message: expect.stringContaining('A file stands'),
    });
    expect(await readFile(fixture.directory, 'utf8')).toBe('a file');
  });

  it('can be moved and opened where it is', async () => {
    const moved = join(fixture.root, 'elsewhere');
    await rename(fixture.directory, moved);
    await fixture.service.select(moved);
    await fixture.service.unlock(INPUT);
    await expectWhole();
  });
});
