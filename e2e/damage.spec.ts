/** Files that were damaged, moved or swapped, and a keychain that is gone: the words, the way out, and nothing lost. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { invoke } from './support/bridge.ts';
import {
  addMemory,
  expectHouse,
  makeVault,
  makeVaultByHand,
  openMemory,
  ownSpace,
  unlockByHand,
  VAULT_NAME,
} from './support/household.ts';
import type { StartedApp, StartOptions } from './support/start-app.ts';

/** A bus that nobody listens on: no Secret Service. */
const NO_KEYCHAIN = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/memoryos-e2e-bus' };

type Start = (options?: StartOptions) => Promise<StartedApp>;

/** A closed vault with one memory in the person's own space and a second, shared space. */
async function closedVault(start: Start, folder: string) {
  const { page, quit } = await start();
  const { directory } = await makeVault(page, folder);
  await addMemory(page, { title: 'The lake', text: 'We swam.' });
  const own = await ownSpace(page);
  const shared = await invoke(page, 'spaces.create', { tier: 'shared', name: 'Household' });
  await quit();
  return { directory, own: join(directory, 'spaces', own.id), shared: join(directory, 'spaces', shared.id) };
}

/** The digest of every file below a folder, but of those that come and go while a vault is open. */
function digests(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/-(wal|shm)$|\.lock$|unlock-attempts/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

async function openFromList(page: Page): Promise<void> {
  await page.getByRole('button', { name: VAULT_NAME }).first().click();
  await unlockByHand(page);
  await expectHouse(page);
}

const openSpace = (page: Page, name: string): Promise<void> =>
  page
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .first()
    .click();

test('a space that is garbage: said where it is, the other spaces open, the file stays', async ({
  start,
  folder,
}) => {
  const { own } = await closedVault(start, folder);
  const file = join(own, 'space.db');
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(64 * 1024, 'garbage '), 0, 64 * 1024, 0);
  const before = digests(own);

  const { page } = await start();
  await openFromList(page);
  await expect(page.getByText('cannot be opened').first()).toBeVisible();
  await expect(page.getByText('The file of this space is damaged.')).toBeVisible();
  await expect(page.getByText('Your other spaces are not affected.')).toBeVisible();
  await openSpace(page, 'Household');
  await expect(page.getByRole('button', { name: 'Write the first memory' })).toBeVisible();
  expect(digests(own)).toEqual(before);
});

test('two spaces whose files were swapped are told apart', async ({ start, folder }) => {
  const { own, shared } = await closedVault(start, folder);
  renameSync(join(own, 'space.db'), join(own, 'space.tmp'));
  renameSync(join(shared, 'space.db'), join(own, 'space.db'));
  renameSync(join(own, 'space.tmp'), join(shared, 'space.db'));
  const { page } = await start();
  await openFromList(page);
  await expect(page.getByText('The file in this space’s place belongs to another space.')).toBeVisible();
});

test('an older copy of a space is noticed, and taken only at a person’s word', async ({ start, folder }) => {
  const { own } = await closedVault(start, folder);
  const older = join(folder, 'older');
  cpSync(own, older, { recursive: true });
  const between = await start();
  await openFromList(between.page);
  await addMemory(between.page, { title: 'Newer', text: 'Written after the copy.' });
  await between.quit();
  rmSync(own, { recursive: true });
  cpSync(older, own, { recursive: true });

  const { page } = await start();
  await openFromList(page);
  await expect(page.getByText('This space is older than when it was last open here')).toBeVisible();
  await page.getByRole('button', { name: 'Go on from here' }).click();
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await dialog.getByRole('textbox').fill('go on');
  await dialog.getByRole('button', { name: 'Go on from here' }).click();
  await openMemory(page, 'The lake');
});

test('vault.json truncated: the app’s own copy is put back at a press, the damaged one kept', async ({
  start,
  folder,
}) => {
  const { directory } = await closedVault(start, folder);
  truncateSync(join(directory, 'vault.json'), 40);
  const { page } = await start();
  await expect(page.getByText('The file vault.json is damaged')).toBeVisible();
  await page.getByRole('button', { name: 'Put back the app’s copy' }).click();
  await expect(page.getByText('The damaged file was kept as')).toBeVisible();
  await openFromList(page);
  await openMemory(page, 'The lake');
  const kept = readdirSync(directory).filter(
    (name) => name.startsWith('vault.json.') && name !== 'vault.json.copy',
  );
  expect(kept).toHaveLength(1);
});

test('vault.db garbage: the registry is built anew from its sealed copy, the damaged one kept', async ({
  start,
  folder,
}) => {
  const { directory } = await closedVault(start, folder);
  writeFileSync(join(directory, 'vault.db'), Buffer.alloc(32 * 1024, 'garbage '));
  const { page } = await start();
  await page.getByRole('button', { name: VAULT_NAME }).first().click();
  await unlockByHand(page);
  await expect(page.getByText('The vault’s list of spaces and people, vault.db, is damaged.')).toBeVisible();
  await page
    .getByRole('button', { name: /from (its|the) (sealed )?copy|Build|Rebuild/i })
    .first()
    .click();
  await expectHouse(page);
  await openMemory(page, 'The lake');
});

test('a folder that was replaced by a file, and one that is gone', async ({ start, folder }) => {
  const { directory } = await closedVault(start, folder);
  const aside = `${directory} aside`;
  renameSync(directory, aside);
  writeFileSync(directory, 'a file where the vault was');
  const first = await start();
  await expect(
    first.page.getByRole('list', { name: 'Vaults on this computer' }).getByRole('alert'),
  ).toBeVisible();
  await first.quit();
  expect(readFileSync(directory, 'utf8')).toBe('a file where the vault was');

  rmSync(directory);
  const second = await start();
  await expect(
    second.page.getByRole('list', { name: 'Vaults on this computer' }).getByRole('alert'),
  ).toBeVisible();
  // It lies elsewhere now: put back, it opens as if nothing had been.
  renameSync(aside, directory);
  await second.page.getByRole('button', { name: 'Try again' }).click();
  await openFromList(second.page);
});

test('without a keychain the passphrase opens, and a new vault needs one', async ({ start, folder }) => {
  const first = await start();
  await makeVault(first.page, folder, { keychain: true });
  await first.quit();
  const { page } = await start({ env: NO_KEYCHAIN });
  await page.getByRole('button', { name: VAULT_NAME }).first().click();
  await expect(page.getByText('This computer’s keychain cannot be reached just now.')).toBeVisible();
  await unlockByHand(page);
  await expectHouse(page);

  mkdirSync(join(folder, 'home'));
  const other = await start({ profile: 'other', env: { ...NO_KEYCHAIN, HOME: join(folder, 'home') } });
  await other.page.getByRole('button', { name: 'Make a vault' }).click();
  await other.page.getByLabel('Name of the vault').fill('No keychain');
  await other.page.getByLabel('Your name').fill('Ada');
  await other.page.getByRole('button', { name: 'Continue' }).click();
  await expect(other.page.getByText('This computer has no keychain that can be reached')).toBeVisible();
  await other.page.getByRole('button', { name: 'Back' }).click();
  await other.page.getByRole('button', { name: 'Cancel' }).click();
  await makeVaultByHand(other.page);
  await expectHouse(other.page);
});
