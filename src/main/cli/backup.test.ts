/** Backups by the command line: as scripts make them, and as a power cut leaves them. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { filesUnder, temporaryFolder } from '../vault/testing/folders.ts';
import { outcomeOf, runJson, startCli } from './testing/run-cli.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let vault = '';
let to = '';

beforeAll(async () => {
  folder = await temporaryFolder();
  vault = `${folder.path}/vault`;
  to = `${folder.path}/stick`;
  await runJson(['init', '--name', 'Family', '--person', 'Ada'], { vault });
  await runJson(['space', 'create', 'personal:me'], { vault });
  await runJson(['add', '--space', 'personal:me', '--text', 'Cold and clear.'], { vault });
});
afterAll(() => folder.remove());

it('leaves no backup where its process is killed, and the next one clears up after it', async () => {
  const child = startCli(['backup', 'create', '--to', to, '--progress', 'json'], { vault });
  const outcome = outcomeOf(child);
  // The first line of progress: something of it lies there by now, and the manifest does not.
  child.stderr.once('data', () => child.kill('SIGKILL'));
  expect(await outcome).toMatchObject({ signal: 'SIGKILL', stdout: '' });
  expect(await runJson(['backup', 'list', '--from', to])).toMatchObject({ code: 0, json: { backups: [] } });
  const made = await runJson(['backup', 'create', '--to', to], { vault });
  expect(made).toMatchObject({ code: 0, json: { records: 1, spaces: 1 } });
  const folders = new Set((await filesUnder(to)).map((name) => name.split('/')[0]));
  expect([...folders].filter((name) => name !== '.incoming')).toEqual([made.json.id]);
  expect(await runJson(['backup', 'verify', '--from', to])).toMatchObject({ code: 0, json: { ok: true } });
});

it('says what is missing and what is wrong by its exit', async () => {
  expect((await runJson(['backup', 'verify', '--from', `${to}/nowhere`])).code).toBe(4);
  expect((await runJson(['backup', 'verify', '--from', to], { passphrase: 'another one' })).code).toBe(3);
  expect((await runJson(['backup', 'restore', '--from', to, '--into', vault])).code).toBe(7);
});
