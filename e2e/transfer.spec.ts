/** A memory goes from one space to another, by keyboard, and the words say what that means. */
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './support/app.ts';
import { invoke } from './support/bridge.ts';
import { addMemory, makeVault, memoryRows, openMemory, ownSpace, readingPane } from './support/household.ts';

test('a memory is moved to another space by keyboard, and copied back', async ({
  start,
  folder,
}, testInfo) => {
  const { page } = await start();
  await makeVault(page, folder);
  const own = await ownSpace(page);
  await invoke(page, 'spaces.create', { tier: 'shared', name: 'Household', people: [] });
  await addMemory(page, { title: 'The lake', text: 'We swam.' });
  await openMemory(page, 'The lake');
  const pane = readingPane(page);

  await pane.getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  // A menu goes to what is typed.
  await page.keyboard.type('Move');
  await expect(page.getByRole('menuitem', { name: 'Move or copy to another space…' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'To another space' });
  await expect(dialog.getByText(/There is no undo/)).toBeVisible();
  await page.screenshot({ path: join(testInfo.outputDir, 'transfer-light.png'), animations: 'disabled' });
  await invoke(page, 'settings.set', { theme: 'dark' });
  await page.screenshot({ path: join(testInfo.outputDir, 'transfer-dark.png'), animations: 'disabled' });
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect.soft(violations.map(({ id }) => id)).toEqual([]);
  await dialog.getByRole('button', { name: 'Move', exact: true }).focus();
  await page.keyboard.press('Enter');

  await expect(page.getByText('The memory is in Household now.')).toBeVisible();
  await expect(memoryRows(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Go there' }).click();
  await expect(pane.getByRole('heading', { name: 'The lake', level: 2 })).toBeVisible();
  await expect(pane.getByRole('region', { name: 'Receipt' })).toContainText('verified');

  await pane.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Move or copy to another space…' }).click();
  await dialog.getByText('It stays here, and another lies there.').click();
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText(`A copy is in ${own.name} now.`)).toBeVisible();
  await expect(memoryRows(page)).toHaveCount(1);
  const { total } = await invoke(page, 'memories.page', { spaceId: own.id, offset: 0, limit: 10 });
  expect(total).toBe(1);
});
