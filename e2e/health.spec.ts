/** How the vault is and what can be done for it: checked, tidied, backed up, restored, watched; nothing of it needs a second program. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { chooseFileToSave, chooseFolder } from './support/dialogs.ts';
import {
  addMemory,
  goTo,
  makeVault,
  memoryRows,
  ownSpace,
  PASSPHRASE,
  unlockByHand,
} from './support/household.ts';

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** A vault with something in it, its Health page open. */
async function openHealth(page: Page, folder: string): Promise<void> {
  await makeVault(page, folder);
  await addMemory(page, { title: 'The lake', text: 'We swam.', tags: ['summer'] });
  await addMemory(page, { title: 'Cake', text: 'Cherries, much sugar.' });
  await expect(memoryRows(page)).toHaveCount(2);
  await goTo(page, 'Health');
  await expect(page.getByText(/^Last looked at/)).toBeVisible();
}

test('a healthy vault says so; it is read through and tidied, and the page may be left meanwhile', async ({
  start,
  folder,
}) => {
  const { page } = await start();
  await openHealth(page, folder);
  const { name } = await ownSpace(page);
  const spaces = page.getByRole('list', { name: 'Spaces' });
  await expect(spaces).toContainText(name);
  await expect(spaces).toContainText('The vault’s list of spaces and people');

  await page.getByRole('button', { name: 'Check everything' }).click();
  await goTo(page, 'Timeline');
  await goTo(page, 'Health');
  await expect(page.getByText('Everything was read through.')).toBeVisible();
  await expect(page.getByText('Everything is as it should be.').first()).toBeVisible();
  await expect(spaces.getByText(/Last read through on/)).toHaveCount(2);

  await section(page, 'Room').getByRole('button', { name: 'Tidy up' }).click();
  await expect(page.getByText(/^All is tidy\./)).toBeVisible();
  await expect(section(page, 'Room')).toContainText(/The vault takes [\d.]+ [kM]B\./);
});

test('a backup is made, found whole, and restored as a vault of its own', async ({ start, folder }) => {
  const { app, page } = await start();
  await openHealth(page, folder);
  const backups = section(page, 'Backups');
  await expect(backups).toContainText('No backup has been made yet.');
  const place = join(folder, 'backups');
  mkdirSync(place);
  await chooseFolder(app, place);
  await backups.getByRole('button', { name: 'Make a backup' }).click();
  await expect(backups).toContainText('The backup is made and was read through: 2 memories.');
  await expect(backups).toContainText(/The last one was made .*: 2 memories, /);
  expect(readdirSync(place)).not.toEqual([]);

  await backups.getByRole('button', { name: 'Check it' }).click();
  await expect(backups).toContainText('The backup is whole: 2 memories.');

  await backups.getByRole('button', { name: 'Restore' }).click();
  const sheet = page.getByRole('dialog', { name: 'Restore a backup' });
  const passphrase = sheet.locator('input[type=password]');
  await sheet.getByRole('button', { name: 'Choose: Where the backup lies' }).click();
  await expect(sheet.getByRole('button', { name: /Which backup/ })).toContainText('2 memories');
  const into = join(folder, 'restored');
  await chooseFolder(app, into);
  await sheet.getByRole('button', { name: 'Choose: Where the vault is to go' }).click();
  await expect(sheet).toContainText(into);
  await passphrase.fill('this is not the passphrase');
  await sheet.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  expect(existsSync(join(into, 'vault.json'))).toBe(false);

  if (await sheet.isHidden()) {
    await backups.getByRole('button', { name: 'Restore' }).click();
    await chooseFolder(app, place);
    await sheet.getByRole('button', { name: 'Choose: Where the backup lies' }).click();
    await chooseFolder(app, into);
    await sheet.getByRole('button', { name: 'Choose: Where the vault is to go' }).click();
  }
  await passphrase.fill(PASSPHRASE);
  await sheet.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(backups).toContainText(`Restored into ${into}: 2 memories.`);
  expect(existsSync(join(into, 'vault.json'))).toBe(true);
});

test('speed is drawn and read by keyboard, a notice is set, figures are exported', async ({
  start,
  folder,
}) => {
  const { app, page } = await start();
  await openHealth(page, folder);
  // Figures are kept once a minute, and when the vault locks.
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await unlockByHand(page);
  await goTo(page, 'Health');
  const speed = section(page, 'Speed');
  const chart = speed.getByRole('application', { name: /^Reading\./ });
  await expect(chart).toBeVisible();
  await chart.focus();
  await page.keyboard.press('ArrowRight');
  await expect(speed.getByRole('status')).toContainText(/Usually.*ms/);
  await expect(speed.getByRole('table', { name: 'Reading', includeHidden: true })).toContainText('ms');

  const notices = section(page, 'Notices');
  await notices.getByRole('button', { name: /^Change: When reading/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Change a notice' });
  await sheet.getByLabel('Milliseconds').fill('lots');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(sheet.getByLabel('Milliseconds')).toHaveAttribute('aria-invalid', 'true');
  await sheet.getByLabel('Milliseconds').fill('250');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(notices).toContainText('When reading takes longer than 250 ms');

  const details = section(page, 'Details');
  const figures = join(folder, 'figures.txt');
  await chooseFileToSave(app, figures);
  await details.getByRole('button', { name: 'Export figures' }).click();
  await expect(page.getByText(`The figures are in ${figures}`)).toBeVisible();
  const text = readFileSync(figures, 'utf8');
  expect(text.trimEnd().endsWith('# EOF')).toBe(true);
  expect(text).not.toContain('lake');

  await details.getByRole('button', { name: (await ownSpace(page)).name }).click();
  await expect(details.getByRole('table', { name: 'Caches' })).toBeVisible();
});
