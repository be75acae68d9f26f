/** Choosing by the keyboard how a space keeps its texts, and how that looks. */
import { expect, test } from './support/app.ts';
import { invoke } from './support/bridge.ts';
import { goTo, makeVault } from './support/household.ts';
import { expectUsable, keepLook } from './support/looks.ts';

test('texts are kept smaller on the disk from now on', async ({ start, folder }, info) => {
  const { page } = await start();
  await makeVault(page, folder);
  await goTo(page, 'Settings');
  const section = page.locator('section', { hasText: 'Keep texts smaller on the disk' });
  const choice = section.getByRole('button').first();
  await expect(choice).toContainText('As they are');
  const [space] = await invoke(page, 'spaces.list', {});
  const spaceId = space?.id ?? '';
  const { available } = await invoke(page, 'spaces.compression', { spaceId });

  await choice.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option')).toHaveCount(available.length);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(choice).toContainText('Smaller (Brotli)');
  expect((await invoke(page, 'spaces.compression', { spaceId })).codec).toBe('brotli');
  const { rows } = await invoke(page, 'receipts.page', { spaceId, beforeSeq: null, limit: 20 });
  expect(rows.filter(({ action }) => action === 'settings.change')).toHaveLength(1);

  await section.scrollIntoViewIfNeeded();
  await keepLook(page, 'settings-room', info);
  await expectUsable(page, 'settings, room');
});
