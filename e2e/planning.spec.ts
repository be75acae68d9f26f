/** What people plan, want, feel and imagine: Upcoming, Goals, Moods, What if; and how these pages look. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { invoke } from './support/bridge.ts';
import {
  addMemory,
  expectFullDemonstration,
  goTo,
  makeVault,
  openMemory,
  ownSpace,
  readingPane,
} from './support/household.ts';
import { expectUsable, keepLook, resize } from './support/looks.ts';

const PAGES = [
  ['Upcoming', 'Upcoming'],
  ['Moods', 'Moods'],
  ['Goals', 'Goals'],
  ['What if', 'What if'],
] as const;

/** The sheet; a menu that is still fading out is a dialog, too. */
const dialog = (page: Page) => page.locator('section').and(page.getByRole('dialog'));
const undo = (page: Page) =>
  page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click();

async function remind(page: Page, title: string, fill: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'New reminder' }).click();
  await dialog(page).getByLabel('What', { exact: true }).fill(title);
  await fill();
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog(page)).toBeHidden();
}

test('a reminder is planned, repeated, done, taken back, put off and deleted', async ({ start, folder }) => {
  const { page } = await start();
  await makeVault(page, folder);
  await goTo(page, 'Upcoming');
  await expect(page.getByText('Nothing to think of yet')).toBeVisible();

  await remind(page, 'Water the beans', async () => {
    await dialog(page)
      .getByRole('button', { name: /Repeats/ })
      .click();
    await page.getByRole('option', { name: 'In another rhythm' }).click();
    await dialog(page).getByRole('button', { name: 'Wednesday' }).click();
  });
  const line = page.getByRole('listitem').filter({ hasText: 'Water the beans' });
  await expect(line).toContainText('every 2 weeks on Wednesday');
  const before = await line.getByRole('time').getAttribute('datetime');

  await line.getByRole('button', { name: 'Done: Water the beans' }).click();
  await expect(line.getByRole('time')).not.toHaveAttribute('datetime', before ?? '');
  await undo(page);
  await expect(line.getByRole('time')).toHaveAttribute('datetime', before ?? '');

  await line.getByRole('button', { name: 'More about Water the beans' }).click();
  await page.getByRole('menuitem', { name: 'In an hour' }).click();
  await expect(line).toContainText('put off');

  await line.getByRole('button', { name: 'More about Water the beans' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(line).toBeHidden();
  await undo(page);
  await expect(line).toBeVisible();
});

test('a reminder comes up while one writes and reads about a person', async ({ start, folder }, testInfo) => {
  const { page } = await start();
  await makeVault(page, folder);
  await addMemory(page, { title: 'The pear tree', text: 'It bore well.', people: ['Grandmother'] });
  await goTo(page, 'Upcoming');
  await remind(page, 'Ask for the plum dumplings', async () => {
    await dialog(page).getByText('When it comes up').click();
    await dialog(page).getByRole('combobox', { name: 'Person' }).fill('Grandmother');
    await dialog(page).getByRole('combobox', { name: 'Person' }).press('Enter');
  });
  await expect(page.getByText('when Grandmother comes up')).toBeVisible();

  await goTo(page, 'Timeline');
  await openMemory(page, 'The pear tree');
  const comingUp = page.getByRole('region', { name: 'What you wanted to think of here' });
  await expect(comingUp).toContainText('Ask for the plum dumplings');
  await keepLook(page, 'coming-up', testInfo);
  await expectUsable(page, 'a reminder that comes up');

  await page.keyboard.press('e');
  const form = page.getByRole('form', { name: 'Edit memory' });
  await expect(form.getByText('Ask for the plum dumplings')).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await comingUp.getByRole('button', { name: 'Done: Ask for the plum dumplings' }).click();
  await expect(comingUp).toBeHidden();
});

test('what is due is told to the system, without words where it is private', async ({ start, folder }) => {
  const { app, page } = await start();
  await app.evaluate(({ Notification, app: shell }) => {
    const kept: { title: string; body: string; badge: number }[] = [];
    Reflect.set(globalThis, 'kept', kept);
    Notification.prototype.show = function show() {
      kept.push({ title: this.title, body: this.body, badge: 0 });
    };
    Notification.isSupported = () => true;
    Reflect.set(shell, 'setBadgeCount', (badge: number) => {
      Reflect.set(globalThis, 'badge', badge);
      return true;
    });
  });
  await makeVault(page, folder);
  const { id: spaceId } = await ownSpace(page);
  const due = (title: string, band: 'GREEN' | 'RED') =>
    invoke(page, 'reminders.add', {
      spaceId,
      input: { title, band, schedule: { start: '2026-01-01T09:00', zone: 'UTC', rule: null } },
      idempotencyKey: crypto.randomUUID(),
    });
  const shown = () => app.evaluate(() => Reflect.get(globalThis, 'kept'));
  const badge = () => app.evaluate(() => Reflect.get(globalThis, 'badge'));
  await due('Water the beans', 'GREEN');
  await expect.poll(shown).toEqual([{ title: 'Water the beans', body: 'Due now', badge: 0 }]);
  await due('Not for others', 'RED');
  await expect.poll(async () => JSON.stringify(await shown())).toContain('Something is due');
  expect(JSON.stringify(await shown())).not.toContain('Not for others');
  await expect.poll(badge).toBe(2);
  await invoke(page, 'vaults.lock', {});
  await expect.poll(badge).toBe(0);
});

test('a goal rises, is done, and rises again when that is taken back', async ({ start, folder }) => {
  const { page } = await start();
  await makeVault(page, folder);
  await goTo(page, 'Goals');
  await page.getByRole('button', { name: 'New goal' }).click();
  await dialog(page).getByLabel('What is good to do').fill('Call Grandmother');
  await dialog(page).getByLabel('Last done').fill('2026-01-01');
  await dialog(page).getByRole('button', { name: 'Add', exact: true }).click();
  const card = page.getByRole('listitem').filter({ hasText: 'Call Grandmother' });
  await expect(card).toContainText('Worth doing again');

  await goTo(page, 'Upcoming');
  await page.getByRole('region', { name: 'Worth doing again' }).getByRole('button').click();
  await card.getByRole('button', { name: 'I did it: Call Grandmother' }).click();
  await expect(card).toContainText('Just done');
  await undo(page);
  await expect(card).toContainText('Worth doing again');

  await card.getByRole('button', { name: 'More about Call Grandmother' }).click();
  await page.getByRole('menuitem', { name: 'I did it, with a note' }).click();
  await dialog(page).getByLabel('Note').fill('She told of the flood.');
  await dialog(page).getByRole('button', { name: 'I did it' }).click();
  await card.getByRole('button', { name: 'More about Call Grandmother' }).click();
  await page.getByRole('menuitem', { name: 'Each time it was done' }).click();
  await expect(dialog(page)).toContainText('She told of the flood.');
  await expectUsable(page, 'the history of a goal');
  await dialog(page)
    .getByRole('button', { name: /^It was not done on/ })
    .click();
  await expect(dialog(page)).toContainText('It was not done yet.');
});

test('a mood is said, seen over the year, and on its memory', async ({ start, folder }) => {
  const { page } = await start();
  await makeVault(page, folder);
  await addMemory(page, { title: 'The lake', text: 'We swam.', at: new Date().toISOString() });
  await goTo(page, 'Moods');
  await expect(page.getByText('No moods yet')).toBeVisible();
  await page.getByRole('button', { name: 'How is it now?' }).click();
  await dialog(page).getByText('grateful', { exact: true }).click();
  await dialog(page).getByLabel('Note').fill('Soup was on the stove.');
  await dialog(page).getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByText('Soup was on the stove.')).toBeVisible();
  await expect(page.getByText(/One mood; it was very good/)).toBeVisible();
  await page.getByRole('button', { name: /very good, 1 mood/ }).click();
  await expect(page.getByRole('button', { name: 'All days' })).toBeVisible();

  await goTo(page, 'Timeline');
  await openMemory(page, 'The lake');
  await readingPane(page).getByRole('button', { name: 'How did it feel?' }).click();
  await dialog(page).getByText('another word').click();
  await dialog(page).getByLabel('Your own word').fill('floating');
  await dialog(page).getByRole('button', { name: 'Keep' }).click();
  await expect(readingPane(page).getByRole('button', { name: 'Change: floating' })).toBeVisible();
});

test('what was imagined is looked at again and resolved', async ({ start, folder }, testInfo) => {
  const { page } = await start();
  await makeVault(page, folder);
  await goTo(page, 'What if');
  await page.getByRole('button', { name: 'Imagine something' }).click();
  const form = dialog(page);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(form.getByText('Finish the sentence: What if')).toBeVisible();
  await form.getByLabel('What if').fill('we moved to the sea?');
  await form.getByRole('textbox', { name: 'Outcome 1' }).fill('We swim before breakfast');
  await form.getByRole('button', { name: 'Another outcome' }).click();
  await form.getByRole('textbox', { name: 'Outcome 2' }).fill('We miss the garden');
  await form.getByRole('slider', { name: 'How likely' }).nth(1).press('End');
  await form.getByLabel('Look at it again').fill('2026-01-01');
  await keepLook(page, 'scenario-form', testInfo);
  await expectUsable(page, 'the form of a scenario');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('What if we moved to the sea?')).toBeVisible();

  await goTo(page, 'Upcoming');
  await remind(page, 'Something else', () => Promise.resolve());
  await page.getByRole('button', { name: /we moved to the sea/ }).click();
  await page.getByRole('button', { name: 'What came: we moved to the sea?' }).click();
  await form.getByText('came', { exact: true }).nth(0).click();
  await form.getByText('came', { exact: true }).nth(1).click();
  await form.getByLabel('How it went').fill('The garden came along in pots.');
  await form.getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByText('The garden came along in pots.')).toBeVisible();
  await expect(page.getByText(/Brier score 0.13/)).toBeVisible();
});

