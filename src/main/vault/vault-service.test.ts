/** The session over a real vault: every state and every way in. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionState } from '../../shared/contracts/vaults.ts';
import { filesUnder, pictureOf } from './testing/folders.ts';
import { PASSPHRASE, writeMemory } from './testing/memories.ts';
import { errorOf, VaultFixture } from './testing/vault-fixture.ts';

let vault: VaultFixture;
beforeEach(async () => {
  vault = await VaultFixture.open();
});
afterEach(() => vault.remove());

const unlock = (passphrase = PASSPHRASE): Promise<SessionState> =>
  vault.service.unlock({ method: 'passphrase', passphrase });

describe('making and opening', () => {
  it('goes from nothing to unlocked, locked, unlocked and closed', async () => {
    const states: string[] = [];
    vault.service.on('session', (state) => states.push(state.state));
    expect(vault.service.state()).toEqual({ state: 'closed' });
    const open = await vault.create();
    expect(vault.phrase).toHaveLength(24);
    expect(vault.service.state()).toMatchObject({
      state: 'unlocked',
      vault: { name: 'Family', slots: ['recovery', 'passphrase'], problem: null },
      me: { name: 'Ada' },
      device: { name: 'the kitchen laptop' },
      recoveryConfirmed: true,
      demo: false,
    });
    expect(await vault.service.lock()).toMatchObject({ state: 'locked' });
    expect(() => open.me).toThrow(expect.objectContaining({ code: 'VAULT_LOCKED' }));
    expect(() => vault.service.session()).toThrow(expect.objectContaining({ code: 'VAULT_LOCKED' }));
    expect(await unlock()).toMatchObject({ state: 'unlocked', me: { name: 'Ada' } });
    expect(vault.service.session().device).toEqual(expect.objectContaining({ name: 'the kitchen laptop' }));
    expect(await vault.service.close()).toEqual({ state: 'closed' });
    expect(states.filter((state, at) => state !== states[at - 1])).toEqual([
      'unlocked',
      'locked',
      'unlocked',
      'locked',
      'closed',
    ]);
  });

  it('keeps its device, people and settings over a restart', async () => {
    const before = await vault.create();
    const { me, device } = before;
    await before.setSettings({ theme: 'dark', autoLockMinutes: 3 });
    await vault.service.close();
    const after = await vault.unlock(vault.another());
    expect({ me: after.me, device: after.device }).toEqual({ me, device });
    expect(after.settings()).toEqual({ theme: 'dark', language: 'system', autoLockMinutes: 3 });
  });

  it('lists the vaults of the machine and forgets one without touching it', async () => {
    await vault.create();
    await vault.service.close();
    const [known] = await vault.service.list();
    expect(known).toMatchObject({ directory: vault.directory, name: 'Family', problem: null });
    expect(known?.lastOpenedAt).toBe(new Date(vault.now).toISOString());
    const before = await pictureOf(vault.directory);
    await vault.service.forget(vault.directory);
    expect(await vault.service.list()).toEqual([]);
    expect(await pictureOf(vault.directory)).toEqual(before);
  });

  it('leaves the files that the format names, and no mark of the making', async () => {
    await vault.create();
    await vault.service.close();
    expect(await filesUnder(vault.directory)).toEqual(
      expect.arrayContaining(['registry.sealed', 'vault.db', 'vault.json', 'vault.json.copy']),
    );
    expect(await filesUnder(vault.directory)).not.toContain('vault.making');
  });

  it.each([
    ['a short passphrase', { passphrase: 'short' }],
    ['no way in at all', { passphrase: undefined }],
    ['a name of two lines', { passphrase: PASSPHRASE, name: 'a\nb' }],
  ])('refuses %s and makes nothing', async (_what, change) => {
    const input = { directory: vault.directory, name: 'Family', person: 'Ada', keychain: false, ...change };
    const error = await errorOf(vault.service.create(input));
    expect(error.code).toBe('INVALID_INPUT');
    expect(await filesUnder(vault.root)).toEqual([]);
  });
});

describe('the recovery phrase', () => {
  it('has to be confirmed before any memory is written', async () => {
    const words = await vault.service.create({
      directory: vault.directory,
      name: 'Family',
      person: 'Ada',
      passphrase: PASSPHRASE,
      keychain: false,
    });
    const open = vault.service.session();
    const { id } = await open.createSpace({ tier: 'personal', name: 'me' });
    const space = await open.space(id);
    expect(vault.service.state()).toMatchObject({ recoveryConfirmed: false });
    expect(await errorOf(writeMemory(open, space, 'too early'))).toMatchObject({
      code: 'RECOVERY_NOT_CONFIRMED',
    });

    const asked = [3, 11, 24].map((position) => ({ position, word: words[position - 1] ?? '' }));
    const wrong = asked.map((one, at) => (at === 1 ? { ...one, word: words[0] ?? '' } : one));
    expect(await errorOf(vault.service.confirmRecovery(wrong))).toMatchObject({
      code: 'RECOVERY_PHRASE_INVALID',
      details: { problem: 'mismatch' },
    });
    expect((await errorOf(vault.service.confirmRecovery(asked.slice(1)))).code).toBe('INVALID_INPUT');
    const same = [0, 1, 2].map(() => asked[0] ?? { position: 1, word: '' });
    expect((await errorOf(vault.service.confirmRecovery(same))).code).toBe('INVALID_INPUT');
    expect(open.recoveryConfirmed).toBe(false);

    await vault.service.confirmRecovery(
      asked.map((one) => ({ ...one, word: ` ${one.word.toUpperCase()} ` })),
    );
    expect(open.recoveryConfirmed).toBe(true);
    await writeMemory(open, space, 'now it may be written');
  });

  it('can be shown again after a restart until it is confirmed, and never after', async () => {
    const words = await vault.service.create({
      directory: vault.directory,
      name: 'Family',
      person: 'Ada',
      passphrase: PASSPHRASE,
      keychain: false,
    });
    await vault.service.close();
    await vault.unlock();
    expect(vault.service.state()).toMatchObject({ recoveryConfirmed: false });
    expect(vault.service.unconfirmedRecoveryPhrase()).toEqual(words);
    vault.phrase = words;
    await vault.service.confirmRecovery(vault.words());
    expect(vault.service.unconfirmedRecoveryPhrase()).toBeNull();
    await vault.service.lock();
    await unlock();
    expect(vault.service.state()).toMatchObject({ recoveryConfirmed: true });
    expect(vault.service.unconfirmedRecoveryPhrase()).toBeNull();
  });

  it('opens a vault whose passphrase was forgotten and gives it a new one', async () => {
    await vault.create();
    await vault.service.lock();
    const state = await vault.service.recover({
      phrase: vault.phrase.join('\n').toUpperCase(),
      passphrase: 'another summer',
    });
    expect(state).toMatchObject({ state: 'unlocked' });
    await vault.service.lock();
    expect((await errorOf(unlock())).code).toBe('WRONG_PASSPHRASE');
    expect(await unlock('another summer')).toMatchObject({ state: 'unlocked' });
  });

  it('of another vault does not open this one, nor does one with a wrong word', async () => {
    await vault.create();
    await vault.service.lock();
    const before = await pictureOf(vault.directory);
    const other = `${'abandon '.repeat(23)}art`;
    const input = { phrase: other, passphrase: 'another summer' };
    expect(await errorOf(vault.service.recover(input))).toMatchObject({
      code: 'RECOVERY_PHRASE_INVALID',
      details: { problem: 'other-vault' },
    });
    const typo = [...vault.phrase.slice(0, 23), 'grandmother'].join(' ');
    expect(await errorOf(vault.service.recover({ ...input, phrase: typo }))).toMatchObject({
      details: { problem: 'word', position: 24 },
    });
    expect(await pictureOf(vault.directory)).toEqual(before);
    expect(vault.service.state()).toMatchObject({ state: 'locked' });
  });
});

describe('the passphrase', () => {
  it('is refused when wrong, changes nothing, and is slowed down', async () => {
    await vault.create();
    await vault.service.lock();
    const before = await pictureOf(vault.directory);
    for (let round = 0; round < 5; round += 1)
      expect((await errorOf(unlock('wrong one'))).code).toBe('WRONG_PASSPHRASE');
    const limited = await errorOf(unlock());
    expect(limited).toMatchObject({ code: 'RATE_LIMITED', retryable: true, details: { seconds: 5 } });
    // Neither another process nor a clock set back gets round it.
    vault.now -= 86_400_000;
    const other = vault.another();
    await other.select(vault.directory);
    expect((await errorOf(other.unlock({ method: 'passphrase', passphrase: PASSPHRASE }))).code).toBe(
      'RATE_LIMITED',
    );
    expect(await pictureOf(vault.directory)).toEqual(before);
    vault.now += 5_000;
    expect(await unlock()).toMatchObject({ state: 'unlocked' });
    await vault.service.lock();
    for (let round = 0; round < 3; round += 1)
      expect((await errorOf(unlock('wrong one'))).code).toBe('WRONG_PASSPHRASE');
    expect(await unlock()).toMatchObject({ state: 'unlocked' });
  });

  it('changes, needs the old one for it, and leaves a receipt', async () => {
    const open = await vault.create();
    const wrong = vault.service.changePassphrase({ current: 'wrong one', next: 'another summer' });
    expect((await errorOf(wrong)).code).toBe('WRONG_PASSPHRASE');
    expect((await errorOf(vault.service.changePassphrase({ current: PASSPHRASE, next: 'x' }))).code).toBe(
      'INVALID_INPUT',
    );
    await vault.service.changePassphrase({ current: PASSPHRASE, next: 'another summer' });
    const receipts = await open.database.query('receipts.page', { beforeSeq: null, limit: 50 });
    expect(receipts.rows.map((row) => row.body.action)).toContain('passphrase.change');
    expect(receipts.rows.every((row) => row.verification === 'verified')).toBe(true);
    await vault.service.lock();
    expect((await errorOf(unlock())).code).toBe('WRONG_PASSPHRASE');
    expect(await unlock('another summer')).toMatchObject({ state: 'unlocked' });
  });
});

describe('locking', () => {
  it('waits for what has to be flushed, with the vault still open', async () => {
    const open = await vault.create();
    const { id } = await open.createSpace({ tier: 'personal', name: 'me' });
    let flushed = false;
    const takeBack = vault.service.beforeLock(async () => {
      await writeMemory(open, await open.space(id), 'at the last moment');
      flushed = true;
    });
    await vault.service.lock();
    expect(flushed).toBe(true);
    takeBack();
    const again = await vault.unlock();
    expect((await again.spaces()).map((space) => space.memories)).toEqual([1]);
  });

  it('locks even where a flush fails, and says so', async () => {
    await vault.create();
    const takeBack = vault.service.beforeLock(async () => {
      throw new Error('the flush failed');
    });
    await expect(vault.service.lock()).rejects.toThrow('the flush failed');
    expect(vault.service.state()).toMatchObject({ state: 'locked' });
    takeBack();
    expect(await unlock()).toMatchObject({ state: 'unlocked' });
  });

  it('happens when the machine sleeps, save where the person wants no lock', async () => {
    const open = await vault.create();
    await open.setSettings({ autoLockMinutes: 0 });
    await vault.service.suspended();
    expect(vault.service.state()).toMatchObject({ state: 'unlocked' });
    await open.setSettings({ autoLockMinutes: 5 });
    await vault.service.suspended();
    expect(vault.service.state()).toMatchObject({ state: 'locked' });
    expect(vault.service.settings().autoLockMinutes).toBe(5);
  });

  it('takes many calls at once, one after the other', async () => {
    await vault.create();
    const states = await Promise.all([
      vault.service.lock(),
      unlock(),
      vault.service.lock(),
      unlock(),
      unlock(),
    ]);
    expect(states.map((state) => state.state)).toEqual([
      'locked',
      'unlocked',
      'locked',
      'unlocked',
      'unlocked',
    ]);
  });

  it('of one vault comes before the choosing of another', async () => {
    await vault.create();
    const second = join(vault.root, 'second');
    await vault.service.create({
      directory: second,
      name: 'Second',
      person: 'Ben',
      passphrase: PASSPHRASE,
      keychain: false,
    });
    expect(vault.service.state()).toMatchObject({ state: 'unlocked', vault: { name: 'Second' } });
    await vault.service.select(vault.directory);
    expect(vault.service.state()).toMatchObject({ state: 'locked', vault: { name: 'Family' } });
    expect((await vault.service.list()).map((known) => known.name).sort()).toEqual(['Family', 'Second']);
  });

  it('keeps a choice when something that is no vault is chosen', async () => {
    await vault.create();
    await writeFile(join(vault.root, 'a file'), '');
    expect((await errorOf(vault.service.select(join(vault.root, 'a file')))).code).toBe('VAULT_NOT_FOUND');
    expect((await errorOf(vault.service.select(join(vault.root, 'nowhere')))).code).toBe('VAULT_NOT_FOUND');
    expect(vault.service.state()).toMatchObject({ state: 'unlocked' });
  });
});
