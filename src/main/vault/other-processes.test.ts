/** Two processes and one vault; a process that is killed; a folder that may not be written. All real. */

import { existsSync } from 'node:fs';
import { chmod, chown, copyFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesUnder, pictureOf } from './testing/folders.ts';
import { PASSPHRASE, writeMemory } from './testing/memories.ts';
import { startVaultProcess, type VaultProcess } from './testing/processes.ts';
import { errorOf, VaultFixture } from './testing/vault-fixture.ts';

const INPUT = { method: 'passphrase', passphrase: PASSPHRASE } as const;
const started: VaultProcess[] = [];
let fixture: VaultFixture;

beforeEach(async () => {
  fixture = await VaultFixture.open();
});
afterEach(async () => {
  for (const other of started.splice(0))
    if (other.child.exitCode === null && other.child.signalCode === null) await other.kill();
  await fixture.remove();
});

function start(...given: Parameters<typeof startVaultProcess>): VaultProcess {
  const other = startVaultProcess(...given);
  started.push(other);
  return other;
}

describe('a second process', () => {
  it('is told that the vault is in use, in both directions, and gets it when it is let go', async () => {
    await fixture.create();
    const refused = start('unlock', fixture.directory);
    expect(await refused.answer).toMatchObject({ error: { code: 'VAULT_IN_USE' } });
    await refused.finish();
    await fixture.service.lock();

    const holder = start('unlock', fixture.directory);
    expect(await holder.answer).toEqual({ state: 'unlocked' });
    const before = await pictureOf(fixture.directory);
    for (const act of [
      () => fixture.service.unlock(INPUT),
      () => fixture.service.recover({ phrase: fixture.phrase.join(' '), passphrase: 'another one' }),
      () => fixture.service.rebuildRegistry(INPUT),
      () => fixture.service.repairVaultFile(fixture.directory),
    ]) {
      expect((await errorOf(act())).code).toBe('VAULT_IN_USE');
    }
    expect(await pictureOf(fixture.directory)).toEqual(before);
    await holder.finish();
    expect(await fixture.service.unlock(INPUT)).toMatchObject({ state: 'unlocked' });
  });

  it('that is killed lets go at once, and what it had is whole', async () => {
    await fixture.create();
    await fixture.service.lock();
    const holder = start('unlock', fixture.directory);
    expect(await holder.answer).toEqual({ state: 'unlocked' });
    await holder.kill();
    expect(await fixture.service.unlock(INPUT)).toMatchObject({ state: 'unlocked', me: { name: 'Ada' } });
  });
});

describe('a process that is killed with changes in its write-ahead logs', () => {
  /** Kills a process that has written, and takes the logs of a file away. @returns puts them back */
  async function killAndTake(file: (spaceId: string) => string): Promise<() => Promise<void>> {
    await fixture.create();
    await fixture.service.lock();
    const writer = start('write', fixture.directory);
    expect(await writer.answer).toEqual({ state: 'unlocked' });
    await writer.kill();
    const [spaceId = ''] = await readdir(join(fixture.directory, 'spaces'));
    const log = join(fixture.directory, `${file(spaceId)}-wal`);
    const away = join(fixture.root, 'taken-wal');
    expect((await stat(log)).size).toBeGreaterThan(0);
    await rename(log, away);
    return async () => {
      for (const suffix of ['-wal', '-shm'])
        await rm(join(fixture.directory, `${file(spaceId)}${suffix}`), { force: true });
      await rename(away, log);
    };
  }

  const spaces = async () =>
    (await fixture.service.session().spaces()).map((space) => [space.memories, space.problem?.code ?? null]);

  it('loses nothing', async () => {
    const putBack = await killAndTake((id) => `spaces/${id}/space.db`);
    await putBack();
    await fixture.unlock();
    expect(await spaces()).toEqual([[5, null]]);
  });

  it('and whose space is then without its -wal is not taken for whole, and is when the -wal is back', async () => {
    const putBack = await killAndTake((id) => `spaces/${id}/space.db`);
    const before = await pictureOf(join(fixture.directory, 'spaces'));
    await fixture.unlock();
    expect(await spaces()).toEqual([[0, 'SPACE_ROLLED_BACK']]);
    await fixture.service.lock();
    expect(await pictureOf(join(fixture.directory, 'spaces'))).toEqual(before);
    await putBack();
    await fixture.unlock();
    expect(await spaces()).toEqual([[5, null]]);
  });

  it('and whose registry is then without its -wal gets it back from the sealed copy', async () => {
    await killAndTake(() => 'vault.db');
    await fixture.service.select(fixture.directory);
    const error = await errorOf(fixture.service.unlock(INPUT));
    expect(error).toMatchObject({ code: 'REGISTRY_DAMAGED', details: { reason: 'rolled-back' } });
    await fixture.service.rebuildRegistry(INPUT);
    expect(await spaces()).toEqual([[5, null]]);
  });
});

