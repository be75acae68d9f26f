/** What happens around the app: power cuts, sleep, a page that dies, a second start, somebody who walks away. */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { invoke, invokeError } from './support/bridge.ts';
import {
  addMemory,
  expectFullDemonstration,
  expectHouse,
  makeVault,
  ownSpace,
  PASSPHRASE,
  unlockByHand,
  VAULT_NAME,
} from './support/household.ts';

const passphraseField = (page: Page) => page.getByLabel('Passphrase', { exact: true });

test('a draft and every saved memory survive a power cut', async ({ start, folder }) => {
  const first = await start();
  await makeVault(first.page, folder);
  await addMemory(first.page, { title: 'Saved', text: 'On the disk.' });
  await first.page.getByRole('button', { name: 'New memory' }).click();
  const editor = first.page.getByRole('form', { name: 'New memory' });
  await editor.getByLabel('Title').fill('Half a thought');
  await editor.getByLabel('Text', { exact: true }).fill('It begins with');
  await expect
    .poll(async () => (await invoke(first.page, 'drafts.list', {})).map(({ input }) => input.text))
    .toEqual(['It begins with']);
  await first.kill();

  const { page } = await start();
  await page.getByRole('button', { name: VAULT_NAME }).first().click();
  await unlockByHand(page);
  await expectHouse(page);
  await expect(page.getByRole('button', { name: /Saved/ })).toBeVisible();
  const drafts = page.getByRole('region', { name: 'Drafts' });
  await expect(drafts).toContainText('Half a thought');
  await drafts.getByRole('button', { name: 'Go on writing' }).click();
  await expect(
    page.getByRole('form', { name: 'New memory' }).getByLabel('Text', { exact: true }),
  ).toHaveValue('It begins with');
});

test('a page that crashes comes back with the vault still open', async ({ start, folder }) => {
  const { app, page, problems } = await start();
  await makeVault(page, folder);
  await addMemory(page, { title: 'Still here', text: 'After the crash.' });
  const shown = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((done) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('render-process-gone', () => contents.once('did-finish-load', () => done()));
        contents?.forcefullyCrashRenderer();
      }),
  );
  await shown;
  // Playwright lets go of a page that crashed; what the window shows is asked through main.
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText'),
      ),
    )
    .toContain('Still here');
  problems.length = 0;
});

test.describe('the vault locks itself', () => {
  for (const event of ['lock-screen', 'suspend'] as const) {
    test(`when the machine says ${event}`, async ({ start, folder }) => {
      const { app, page } = await start();
      await makeVault(page, folder);
      await app.evaluate(({ powerMonitor }, name) => {
        powerMonitor.emit(name);
      }, event);
      await expect(passphraseField(page)).toBeVisible();
      const { code } = await invokeError(page, 'spaces.list', {});
      expect(code).toBe('VAULT_LOCKED');
    });
  }

  test('when nobody has touched it for the time that was chosen', async ({ start, folder }) => {
    const { app, page } = await start();
    await makeVault(page, folder);
    await invoke(page, 'settings.set', { autoLockMinutes: 1 });
    // The clock is turned from outside; a setting makes the app look at it again before its timer does.
    await app.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 61_000;
    });
    await invoke(page, 'settings.set', { theme: 'dark' });
    await expect(passphraseField(page)).toBeVisible();
  });
});

test('one vault is open in one place', async ({ start, folder }) => {
  const first = await start({ profile: 'first' });
  const { directory } = await makeVault(first.page, folder);
  const second = await start({ profile: 'second' });
  await invoke(second.page, 'vaults.select', { directory });
  await second.page.reload();
  await unlockByHand(second.page);
  await expect(
    second.page.getByText('This vault is already open in another window or program.'),
  ).toBeVisible();
  await first.kill();
  // The operating system lets go of a dead program's lock; nothing has to be mended.
  await second.page.getByRole('button', { name: 'Try again' }).click();
  await unlockByHand(second.page);
  await expectHouse(second.page);
});

test('a second start of the app shows the first one', async ({ start, folder }) => {
  const first = await start();
  await makeVault(first.page, folder);
  const focused = first.app.evaluate(
    ({ app }) =>
      new Promise<boolean>((done) => {
        app.once('second-instance', () => done(true));
      }),
  );
  await expect(start()).rejects.toThrow();
  expect(await focused).toBe(true);
});

test('closing the window locks: keys, threads and the lock on the folder are gone', async ({
  start,
  folder,
}) => {
  const first = await start({ profile: 'first' });
  const { directory } = await makeVault(first.page, folder);
  const { id } = await ownSpace(first.page);
  const deleted = await addMemory(first.page, { title: 'Going', text: 'Going, going.' });
  await invoke(first.page, 'memories.delete', { spaceId: id, id: deleted });
  await first.quit();

  const { page } = await start({ profile: 'second' });
  await invoke(page, 'vaults.select', { directory });
  await invoke(page, 'vaults.unlock', { method: 'passphrase', passphrase: PASSPHRASE });
  const { total } = await invoke(page, 'tombstones.page', { spaceId: id, offset: 0, limit: 10 });
  expect(total).toBe(1);
});

test('the window comes back where it was, and no smaller than it can be used', async ({ start }) => {
  const first = await start();
  await first.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 900, height: 640 });
  });
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await first.quit();
  const { app } = await start();
  const { bounds, smallest } = await app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    return { bounds: window?.getBounds(), smallest: window?.getMinimumSize() };
  });
  expect(bounds).toMatchObject({ width: 900, height: 640 });
  expect(smallest).toEqual([720, 560]);
});

test('a demonstration opens full and leaves nothing', async ({ start }) => {
  const { page, quit } = await start({ args: ['--demo'] });
  await expect(page.getByText('This is a demonstration vault. Nothing in it is kept.')).toBeVisible();
  await expectFullDemonstration(page);
  const session = await invoke(page, 'session.state', {});
  if (session.state !== 'unlocked') throw new Error('The demonstration is not open.');
  const made = dirname(session.vault.directory);
  expect(basename(made)).toMatch(/^memoryos-demo-/);
  expect(existsSync(made)).toBe(true);
  await quit();
  expect(existsSync(made)).toBe(false);
});
