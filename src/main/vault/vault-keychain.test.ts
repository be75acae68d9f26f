/** The keychain as a way into a real vault: every outcome, and the way out of each. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionState } from '../../shared/contracts/vaults.ts';
import { pictureOf } from './testing/folders.ts';
import { PASSPHRASE } from './testing/memories.ts';
import { errorOf, VaultFixture } from './testing/vault-fixture.ts';

let vault: VaultFixture;
beforeEach(async () => {
  vault = await VaultFixture.open();
});
afterEach(() => vault.remove());

const unlock = (passphrase = PASSPHRASE): Promise<SessionState> =>
  vault.service.unlock({ method: 'passphrase', passphrase });

describe('the keychain', () => {
  const byKeychain = (): Promise<SessionState> => vault.service.unlock({ method: 'keychain' });

  it('opens the vault where it is used, and is refused where it is not', async () => {
    await vault.create();
    expect(await vault.service.keychainState()).toEqual({ state: 'not-used', backend: 'secret-service' });
    await vault.service.lock();
    expect((await errorOf(byKeychain())).code).toBe('NO_CREDENTIALS');
    await unlock();
    await vault.service.useKeychain(true);
    expect(await vault.service.keychainState()).toEqual({ state: 'available', backend: 'secret-service' });
    await vault.service.lock();
    expect(await byKeychain()).toMatchObject({
      state: 'unlocked',
      vault: { slots: ['recovery', 'passphrase', 'keychain'] },
    });
    await vault.service.useKeychain(false);
    expect(vault.keychain.entries.size).toBe(0);
    await vault.service.lock();
    expect((await errorOf(byKeychain())).code).toBe('NO_CREDENTIALS');
    expect(await unlock()).toMatchObject({ state: 'unlocked' });
  });

  it.each([
    [
      'unavailable',
      'KEYCHAIN_UNAVAILABLE',
      (): void => {
        vault.keychain.silent = true;
      },
    ],
    ['entry-missing', 'KEYCHAIN_ENTRY_MISSING', (): void => vault.keychain.entries.clear()],
    [
      'backend-changed',
      'KEYCHAIN_BACKEND_CHANGED',
      (): void => {
        vault.keychain.entries.clear();
        vault.keychain.place = { backend: 'secret-service', desktop: 'KDE' };
      },
    ],
    ['wrong-key', 'KEYCHAIN_WRONG_KEY', (): void => vault.keychain.scramble()],
  ] as const)(
    'says %s, touches nothing, and leaves the passphrase as the way in',
    async (state, code, happen) => {
      await vault.create({ keychain: true });
      await vault.service.lock();
      const before = await pictureOf(vault.directory);
      happen();
      const entries = new Map(vault.keychain.entries);
      expect((await vault.service.keychainState()).state).toBe(state);
      expect((await errorOf(byKeychain())).code).toBe(code);
      expect(await pictureOf(vault.directory)).toEqual(before);
      expect(vault.keychain.entries).toEqual(entries);
      expect(await unlock()).toMatchObject({ state: 'unlocked' });
    },
  );

  it('can be put right from inside after it forgot', async () => {
    await vault.create({ keychain: true });
    vault.keychain.entries.clear();
    await vault.service.useKeychain(true);
    await vault.service.lock();
    expect(await byKeychain()).toMatchObject({ state: 'unlocked' });
    expect(vault.keychain.entries.size).toBe(1);
  });

  it('alone is enough, until it is the only daily way in and should be turned off', async () => {
    const input = { directory: vault.directory, name: 'Family', person: 'Ada', keychain: true };
    vault.phrase = await vault.service.create(input);
    await vault.service.confirmRecovery(vault.words());
    expect((await errorOf(vault.service.useKeychain(false))).code).toBe('INVALID_INPUT');
    await vault.service.lock();
    expect((await errorOf(unlock())).code).toBe('NO_CREDENTIALS');
    expect(await byKeychain()).toMatchObject({ state: 'unlocked' });
    await vault.service.changePassphrase({ current: '', next: PASSPHRASE });
    await vault.service.useKeychain(false);
    await vault.service.lock();
    expect(await unlock()).toMatchObject({ state: 'unlocked' });
  });

  it('that is not there stops the making of a vault that wants it, and leaves no vault', async () => {
    vault.keychain.silent = true;
    const error = await errorOf(vault.create({ keychain: true }));
    expect(error.code).toBe('KEYCHAIN_UNAVAILABLE');
    expect((await errorOf(vault.service.select(vault.directory))).code).toBe('VAULT_NOT_FOUND');
    expect(await vault.create()).toMatchObject({ name: 'Family' });
  });

  it('is asked for nothing of a vault while none is chosen', async () => {
    expect(await vault.service.keychainState()).toEqual({ state: 'available', backend: 'secret-service' });
    vault.keychain.silent = true;
    expect((await vault.service.keychainState()).state).toBe('unavailable');
  });
});
