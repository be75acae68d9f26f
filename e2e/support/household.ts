/** Steps that many flows begin with: a vault, made by hand or through the bridge, and a few memories in it. */
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { invoke } from './bridge.ts';

export const PASSPHRASE = 'copper kettle on the sill';
export const VAULT_NAME = 'The Lovelaces';
export const PERSON = 'Ada';

/** Makes a vault the quick way, confirmed and unlocked, with the page showing it. Answers with the 24 words. */
export async function makeVault(
  page: Page,
  folder: string,
  options: { keychain?: boolean; name?: string } = {},
): Promise<{ directory: string; words: string[] }> {
  const name = options.name ?? VAULT_NAME;
  const directory = join(folder, 'vaults', name);
  const { recoveryPhrase } = await invoke(page, 'vaults.create', {
    directory,
    name,
    person: PERSON,
    passphrase: PASSPHRASE,
    keychain: options.keychain ?? false,
  });
  await invoke(page, 'vaults.confirmRecovery', {
    words: recoveryPhrase.slice(0, 3).map((word, index) => ({ position: index + 1, word })),
  });
  await expectHouse(page);
  return { directory, words: recoveryPhrase };
}

/** The open vault is what the window shows. */
export async function expectHouse(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
}

/** The person's own space. */
export async function ownSpace(page: Page): Promise<{ id: string; name: string }> {
  const spaces = await invoke(page, 'spaces.list', {});
  const own = spaces.find(({ tier }) => tier === 'personal');
  if (own === undefined) throw new Error('There is no personal space.');
  return own;
}

/** Adds a memory the quick way. */
export async function addMemory(
  page: Page,
  input: { title: string; text: string; at?: string; tags?: string[]; people?: string[] },
): Promise<string> {
  const { id } = await ownSpace(page);
  const added = await invoke(page, 'memories.add', {
    spaceId: id,
    idempotencyKey: crypto.randomUUID(),
    input: { at: '2026-05-03T15:00:00+01:00', ...input },
  });
  return added.id;
}

/** Unlocks with the passphrase, by hand. */
export async function unlockByHand(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
}
