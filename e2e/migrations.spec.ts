/** The structure of the vault's files, as a person sees it: what this app expects, and every step that was taken. */
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page, TestInfo } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { invoke } from './support/bridge.ts';
import { goTo, makeVault } from './support/household.ts';

async function lookAt(page: Page, name: string, testInfo: TestInfo): Promise<void> {
  await page.screenshot({ path: join(testInfo.outputDir, `${name}.png`), animations: 'disabled' });
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect.soft(violations.map(({ id }) => id)).toEqual([]);
}

test('every database says that it is as expected, and shows its steps', async ({
  start,
  folder,
}, testInfo) => {
  const { app, page } = await start();
  await makeVault(page, folder);
  await goTo(page, 'Migrations');
  await expect(page.getByRole('heading', { level: 1, name: 'Migrations' })).toBeVisible();
  const vault = page.getByRole('listitem', { name: 'The vault’s own file' });
  await expect(vault.getByText(/exactly as this app expects/)).toBeVisible();
  await expect(page.getByText(/exactly as this app expects/)).toHaveCount(
    (await invoke(page, 'spaces.list', {})).length + 1,
  );
  await vault.getByText(/^\d+ steps?$/).click();
  const steps = vault.getByRole('list', { name: 'Steps, newest first' }).getByRole('listitem');
  await expect(steps.last()).toContainText('1.0.0');
  await expect(steps.last()).toContainText('foundation');
  await lookAt(page, 'migrations-light', testInfo);
  await invoke(page, 'settings.set', { theme: 'dark' });
  await lookAt(page, 'migrations-dark', testInfo);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(720, 800));
  await lookAt(page, 'migrations-small', testInfo);
  await invoke(page, 'settings.set', { language: 'de' });
  await expect(page.getByRole('heading', { level: 1, name: 'Migrationen' })).toBeVisible();
  await lookAt(page, 'migrations-german', testInfo);
});
