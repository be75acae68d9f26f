/** The ways into a vault: a first one, again, with the keychain, with the phrase, and what a wrong key gets. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { chooseFolder } from './support/dialogs.ts';
import {
  expectHouse,
  makeVault,
  makeVaultByHand,
  PASSPHRASE,
  recoveryWords,
  unlockByHand,
  VAULT_NAME,
} from './support/household.ts';

test('a first vault: passphrase and keychain, recovery phrase confirmed, empty timeline', async ({
  start,
  folder,
}) => {
  const { app, page, quit } = await start();
  mkdirSync(join(folder, 'chosen'));
  await chooseFolder(app, join(folder, 'chosen', 'ours'));
  await makeVaultByHand(page, { keychain: true });

  await expectHouse(page);
  await expect(page.getByRole('button', { name: 'Write the first memory' })).toBeVisible();
  await quit();

  const again = await start();
  await again.page.getByRole('button', { name: VAULT_NAME }).first().click();
  await again.page.getByRole('button', { name: 'Open with this computer’s keychain' }).click();
  await expectHouse(again.page);
});

test('words that were not written down do not open the door', async ({ start }) => {
  const { page } = await start();
  await makeVaultByHand(page, { typed: (word, index) => (index === 0 ? 'zoo' : word) });
  await expect(page.getByRole('alert')).toContainText('At least one word is not as it was shown.');
  await page.getByRole('button', { name: 'Show the words again' }).click();
  expect(await recoveryWords(page)).toHaveLength(24);
});

test('lock, and unlock with the passphrase', async ({ start, folder }) => {
  const { page } = await start();
  await makeVault(page, folder);
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await expect(page.getByRole('heading', { name: `Open ${VAULT_NAME}` })).toBeVisible();
  await unlockByHand(page);
  await expectHouse(page);
});

test('a wrong passphrase is said so, and guessing becomes slow, also after a new start', async ({
  start,
  folder,
}) => {
  const first = await start();
  const { directory } = await makeVault(first.page, folder);
  await first.page.getByRole('button', { name: 'Lock', exact: true }).click();
  await unlockByHand(first.page, 'not this one at all');
  await expect(first.page.getByText('That is not this vault’s passphrase.')).toBeVisible();
  const waits = first.page.getByText(/You can try again in \d+ seconds?\./);
  for (let guess = 2; guess < 12 && !(await waits.isVisible()); guess += 1) {
    await unlockByHand(first.page, `guess number ${guess}`);
    await expect(first.page.getByText('That is not this vault’s passphrase.').or(waits)).toBeVisible();
  }
  await expect(waits).toBeVisible();
  await expect(first.page.getByRole('button', { name: 'Unlock' })).toBeDisabled();
  await first.quit();

  // As many guesses as wait for minutes, so that a slow machine does not wait them out on its way.
  const attempts = join(directory, 'unlock-attempts.json');
  writeFileSync(attempts, JSON.stringify({ format: 1, failures: 10, lastFailureMs: Date.now() }));
  const { page } = await start();
  await page.getByRole('button', { name: VAULT_NAME }).first().click();
  await unlockByHand(page);
  await expect(page.getByText(/You can try again in \d+ seconds?\./)).toBeVisible();
});

test('the recovery phrase opens it and sets a new passphrase', async ({ start, folder }) => {
  const { page } = await start();
  const { words } = await makeVault(page, folder);
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('button', { name: 'Use the recovery phrase' }).click();
  const phrase = page.getByRole('textbox', { name: 'Recovery phrase' });
  await phrase.fill([...words.slice(0, 23), 'nonsense '].join(' '));
  await expect(page.getByText('This word is not on the list: nonsense.')).toBeVisible();
  await phrase.fill(words.join(' '));
  await page.getByLabel('New passphrase', { exact: true }).fill('a quite new passphrase');
  await page.getByLabel('New passphrase once more').fill('a quite new passphrase');
  await page.getByRole('button', { name: 'Open the vault' }).click();
  await expectHouse(page);

  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await unlockByHand(page, PASSPHRASE);
  await expect(page.getByText('That is not this vault’s passphrase.')).toBeVisible();
  await unlockByHand(page, 'a quite new passphrase');
  await expectHouse(page);
});

test('the passphrase is changed in the settings', async ({ start, folder }) => {
  const { page } = await start();
  await makeVault(page, folder);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Change passphrase' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Current passphrase').fill(PASSPHRASE);
  await dialog.getByLabel('New passphrase', { exact: true }).fill('a quite new passphrase');
  await dialog.getByLabel('New passphrase once more').fill('a quite new passphrase');
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(page.getByText('The new passphrase opens the vault from now on.')).toBeVisible();
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await unlockByHand(page, 'a quite new passphrase');
  await expectHouse(page);
});

test('several vaults on one machine, and a folder that was never on the list', async ({ start, folder }) => {
  const { app, page } = await start();
  const first = await makeVault(page, folder, { name: 'First' });
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('button', { name: 'Other vaults' }).click();
  await makeVault(page, folder, { name: 'Second' });
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('button', { name: 'Other vaults' }).click();
  const list = page.getByRole('list', { name: 'Vaults on this computer' });
  await expect(list.getByRole('listitem')).toHaveCount(2);

  await page.getByRole('button', { name: 'More about First' }).click();
  await page.getByRole('menuitem', { name: 'Remove from this list' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await chooseFolder(app, first.directory);
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await unlockByHand(page);
  await expectHouse(page);
});
