/** Steps that many flows begin with: a vault, made by hand or through the bridge, and a few memories in it. */
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { invoke } from './bridge.ts';

export const PASSPHRASE = 'copper kettle on the sill';
export const VAULT_NAME = 'The Lovelaces';
const PERSON = 'Ada';

/**
 * Makes a vault the quick way, confirmed and unlocked, with the page showing it. Answers with the 24 words.
 * @param options.shows what tells that the page shows it, where the rail is folded away or speaks another language
 */
export async function makeVault(
  page: Page,
  folder: string,
  options: { keychain?: boolean; name?: string; shows?: Locator } = {},
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
  await (options.shows === undefined ? expectHouse(page) : expect(options.shows).toBeVisible());
  return { directory, words: recoveryPhrase };
}

interface ByHand {
  readonly keychain?: boolean;
  /** What is typed for a word that is asked for; default the word itself. */
  readonly typed?: (word: string, index: number) => string;
}

/** Makes a vault the way a person does, from the first page to the last button of the wizard. */
export async function makeVaultByHand(page: Page, options: ByHand = {}): Promise<void> {
  await page.getByRole('button', { name: 'Make a vault' }).click();
  await page.getByLabel('Name of the vault').fill(VAULT_NAME);
  await page.getByLabel('Your name').fill(PERSON);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Passphrase once more').fill(PASSPHRASE);
  if (options.keychain === true) {
    await page.getByText('Also open with this computer’s keychain').click();
    await page.getByRole('button', { name: 'Choose another folder' }).click();
  }
  await page.getByRole('button', { name: 'Make the vault' }).click();
  const words = await recoveryWords(page);
  await page.getByRole('button', { name: 'I have written them down' }).click();
  const fields = page.getByLabel(/^Word \d+$/);
  await expect(fields.first()).toBeVisible();
  for (const [index, field] of (await fields.all()).entries()) {
    const label =
      (await page
        .getByText(/^Word \d+$/)
        .nth(index)
        .textContent()) ?? '';
    const word = words[Number(label.replace('Word ', '')) - 1] ?? '';
    await field.fill(options.typed?.(word, index) ?? word);
  }
  await page.getByRole('button', { name: 'Open my vault' }).click();
}

/** The 24 words on the page. */
export async function recoveryWords(page: Page): Promise<string[]> {
  const list = page.getByRole('list', { name: 'Recovery phrase, 24 words' });
  await expect(list).toBeVisible();
  return list.locator('[translate="no"]').allTextContents();
}

/** The open vault is what the window shows. */
export async function expectHouse(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
}

/** `--demo` has put in all it has: spaces of all four tiers, a few hundred memories. */
export async function expectFullDemonstration(page: Page): Promise<void> {
  const look = async () => {
    const spaces = await invoke(page, 'spaces.list', {});
    return {
      tiers: [...new Set(spaces.map(({ tier }) => tier))].sort(),
      isFull: spaces.reduce((sum, { memories }) => sum + memories, 0) > 200,
    };
  };
  const full = { tiers: ['extended', 'personal', 'selective', 'shared'], isFull: true };
  await expect.poll(look, { timeout: 30_000 }).toEqual(full);
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

/** Goes to a page of the open vault, by its name in the rail. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name }).click();
}

/** Opens a memory from the timeline. */
export async function openMemory(page: Page, title: string): Promise<void> {
  await memoryRows(page).getByRole('button', { name: title }).click();
  await expect(readingPane(page).getByRole('heading', { name: title, level: 2 })).toBeVisible();
}

/** The rows of the timeline that are drawn; `aria-setsize` says how many there are. */
export const memoryRows = (page: Page): Locator =>
  page.getByRole('list', { name: 'Memories, newest first' }).getByRole('listitem');

/** Where a memory is read. */
export const readingPane = (page: Page): Locator => page.getByRole('region', { name: 'Reading pane' });

/** Unlocks with the passphrase, by hand. */
export async function unlockByHand(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
}
