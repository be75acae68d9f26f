/** Receipts: narrowed, followed along their chain, checked with progress, proved to others; a vault made of a backup. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { invoke } from './support/bridge.ts';
import { chooseFileToSave, chooseFolder } from './support/dialogs.ts';
import {
  addMemory,
  expectFullDemonstration,
  goTo,
  makeVault,
  memoryRows,
  PASSPHRASE,
  unlockByHand,
} from './support/household.ts';
import { expectUsable, keepLook, resize } from './support/looks.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`a full house's receipts, ${theme}: narrowed, followed, checked, proved`, async ({
    start,
    folder,
  }, testInfo) => {
    const { app, page } = await start({ args: ['--demo'] });
    await invoke(page, 'settings.set', { theme });
    await expectFullDemonstration(page);
    await resize(app, 1280, 800);
    await page
      .getByRole('button', { name: /^household/ })
      .first()
      .click();
    await goTo(page, 'Receipts');
    const slips = page.getByRole('list', { name: 'Receipts' }).locator('> li');
    await expect(slips.first()).toContainText('verified');
    await keepLook(page, `receipts-list-${theme}`, testInfo);
    await expectUsable(page, `receipts, ${theme}`);

    await page.getByRole('button', { name: /What was done/ }).click();
    await page.getByRole('option', { name: 'Backups and upkeep' }).click();
    await expect(page.getByText('No receipt fits.')).toBeVisible();
    await keepLook(page, `receipts-nothing-fits-${theme}`, testInfo);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(slips.first()).toBeVisible();
    await page.getByRole('button', { name: /When$/ }).click();
    await page.getByRole('option', { name: 'Today' }).click();
    await expect(slips.first()).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();

    await slips.nth(1).locator('summary').click();
    await slips.nth(1).getByRole('button', { name: 'Follow the chain' }).click();
    const chain = page.getByRole('list', { name: 'The chain of receipts' });
    await expect(chain.locator('> li')).toHaveCount(3);
    await expect(chain).toContainText('the hash of the one below');
    await keepLook(page, `receipts-chain-${theme}`, testInfo);
    await expectUsable(page, `the chain, ${theme}`);
    await page.getByRole('button', { name: 'The one before' }).click();
    await expect(chain.locator('> li')).toHaveCount(3);

    const file = join(folder, 'proof.jsonl');
    await chooseFileToSave(app, file);
    await chain.getByRole('button', { name: 'Save its proof' }).first().click();
    await expect(page.getByText(/The receipt and its proof are in/)).toBeVisible();
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['header', 'receipt', 'checkpoint', 'inclusion', 'signature']),
    );
    await page.getByRole('button', { name: 'Back to the list' }).click();

    await page.getByRole('button', { name: 'Verify all' }).click();
    await expect(page.getByText(/receipts hold: unchanged/)).toBeVisible();
    await goTo(page, 'Timeline');
    await goTo(page, 'Receipts');
    // What came of it is still there.
    await expect(page.getByText(/receipts hold: unchanged/)).toBeVisible();
    await resize(app, 720, 800);
    await expect(slips.first()).toBeVisible();
    await keepLook(page, `receipts-720-${theme}`, testInfo);
    await expectUsable(page, `receipts at 720 pixels, ${theme}`);
  });
}

test('a backup becomes a vault again from the entrance', async ({ start, folder }, testInfo) => {
  const { app, page } = await start();
  await makeVault(page, folder);
  await addMemory(page, { title: 'The lake', text: 'Cold and clear.' });
  const directory = join(folder, 'stick');
  await invoke(page, 'backups.create', { directory });
  await expect
    .poll(async () => (await invoke(page, 'backups.state', {}))?.state, { timeout: 60_000 })
    .toBe('done');
  await invoke(page, 'vaults.close', {});
  await page.getByRole('button', { name: 'Restore a backup' }).click();
  await keepLook(page, 'restore-entrance', testInfo);
  await expectUsable(page, 'restoring');
  await page.getByRole('button', { name: 'Choose the backup' }).click();
  const dialog = page.getByRole('dialog');
  await chooseFolder(app, directory);
  await dialog.getByRole('button', { name: 'Choose: Where the backup lies' }).click();
  await expect(dialog.getByRole('button', { name: /Which backup/ })).toContainText('1 memory');
  const into = join(folder, 'restored');
  await chooseFolder(app, into);
  await dialog.getByRole('button', { name: 'Choose: Where the vault is to go' }).click();
  await dialog.locator('input[type=password]').fill(PASSPHRASE);
  await keepLook(page, 'restore-dialog', testInfo);
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await page.getByRole('button', { name: 'Open it' }).click({ timeout: 60_000 });
  expect(existsSync(join(into, 'vault.json'))).toBe(true);
  await unlockByHand(page);
  await expect(memoryRows(page)).toHaveCount(1);
});
