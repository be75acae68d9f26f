/** People and places, and memories that come back by themselves: used by hand, and how these pages look. */
import { expect, test } from './support/app.ts';
import { invoke } from './support/bridge.ts';
import { addMemory, expectFullDemonstration, goTo, makeVault, readingPane } from './support/household.ts';
import { expectUsable, keepLook, resize } from './support/looks.ts';

test('somebody that memories name is opened, related, joined and renamed', async ({
  start,
  folder,
}, info) => {
  const { page } = await start();
  await makeVault(page, folder);
  await goTo(page, 'People and places');
  await expect(page.getByText('Nobody is named here yet.')).toBeVisible();
  await keepLook(page, 'people-empty', info);
  await expectUsable(page, 'people, empty');

  await addMemory(page, { title: 'The lake', text: 'Cold.', people: ['Ben', 'Zoe'], tags: ['Lisbon'] });
  await addMemory(page, { title: 'The hill', text: 'Steep.', people: ['Benjamin'] });
  const list = page.getByRole('list', { name: 'People and places' });
  await expect(list.getByRole('listitem')).toHaveCount(4);
  await list.getByRole('button', { name: /^Ben Person/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ben' })).toBeFocused();
  await expect(page.getByText('Nothing has been said yet.')).toBeVisible();

  await page.getByRole('button', { name: 'Say something' }).first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: /How/ }).click();
  await page.getByRole('option', { name: 'lives in' }).click();
  await sheet.getByRole('combobox', { name: 'Whom or what' }).fill('Lisbon');
  await sheet.getByRole('combobox', { name: 'Whom or what' }).press('Enter');
  await sheet.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(sheet).toBeHidden();
  const known = page.getByRole('region', { name: 'What is known' });
  await expect(known).toContainText('lives in');

  await page.getByRole('button', { name: 'More to do' }).click();
  await page.getByRole('menuitem', { name: 'Join with another name' }).click();
  await sheet.getByRole('combobox', { name: 'The other name' }).fill('Benjamin');
  await sheet.getByRole('combobox', { name: 'The other name' }).press('Enter');
  await sheet.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Benjamin' })).toBeVisible();
  await expect(page.getByText('also called Ben')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Memories' }).getByRole('listitem')).toHaveCount(2);
  await keepLook(page, 'person', info);
  await expectUsable(page, 'somebody');

  await known.getByRole('button', { name: 'Take back: lives in Lisbon' }).click();
  await expect(known).toContainText('Nothing has been said yet.');
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click();
  await expect(known).toContainText('Lisbon');
  await page.getByRole('button', { name: 'Take apart' }).click();
  await expect(page.getByText('also called Ben')).toBeHidden();

  await page
    .getByRole('region', { name: 'Memories' })
    .getByRole('button', { name: /The hill/ })
    .click();
  await expect(readingPane(page).getByRole('heading', { name: 'The hill' })).toBeVisible();
});

test('this day of other years comes back, and is waved away for the day', async ({ start, folder }, info) => {
  const { page } = await start();
  await makeVault(page, folder);
  const now = new Date();
  const day = `${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
  const at = day === '02-29' ? '2020-02-29T10:00:00Z' : `2019-${day}T10:00:00Z`;
  await addMemory(page, { title: 'The first snow', text: 'It snowed on the roofs.', at });
  const strip = page.getByRole('region', { name: 'On this day' });
  await expect(strip).toContainText('The first snow');
  await keepLook(page, 'on-this-day', info);
  await expectUsable(page, 'timeline with this day');
  await strip.getByRole('button', { name: /The first snow/ }).click();
  await expect(readingPane(page).getByRole('heading', { name: 'The first snow' })).toBeVisible();
  await strip.getByRole('button', { name: 'Not today' }).click();
  await expect(strip).toBeHidden();
  await goTo(page, 'Rediscover');
  await expect(page.getByRole('list', { name: 'Around this day in other years' })).toContainText(
    'The first snow',
  );
  await expectUsable(page, 'rediscover');
});

for (const theme of ['light', 'dark'] as const) {
  test(`people and rediscovery of a full house, ${theme}`, async ({ start }, info) => {
    const { app, page } = await start({ args: ['--demo'] });
    await invoke(page, 'settings.set', { theme });
    await expectFullDemonstration(page);
    await goTo(page, 'People and places');
    const list = page.getByRole('list', { name: 'People and places' });
    await expect(list.getByRole('listitem').nth(5)).toBeVisible();
    await keepLook(page, `people-${theme}`, info);
    await expectUsable(page, `people, ${theme}`);
    await list.getByRole('button').first().click();
    await expect(page.getByRole('region', { name: 'What is known' })).toBeVisible();
    await keepLook(page, `somebody-${theme}`, info);
    await expectUsable(page, `somebody, ${theme}`);
    await resize(app, 720, 800);
    await keepLook(page, `somebody-720-${theme}`, info);
    await resize(app, 1280, 800);
    await goTo(page, 'Rediscover');
    await expect(page.getByRole('heading', { level: 1, name: 'Rediscover' })).toBeVisible();
    await keepLook(page, `rediscover-${theme}`, info);
    await expectUsable(page, `rediscover, ${theme}`);
  });
}