describe('a vault whose making was killed', () => {
  const STEPS = [
    '',
    'vault.making',
    'vault.lock',
    'vault.db',
    'registry.sealed',
    'vault.json',
    'vault.json.copy',
  ];

  it.each(STEPS)('when "%s" had appeared, is whole or no vault, and can be made again', async (step) => {
    const maker = start('create', fixture.directory);
    while (!existsSync(join(fixture.directory, step)) && maker.child.exitCode === null) await pause(0);
    await maker.kill();

    const isVault = existsSync(join(fixture.directory, 'vault.json'));
    if (isVault) {
      await fixture.service.select(fixture.directory);
      expect(await fixture.service.unlock(INPUT)).toMatchObject({
        state: 'unlocked',
        recoveryConfirmed: false,
      });
      expect(fixture.service.unconfirmedRecoveryPhrase()).toHaveLength(24);
      return;
    }
    const left = await pictureOf(fixture.directory);
    const error = await errorOf(fixture.service.select(fixture.directory));
    expect(error).toMatchObject({ code: 'VAULT_NOT_FOUND' });
    await fixture.create();
    expect(fixture.service.state()).toMatchObject({ state: 'unlocked' });
    // What the killed one left is still there, aside.
    const kept = Object.values(await pictureOf(fixture.directory));
    expect(kept).toEqual(expect.arrayContaining(Object.values(left)));
  });
});

describe('a folder that is taken', () => {
  it('by a vault is refused with VAULT_EXISTS, open or not, and not touched', async () => {
    await fixture.create();
    await fixture.service.close();
    const before = await pictureOf(fixture.directory);
    const other = fixture.another();
    const input = {
      directory: fixture.directory,
      name: 'B',
      person: 'B',
      passphrase: PASSPHRASE,
      keychain: false,
    };
    expect((await errorOf(other.create(input))).code).toBe('VAULT_EXISTS');
    await rm(join(fixture.directory, 'vault.json'));
    expect((await errorOf(other.create(input))).code).toBe('VAULT_EXISTS');
    await copyFile(join(fixture.directory, 'vault.json.copy'), join(fixture.directory, 'vault.json'));
    expect(await pictureOf(fixture.directory)).toEqual(before);
  });

  it('by anything else is refused with a sentence, and not touched', async () => {
    const input = {
      directory: fixture.root,
      name: 'B',
      person: 'B',
      passphrase: PASSPHRASE,
      keychain: false,
    };
    await fixture.create();
    await fixture.service.close();
    const before = await filesUnder(fixture.root);
    const error = await errorOf(fixture.another().create(input));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'directory' } });
    expect(error.message).toContain('not empty');
    expect(await filesUnder(fixture.root)).toEqual(before);
    const file = join(fixture.root, 'config', 'vaults.json');
    expect((await errorOf(fixture.another().create({ ...input, directory: file }))).message).toContain(
      'A file stands',
    );
  });
});

/** Root writes anywhere, so the reader is somebody else: `nobody`. Without root the tests' own user is bound by the bits. */
const uid = process.getuid?.() === 0 ? 65534 : undefined;

async function setTree(folder: string, folderMode: number, fileMode: number): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await setTree(path, folderMode, fileMode);
    else await chmod(path, fileMode);
  }
  await chmod(folder, folderMode);
}

async function giveTree(folder: string, owner: number): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chown(join(entry.parentPath, entry.name), owner, owner);
  }
  await chown(folder, owner, owner);
}

describe.runIf(process.platform !== 'win32')('a folder that may not be written', () => {
  beforeEach(async () => {
    const vault = await fixture.create();
    const { id } = await vault.createSpace({ tier: 'personal', name: 'me' });
    await writeMemory(vault, await vault.space(id), 'kept');
    await fixture.service.close();
    if (uid !== undefined) await giveTree(fixture.root, uid);
  });
  afterEach(() => setTree(fixture.root, 0o755, 0o644));

  it('is said to be read-only, and nothing in it changes', async () => {
    await setTree(fixture.directory, 0o555, 0o444);
    const before = await pictureOf(fixture.directory);
    const names = await filesUnder(fixture.directory);
    const other = start('unlock', fixture.directory, uid === undefined ? {} : { uid });
    expect(await other.answer).toMatchObject({ error: { code: 'READ_ONLY' } });
    await other.finish();
    expect(await pictureOf(fixture.directory)).toEqual(before);
    expect(await filesUnder(fixture.directory)).toEqual(names);
  });

  it('is refused for a new vault', async () => {
    await chmod(fixture.root, 0o555);
    const other = start('create', join(fixture.root, 'new'), uid === undefined ? {} : { uid });
    expect(await other.answer).toMatchObject({ error: { code: 'READ_ONLY' } });
    await other.finish();
    expect(existsSync(join(fixture.root, 'new'))).toBe(false);
  });
});
