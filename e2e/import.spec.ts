/** Bringing in what people have: looked at first, then in, then not twice. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { chooseFolder } from './support/dialogs.ts';
import { goTo, makeVault, memoryRows, openMemory, readingPane } from './support/household.ts';

/** The smallest PNG there is: one grey dot. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

test('a folder of Markdown: preview, progress, fate of each file, reading, not twice', async ({
  start,
  folder,
}) => {
  const { app, page } = await start();
  await makeVault(page, folder);
  const notes = join(folder, 'notes');
  mkdirSync(join(notes, 'pictures'), { recursive: true });
  writeFileSync(
    join(notes, 'Lake.md'),
    '---\ndate: 2019-07-04\ntags: [summer, water]\n---\n# The lake\n\nWe swam. See [[Cake]].\n\n![[pictures/dot.png]]\n',
  );
  writeFileSync(join(notes, 'pictures', 'dot.png'), PICTURE);
  writeFileSync(
    join(notes, 'Cake.md'),
    '---\ndate: 2020-01-05\n---\n<script>alert(1)</script> Cherries, **much** sugar.\n',
  );
  writeFileSync(join(notes, 'broken.md'), Buffer.from([0x41, 0xff, 0xfe, 0x42]));
  await chooseFolder(app, notes);

  await goTo(page, 'Import');
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  const preview = page.getByRole('region', { name: 'What will come in' });
  await expect(preview).toContainText('2 memories');
  await page.getByRole('button', { name: 'Bring them in' }).click();
  const runs = page.getByRole('region', { name: 'Imports' });
  await expect(runs).toContainText('notes is in');
  await expect(runs).toContainText('2 memories came in, each whole.');
  await expect(runs).toContainText('1 did not come in');

  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(preview).toContainText('2 memories');
  await page.getByRole('button', { name: 'Bring them in' }).click();
  await expect(runs).toContainText('2 were already here.');

  await goTo(page, 'Timeline');
  await expect(memoryRows(page)).toHaveCount(2);
  await openMemory(page, 'The lake');
  const pane = readingPane(page);
  const picture = pane.getByRole('img').first();
  await expect(picture).toHaveJSProperty('naturalWidth', 1);
  await pane
    .getByRole('button', { name: 'Cake' })
    .or(pane.getByRole('link', { name: 'Cake' }))
    .click();
  await expect(pane).toContainText('<script>alert(1)</script> Cherries, much sugar.');
  expect(await pane.locator('script').count()).toBe(0);
});

test('an import is cancelled at a whole memory and goes on later', async ({ start, folder }) => {
  const { app, page } = await start();
  await makeVault(page, folder);
  const file = join(folder, 'many.jsonl');
  const line = (number: number): string =>
    JSON.stringify({
      id: `m-${number}`,
      at: '2021-03-04T05:06:07Z',
      text: `Memory ${number}. ${'Words. '.repeat(60)}`,
    });
  writeFileSync(file, Array.from({ length: 5_000 }, (_, number) => line(number)).join('\n'));
  await chooseFolder(app, file);
  await goTo(page, 'Import');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await page.getByRole('button', { name: 'Bring them in' }).click();
  const runs = page.getByRole('region', { name: 'Imports' });
  await runs.getByRole('button', { name: 'Cancel' }).click();
  await expect(runs).toContainText(/was cancelled/);
  await runs.getByRole('button', { name: 'Go on with it' }).click();
  await expect(runs).toContainText('many.jsonl is in', { timeout: 30_000 });
  await goTo(page, 'Timeline');
  await expect(memoryRows(page).first()).toHaveAttribute('aria-setsize', '5000');
});

test('a source that is gone is said so, and nothing else happens', async ({ start, folder }) => {
  const { app, page } = await start();
  await makeVault(page, folder);
  const notes = join(folder, 'gone');
  mkdirSync(notes);
  rmSync(notes, { recursive: true });
  await chooseFolder(app, notes);
  await goTo(page, 'Import');
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(page.getByText('The file or folder to read from is not there.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Bring them in' })).toBeDisabled();
});
