/** What somebody keeps at hand: pins above the timeline, and a word about what a search found. */
import { expect, test } from './support/app.ts';
import { addMemory, goTo, makeVault, openMemory, readingPane } from './support/household.ts';
import { expectUsable, keepLook, resize } from './support/looks.ts';

test('a memory is pinned from its menu, found above the timeline, and taken down by a key', async ({
  start,
  folder,
}, testInfo) => {
  const { app, page } = await start();
  await makeVault(page, folder);
  await addMemory(page, { title: 'Plum dumplings', text: 'Grandmother weighs the flour by hand.' });
  await addMemory(page, { title: 'The lake, early', text: 'We swam before breakfast.' });
  const shelf = page.getByRole('region', { name: 'Pinned' });
  await openMemory(page, 'Plum dumplings');
  await expect(shelf).toBeHidden();
  await readingPane(page).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Pin to the top (P)' }).click();
  await expect(shelf.getByRole('button', { name: 'Plum dumplings' })).toBeVisible();
  await expectUsable(page, 'pinned');
  await keepLook(page, 'pinned', testInfo);

  await openMemory(page, 'The lake, early');
  await page.keyboard.press('p');
  await expect(shelf.getByRole('button')).toHaveText(['The lake, early', 'Plum dumplings']);
  await shelf.getByRole('button', { name: 'Plum dumplings' }).click();
  await expect(readingPane(page).getByRole('heading', { name: 'Plum dumplings' })).toBeVisible();
  await resize(app, 720, 640);
  await page.keyboard.press('Escape');
  await expect(shelf).toBeVisible();
  await keepLook(page, 'pinned-narrow', testInfo);
});

test('an answer of the search is marked as helpful, and the mark is there again', async ({
  start,
  folder,
}, testInfo) => {
  const { page } = await start();
  await makeVault(page, folder);
  await addMemory(page, { title: 'Plum dumplings', text: 'Grandmother weighs the flour by hand.' });
  const look = () => page.getByRole('searchbox', { name: 'Search memories' }).fill('flour');
  await look();
  const found = page.getByRole('list', { name: 'What was found' });
  const helped = found.getByRole('button', { name: 'This helped: Plum dumplings' });
  const didNot = found.getByRole('button', { name: 'This did not help: Plum dumplings' });
  await helped.click();
  await expect(helped).toHaveAttribute('aria-pressed', 'true');
  await expectUsable(page, 'judged');
  await keepLook(page, 'judged', testInfo);

  await goTo(page, 'Timeline');
  await look();
  await expect(helped).toHaveAttribute('aria-pressed', 'true');
  await didNot.focus();
  await page.keyboard.press('Space');
  await expect(didNot).toHaveAttribute('aria-pressed', 'true');
  await expect(helped).toHaveAttribute('aria-pressed', 'false');
});