test('somebody else was quicker: the form says so and keeps what was typed', async ({
  start,
  folder,
}, testInfo) => {
  const { page } = await start();
  await makeVault(page, folder);
  const { id: spaceId } = await ownSpace(page);
  const input = { title: 'Call Grandmother', halfLifeDays: 3 };
  const { id } = await invoke(page, 'goals.add', { spaceId, input, idempotencyKey: crypto.randomUUID() });
  await goTo(page, 'Goals');
  await page.getByRole('button', { name: 'More about Call Grandmother' }).click();
  await page.getByRole('menuitem', { name: 'Change' }).click();
  await invoke(page, 'goals.edit', { spaceId, id, version: 1, input, idempotencyKey: crypto.randomUUID() });
  await dialog(page).getByLabel('What is good to do').fill('Call both grandmothers');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page).getByRole('alert')).toBeVisible();
  await expect(dialog(page).getByLabel('What is good to do')).toHaveValue('Call both grandmothers');
  await keepLook(page, 'goals-conflict', testInfo);
  await expectUsable(page, 'a conflict');
});

for (const theme of ['light', 'dark'] as const) {
  test(`full pages, ${theme}, wide and narrow`, async ({ start }, testInfo) => {
    const { app, page } = await start({ args: ['--demo'] });
    await resize(app, 1280, 800);
    await invoke(page, 'settings.set', { theme });
    await expectFullDemonstration(page);
    await expect
      .poll(async () => (await invoke(page, 'moods.list', await lately(page))).length)
      .toBeGreaterThan(200);
    for (const [width, height] of [
      [1280, 1100],
      [720, 900],
    ] as const) {
      await resize(app, width, height);
      for (const [name, heading] of PAGES) {
        await openPage(page, name === 'Moods' ? /^Jonas/ : /^household/, name);
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
        await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
        await keepLook(page, `${name}-${theme}-${width}`, testInfo);
        await expectUsable(page, `${name}, ${theme}, ${width}`);
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        expect.soft(sideways, `${name} at ${width}`).toBe(false);
      }
    }
    await resize(app, 1280, 900);
    for (const [name, button] of [
      ['Upcoming', 'New reminder'],
      ['Moods', 'How is it now?'],
      ['Goals', 'New goal'],
    ] as const) {
      await goTo(page, name);
      await page.getByRole('button', { name: button }).click();
      await expect(dialog(page)).toBeVisible();
      await keepLook(page, `${name}-form-${theme}`, testInfo);
      await expectUsable(page, `the form of ${name}, ${theme}`);
      await page.keyboard.press('Escape');
    }
  });
}

test('empty pages teach, in German too', async ({ start, folder }, testInfo) => {
  const { app, page } = await start({ language: 'de' });
  await expect(page.getByRole('button', { name: /Tresor/ }).first()).toBeVisible();
  await resize(app, 1280, 800);
  await makeVault(page, folder, { shows: page.getByRole('button', { name: 'Neue Erinnerung' }) });
  for (const name of ['Demnächst', 'Stimmungen', 'Vorsätze', 'Was wäre, wenn']) {
    await page.getByRole('navigation', { name: 'Seiten' }).getByRole('button', { name }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page.getByText(/^Noch (nichts|keine)/)).toBeVisible();
    await keepLook(page, `leer-${name}`, testInfo);
    await expectUsable(page, `${name}, leer`);
  }
});

/** The rail is folded away in a narrow window. */
async function openPage(page: Page, space: RegExp, name: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Spaces and pages' });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('button', { name: space }).first().click();
  if (await menu.isVisible()) await menu.click();
  await goTo(page, name);
}

async function lately(page: Page) {
  const { id: spaceId } = await ownSpace(page);
  return { spaceId, from: '2020-01-01', to: '2099-12-31' };
}
