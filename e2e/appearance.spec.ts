/**
 * How it looks and reads: both themes, both languages, a narrow window, accessibility rules on every page. Takes
 * the pictures of the documentation too: `npm run e2e -- appearance --update-snapshots` puts them in docs/screenshots.
 */
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { ElectronApplication, Page, TestInfo } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { invoke } from './support/bridge.ts';
import { chooseFolder } from './support/dialogs.ts';
import {
  addMemory,
  expectFullDemonstration,
  goTo,
  makeVault,
  memoryRows,
  readingPane,
} from './support/household.ts';
import { PROJECT } from './support/start-app.ts';

const PAGES = ['Timeline', 'Search', 'Import', 'Receipts', 'Tombstones', 'Health', 'Settings'] as const;
const THEMES = ['light', 'dark'] as const;

/** Nothing that axe knows to be wrong. */
async function expectAccessible(page: Page, where: string): Promise<void> {
  await still(page);
  // Legacy mode works in the page itself; the other opens a second page, which Electron has none of.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  expect.soft(found, where).toEqual([]);
}

/** Animations have ended and fonts have come. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished.catch(() => null)),
    );
  });
}

async function setContentSize(app: ElectronApplication, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  );
}

async function picture(page: Page, name: string, testInfo: TestInfo): Promise<void> {
  await still(page);
  const keep = testInfo.config.updateSnapshots === 'all' || testInfo.config.updateSnapshots === 'changed';
  const folder = keep ? join(PROJECT, 'docs/screenshots') : testInfo.outputDir;
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

/** A memory is open, its pictures and its receipt too; the pointer rests where nothing lights up under it. */
async function expectRead(page: Page): Promise<void> {
  const pane = readingPane(page);
  await expect(pane.getByRole('heading', { level: 2 })).toBeVisible();
  await expect(pane.getByRole('region', { name: 'Receipt' })).toContainText('verified');
  for (const image of await pane.getByRole('img').all())
    await expect(image).not.toHaveJSProperty('naturalWidth', 0);
  await page.mouse.move(640, 5);
}

for (const theme of THEMES) {
  test(`a full house, ${theme}: every page is accessible, pictures are taken`, async ({
    start,
  }, testInfo) => {
    const { app, page } = await start({ args: ['--demo'] });
    await setContentSize(app, 1280, 800);
    await invoke(page, 'settings.set', { theme });
    await expectFullDemonstration(page);
    await page
      .getByRole('button', { name: /^household/ })
      .first()
      .click();
    const rows = memoryRows(page).getByRole('button');
    await expect(rows.nth(3)).toBeVisible();
    await expectAccessible(page, `timeline, ${theme}`);
    await rows.nth(0).click();
    await expectRead(page);
    await picture(page, `timeline-${theme}`, testInfo);
    await rows.nth(3).click();
    await expectRead(page);
    await picture(page, `reading-${theme}`, testInfo);
    await expectAccessible(page, `reading, ${theme}`);

    await goTo(page, 'Receipts');
    await page.getByRole('button', { name: 'Verify all' }).click();
    await expect(page.getByText(/receipts hold/)).toBeVisible();
    await picture(page, `receipts-${theme}`, testInfo);

    await goTo(page, 'Timeline');
    await rows.nth(1).click();
    await expectRead(page);
    await page.keyboard.press('e');
    await expect(page.getByRole('form', { name: 'Edit memory' })).toBeVisible();
    await picture(page, `editor-${theme}`, testInfo);
    await expectAccessible(page, `editor, ${theme}`);
    await page.getByRole('button', { name: 'Discard' }).click();

    await page.getByRole('searchbox', { name: 'Search memories' }).fill('the');
    for (const name of PAGES.slice(1)) {
      await goTo(page, name);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (name === 'Health') {
        await expect(page.getByText(/^Last looked at/)).toBeVisible();
        await picture(page, `health-${theme}`, testInfo);
      }
      await expectAccessible(page, `${name}, ${theme}`);
    }
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, `palette, ${theme}`);
  });

  test(`the way in, ${theme}: accessible, and a picture of it`, async ({ start }, testInfo) => {
    const { app, page } = await start();
    await setContentSize(app, 1280, 800);
    await app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
    await expect(page.getByRole('button', { name: 'Make a vault' })).toBeVisible();
    await picture(page, `welcome-${theme}`, testInfo);
    await expectAccessible(page, `welcome, ${theme}`);
    await page.getByRole('button', { name: 'Make a vault' }).click();
    await page.getByLabel('Name of the vault').fill('The Lovelaces');
    await page.getByLabel('Your name').fill('Ada');
    await expectAccessible(page, `about, ${theme}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Passphrase', { exact: true }).fill('copper kettle on the sill');
    await page.getByLabel('Passphrase once more').fill('copper kettle on the sill');
    await expect(page.getByText('Also open with this computer’s keychain')).toBeVisible();
    await chooseFolder(app, '/home/ada/Documents/The Lovelaces');
    await page.getByRole('button', { name: 'Choose another folder' }).click();
    await expect(page.getByText('/home/ada/Documents/The Lovelaces')).toBeVisible();
    await picture(page, `onboarding-${theme}`, testInfo);
    await expectAccessible(page, `keys, ${theme}`);
  });
}

test('everything can be reached at 720 pixels', async ({ start, folder }) => {
  const { app, page } = await start();
  await setContentSize(app, 720, 560);
  await makeVault(page, folder, { shows: page.getByRole('button', { name: 'New memory' }) });
  await addMemory(page, { title: 'The lake', text: 'We swam.' });
  await expect(page.getByRole('button', { name: /The lake/ })).toBeVisible();
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(sideways).toBe(false);
  await page.getByRole('button', { name: /The lake/ }).click();
  await expect(readingPane(page).getByRole('heading', { name: 'The lake' })).toBeVisible();
  for (const name of PAGES) {
    const menu = page.getByRole('button', { name: 'Spaces and pages' });
    if (await menu.isVisible()) await menu.click();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name }).click();
    if (name !== 'Timeline') await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page, `${name} at 720`);
  }
});

test('in German, the menu too', async ({ start, folder }) => {
  const { app, page } = await start({ language: 'de' });
  await expect(page.getByRole('button', { name: /Tresor/ }).first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
  await makeVault(page, folder, { shows: page.getByRole('button', { name: 'Neue Erinnerung' }) });
  const menu = await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label));
  expect(menu).toEqual(['Datei', 'Bearbeiten', 'Ansicht']);
  await expectAccessible(page, 'timeline in German');
  // Nothing is left untranslated: no key shows, and English words of the shell are gone.
  await expect(page.locator('body')).not.toContainText(/New memory|Settings|\bcommon:|\{\{/);
});

test('the menu speaks to the page', async ({ start, folder }) => {
  const { app, page } = await start();
  await makeVault(page, folder);
  const press = (label: string): Promise<void> =>
    app.evaluate(({ Menu }, wanted) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []);
      items?.find((item) => item.label === wanted)?.click();
    }, label);
  await press('Settings…');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await press('Import…');
  await expect(page.getByRole('heading', { name: 'Import' })).toBeVisible();
  await press('New memory');
  await expect(page.getByRole('form', { name: 'New memory' })).toBeVisible();
  await press('Search');
  await expect(page.getByRole('searchbox', { name: 'Search memories' })).toBeFocused();
  await press('All commands');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await press('Lock vault');
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeVisible();
});
