/** Writing, changing, deleting and finding memories; what each leaves behind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { invoke } from './support/bridge.ts';
import { chooseFileToSave } from './support/dialogs.ts';
import {
  addMemory,
  expectHouse,
  goTo,
  makeVault,
  openMemory,
  ownSpace,
  readingPane,
  unlockByHand,
} from './support/household.ts';

test('a memory is written, read and changed, and each change has its verified receipt', async ({
  start,
  folder,
}) => {
  const { page } = await start();
  await makeVault(page, folder);
  await page.getByRole('button', { name: 'New memory' }).click();
  const editor = page.getByRole('form', { name: 'New memory' });
  await editor.getByLabel('Title').fill('The lake');
  await editor.getByLabel('Text', { exact: true }).fill('We swam before *breakfast*.');
  await editor.getByRole('button', { name: 'Save' }).click();

  const pane = readingPane(page);
  await expect(pane.getByRole('heading', { name: 'The lake' })).toBeVisible();
  await expect(pane.getByText('breakfast')).toBeVisible();
  await expect(pane.getByRole('region', { name: 'Receipt' })).toContainText(
    /Ada added The lake on .*, verified/s,
  );

  await pane.getByRole('button', { name: 'Edit (E)' }).click();
  const change = page.getByRole('form', { name: 'Edit memory' });
  await change.getByLabel('Title').fill('The lake, early');
  await change.getByRole('button', { name: 'Save' }).click();
  await expect(pane.getByRole('heading', { name: 'The lake, early' })).toBeVisible();
  await expect(pane.getByRole('region', { name: 'Receipt' })).toContainText(/Ada changed The lake, early/);

  await goTo(page, 'Receipts');
  const slips = page.getByRole('list', { name: 'Receipts', exact: true });
  await expect(slips).toContainText(/Ada changed The lake, early/);
  await expect(slips).toContainText(/Ada added The lake, early/);
  await page.getByRole('button', { name: 'Verify all' }).click();
  await expect(page.getByText(/All \d+ receipts hold: unchanged, in order, signed\./)).toBeVisible();
});

test('receipts are exported to a file that is chosen', async ({ start, folder }) => {
  const { app, page } = await start();
  await makeVault(page, folder);
  await addMemory(page, { title: 'The lake', text: 'Words that must not be in the file.' });
  const file = join(folder, 'receipts.jsonl');
  await chooseFileToSave(app, file);
  await goTo(page, 'Receipts');
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByText(/receipts? written to/)).toBeVisible();
  const lines = readFileSync(file, 'utf8');
  expect(lines).toContain('memory.add');
  expect(lines).not.toContain('must not be');
});

test('two who change the same memory both keep their words', async ({ start, folder }) => {
  const { page } = await start();
  await makeVault(page, folder);
  const id = await addMemory(page, { title: 'The lake', text: 'We swam.' });
  await openMemory(page, 'The lake');
  await readingPane(page).getByRole('button', { name: 'Edit (E)' }).click();
  const editor = page.getByRole('form', { name: 'Edit memory' });
  await editor.getByLabel('Text', { exact: true }).fill('We swam, and it was cold.');
  const space = await ownSpace(page);
  await invoke(page, 'memories.edit', {
    spaceId: space.id,
    id,
    version: 1,
    idempotencyKey: crypto.randomUUID(),
    input: { title: 'The lake', text: 'We swam at noon.', at: '2026-05-03T15:00:00+01:00' },
  });
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This memory was changed in the meantime.')).toBeVisible();
  await page.getByRole('button', { name: 'Put both together' }).click();
  await editor.getByRole('button', { name: 'Save' }).click();
  const pane = readingPane(page);
  await expect(pane).toContainText('it was cold');
  await expect(pane).toContainText('at noon');
});

test('a deletion can be taken back; one that is not leaves a tombstone and no words', async ({
  start,
  folder,
}) => {
  const { page } = await start();
  const { directory } = await makeVault(page, folder);
  await addMemory(page, { title: 'The lake', text: 'We swam xylophonically.' });
  await openMemory(page, 'The lake');
  const pane = readingPane(page);
  await pane.getByRole('button', { name: /^Delete/ }).click();
  await pane.getByRole('button', { name: 'Undo' }).click();
  await expect(pane.getByRole('heading', { name: 'The lake' })).toBeVisible();

  await pane.getByRole('button', { name: /^Delete/ }).click();
  await expect(pane.getByText('“The lake” was deleted.')).toBeVisible();
  // Locking does not wait for the seconds of grace to pass: it carries the deletion out.
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await unlockByHand(page);
  await expectHouse(page);
  await goTo(page, 'Tombstones');
  await expect(page.getByRole('list', { name: 'Tombstones' })).toContainText('Ada deleted a memory');
  await goTo(page, 'Receipts');
  await expect(page.getByRole('list', { name: 'Receipts', exact: true })).toContainText(
    'Ada deleted a memory',
  );
  await page.getByRole('searchbox', { name: 'Search memories' }).fill('xylophonically');
  await expect(page.getByText('Nothing was found.')).toBeVisible();
  expect(directory).toContain(folder);
});

test('search finds words, phrases and single characters of scripts without spaces', async ({
  start,
  folder,
}) => {
  const { page } = await start();
  await makeVault(page, folder);
  await addMemory(page, { title: 'Café', text: 'Grandmother’s cherry cake, from memory.' });
  await addMemory(page, { title: '京都', text: '祖母と紅葉を見た。' });
  await addMemory(page, { title: 'Something else', text: 'Cake for sale: cherry, or so they said.' });
  const box = page.getByRole('searchbox', { name: 'Search memories' });
  const results = page.getByRole('list', { name: 'What was found' }).getByRole('listitem');

  await page.keyboard.press('/');
  await expect(box).toBeFocused();
  await page.keyboard.type('cafe');
  await expect(results).toHaveCount(1);
  await expect(results.first()).toContainText('Café');
  await box.fill('"cherry cake"');
  await expect(results).toHaveCount(1);
  await expect(results.first().locator('mark').first()).toBeVisible();
  await box.fill('cake -sale');
  await expect(results).toHaveCount(1);
  await box.fill('葉');
  await expect(results).toHaveCount(1);
  await box.fill('" AND ( NEAR* :');
  await expect(page.getByRole('heading', { name: /Search for/ })).toBeVisible();
  await box.fill('cherry');
  await expect(results).toHaveCount(2);
  await results.first().getByRole('button').first().click();
  await expect(readingPane(page)).toContainText('cherry', { ignoreCase: true });
});

test('by keyboard alone: write, read, change, delete, undo, lock', async ({ start, folder }) => {
  const { page } = await start();
  await makeVault(page, folder);
  const { keyboard } = page;
  // The timeline listens to its keys once it is there; the rail beside it comes first.
  await page.getByRole('button', { name: 'Write the first memory' }).waitFor();

  await keyboard.press('n');
  const editor = page.getByRole('form', { name: 'New memory' });
  await expect(editor.getByLabel('Title')).toBeFocused();
  await keyboard.type('By keyboard');
  await keyboard.press('Tab');
  await keyboard.type('Not one click.');
  await keyboard.press('Control+Enter');
  const pane = readingPane(page);
  await expect(pane.getByRole('heading', { name: 'By keyboard' })).toBeVisible();

  await keyboard.press('e');
  await expect(page.getByRole('form', { name: 'Edit memory' }).getByLabel('Title')).toBeFocused();
  await keyboard.press('End');
  await keyboard.type(' alone');
  await keyboard.press('Control+Enter');
  await expect(pane.getByRole('heading', { name: 'By keyboard alone' })).toBeVisible();

  await keyboard.press('Delete');
  const undo = pane.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  for (
    let steps = 0;
    steps < 40 && !(await undo.evaluate((one) => one === document.activeElement));
    steps += 1
  )
    await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(pane.getByRole('heading', { name: 'By keyboard alone' })).toBeVisible();

  await keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await expect(palette).toBeVisible();
  await keyboard.type('lock');
  await keyboard.press('Enter');
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused();
});
