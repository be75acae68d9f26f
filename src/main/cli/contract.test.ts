/** The contract of docs/cli.md, on the real program: names, flags, fields, exit codes. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApplication } from '../composition.ts';
import { Scratch } from '../memory/testing/scratch.ts';
import { PASSPHRASE, runCli, runJson } from './testing/run-cli.ts';

// Each command is a process that derives a key from a passphrase, which is meant to be slow.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
const scratch = new Scratch();
const vault = `${scratch.path}/vault`;
const json = (...args: string[]) => runJson(args, { vault });
let recoveryPhrase = '';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const receipt = {
  id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
  seq: expect.any(Number),
  hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  kind: 'ACTION_EXECUTED',
};

beforeAll(async () => {
  const made = await json('init', '--name', 'Number 14', '--person', 'Ada');
  expect(made.code).toBe(0);
  recoveryPhrase = String(made.json.recoveryPhrase);
  expect((await json('space', 'create', 'personal:me')).code).toBe(0);
});
afterAll(() => scratch.remove());

describe('vault and spaces', () => {
  it('init prints 24 words once', () => {
    expect(recoveryPhrase.split(' ')).toHaveLength(24);
  });

  it('init refuses a vault that is there', async () => {
    const again = await json('init', '--name', 'N', '--person', 'P');
    expect(again.code).toBe(7);
    expect(again.json).toMatchObject({ error: { code: 'VAULT_EXISTS', retryable: false } });
  });

  it('unlock-test and slots list say what opens it', async () => {
    expect(await json('unlock-test')).toMatchObject({ code: 0, json: { ok: true, slot: 'passphrase' } });
    expect(await json('slots', 'list')).toMatchObject({
      code: 0,
      json: { ok: true, slots: ['passphrase', 'recovery'] },
    });
  });

  it('space list names them by tier and name', async () => {
    const { json: listed } = await json('space', 'list');
    expect(listed.spaces).toContainEqual({
      name: 'personal:me',
      id: expect.stringMatching(UUID),
      tier: 'personal',
      memories: 0,
      bytes: expect.any(Number),
      generation: 1,
      people: ['Ada'],
    });
  });

  it('space create refuses a second of one name, and what is no tier', async () => {
    expect((await json('space', 'create', 'personal:me')).code).toBe(7);
    expect((await json('space', 'create', 'secret:me')).code).toBe(2);
    expect((await json('space', 'create', 'personal')).code).toBe(2);
  });
});

describe('a memory', () => {
  let id = '';

  it('add answers id, version and receipt', async () => {
    const { code, json: added } = await json(
      ...['add', '--space', 'personal:me', '--text', 'We sat by the river.', '--title', 'Picnic'],
      ...['--at', '2019-05-01T14:30:00+02:00', '--band', 'AMBER', '--kind', 'event'],
      ...['--tags', 'summer, river', '--people', 'Ben', '--external-id', 'x-1'],
    );
    expect(code).toBe(0);
    expect(added).toEqual({ id: expect.stringMatching(UUID), version: 1, receipt });
    id = String(added.id);
  });

  it('list and show give it back', async () => {
    const { json: listed } = await json('list', '--space', 'personal:me');
    expect(listed.memories).toEqual([
      {
        id,
        externalId: 'x-1',
        at: '2019-05-01T14:30:00+02:00',
        dateOnly: false,
        title: 'Picnic',
        band: 'AMBER',
        kind: 'event',
        tags: ['summer', 'river'],
        people: ['Ben'],
        version: 1,
      },
    ]);
    const { json: shown } = await json('show', id);
    expect(shown).toMatchObject({
      id,
      text: 'We sat by the river.',
      author: { name: 'Ada' },
      staysOnDevice: false,
    });
  });

  it('edit changes what is given and keeps the rest', async () => {
    const { code, json: edited } = await json(
      'edit',
      id,
      '--text',
      'We sat by the lake.',
      '--space',
      'personal:me',
    );
    expect(code).toBe(0);
    expect(edited).toEqual({ id, version: 2, receipt });
    expect((await json('show', id)).json).toMatchObject({
      title: 'Picnic',
      text: 'We sat by the lake.',
      externalId: 'x-1',
    });
    const stale = await json('edit', id, '--title', 'Late', '--expect-version', '1');
    expect(stale).toMatchObject({ code: 7, json: { error: { code: 'CONFLICT' } } });
  });

  it('search finds it by the new words only', async () => {
    const { json: found } = await json('search', 'lake', '--space', 'personal:me');
    expect(found.hits).toMatchObject([
      {
        id,
        externalId: 'x-1',
        score: expect.any(Number),
        snippet: expect.stringContaining('lake'),
        why: ['words'],
      },
    ]);
    expect((await json('search', 'river.', '--space', 'personal:me')).json).toMatchObject({ hits: [{ id }] });
    expect((await json('search', '"by the river"')).json).toMatchObject({ hits: [] });
    expect((await json('search', 'x', '--mode', 'vector')).code).toBe(2);
  });

  it('search answers a file of queries line by line', async () => {
    const queries = scratch.file(
      'queries.jsonl',
      '{"qid":"a","query":"lake"}\n{"qid":2,"query":"nothing at all"}\n',
    );
    const out = `${scratch.path}/answers.jsonl`;
    const { code, json: result } = await json(
      'search',
      '--queries',
      queries,
      '--out',
      out,
      '--space',
      'personal:me',
    );
    expect(code).toBe(0);
    expect(result).toMatchObject({ queries: 2 });
    const lines = readFileSync(out, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { qid: 'a', hits: [{ externalId: 'x-1', score: expect.any(Number) }], ms: expect.any(Number) },
      { qid: 2, hits: [], ms: expect.any(Number) },
    ]);
  });

  it('the same idempotency key again answers the same', async () => {
    const args = ['add', '--space', 'personal:me', '--text', 'once', '--idempotency-key', 'k-1'];
    const first = await json(...args);
    const second = await json(...args);
    expect(second.json).toEqual(first.json);
    expect((await json('list', '--space', 'personal:me')).json).toMatchObject({ total: 2 });
  });

  it('text may come from a file or from standard input', async () => {
    const file = scratch.file('text.txt', 'from a file');
    expect((await json('add', '--space', 'personal:me', '--file', file)).code).toBe(0);
    const { code, json: added } = await runJson(['add', '--space', 'personal:me', '-'], {
      vault,
      input: 'from stdin äß',
    });
    expect(code).toBe(0);
    expect((await json('show', String(added.id))).json).toMatchObject({ text: 'from stdin äß' });
    expect((await json('add', '--space', 'personal:me')).code).toBe(2);
    expect((await json('add', '--space', 'personal:me', '--text', 'a', '--file', file)).code).toBe(2);
  });

  it('list filters and limits', async () => {
    const list = async (...args: string[]) => (await json('list', '--space', 'personal:me', ...args)).json;
    expect(await list('--limit', '1')).toMatchObject({ memories: { length: 1 } });
    expect(await list('--band', 'AMBER')).toMatchObject({ memories: [{ id }] });
    expect(await list('--tag', 'river')).toMatchObject({ memories: [{ id }] });
    expect(await list('--person', 'Ben')).toMatchObject({ memories: [{ id }] });
    expect(await list('--before', '2020-01-01')).toMatchObject({ memories: [{ id }] });
    expect(await list('--after', '2020-01-01', '--tag', 'river')).toMatchObject({ memories: [] });
  });

  it('delete leaves a tombstone, and takes it out of list, show and search', async () => {
    const { code, json: deleted } = await json('delete', id, '--reason', 'a test');
    expect(code).toBe(0);
    expect(deleted).toMatchObject({ receipt });
    expect((await json('show', id)).code).toBe(4);
    expect((await json('search', 'lake')).json).toMatchObject({ hits: [] });
    expect((await json('delete', id)).code).toBe(4);
    const { json: buried } = await json('tombstones', '--space', 'personal:me');
    expect(buried.tombstones).toMatchObject([
      { recordId: id, actor: { name: 'Ada' }, reason: 'a test', receipt: deleted.receipt },
    ]);
  });

  it('every change has a receipt that holds, in the vault and in a file', async () => {
    const { json: listed } = await json('receipts', 'list', '--space', 'personal:me', '--subject', id);
    expect(listed.receipts).toMatchObject([
      { action: 'memory.delete', subjectId: id, verification: 'verified' },
      { action: 'memory.edit', subjectId: id, verification: 'verified' },
      { action: 'memory.add', subjectId: id, verification: 'verified' },
    ]);
    const verified = await json('receipts', 'verify', '--space', 'personal:me');
    expect(verified).toMatchObject({ code: 0, json: { broken: [] } });
    expect((await json('receipts', 'verify')).json.verified).toBeGreaterThan(Number(verified.json.verified));
    const file = `${scratch.path}/receipts.jsonl`;
    const exported = await json('receipts', 'export', '--space', 'personal:me', '--file', file);
    expect(exported.json).toEqual({ path: file, receipts: verified.json.verified });
    const withoutVault = await runJson(['receipts', 'verify', '--file', file], { passphrase: null });
    expect(withoutVault).toMatchObject({ code: 0, json: { verified: verified.json.verified, broken: [] } });
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain('river');
    expect(text).not.toContain('x-1');
    scratch.file('changed.jsonl', text.replace('memory.edit', 'memory.add'));
    const changed = await runJson(['receipts', 'verify', '--file', `${scratch.path}/changed.jsonl`], {
      passphrase: null,
    });
    expect(changed.code).toBe(6);
    expect(changed.json.broken).not.toEqual([]);
  });
});

describe('passphrases', () => {
  it('may come from a file or from standard input, and a wrong one answers 3', async () => {
    const file = scratch.file('passphrase', `${PASSPHRASE}\n`);
    const none = { vault, passphrase: null };
    expect((await runJson(['unlock-test', '--passphrase-file', file], none)).code).toBe(0);
    expect(
      (await runJson(['unlock-test', '--passphrase-stdin'], { ...none, input: `${PASSPHRASE}\n` })).code,
    ).toBe(0);
    expect(await runJson(['unlock-test'], none)).toMatchObject({
      code: 3,
      json: { error: { code: 'NO_CREDENTIALS' } },
    });
    const wrong = await runJson(['unlock-test'], { vault, passphrase: 'not this one' });
    expect(wrong).toMatchObject({ code: 3, json: { error: { code: 'WRONG_PASSPHRASE' } } });
  });

  it('recover gives a new one for the 24 words', async () => {
    const words = scratch.file('words', recoveryPhrase);
    const next = { vault, passphrase: 'another passphrase' };
    expect(await runJson(['recover', '--phrase-file', words], next)).toMatchObject({
      code: 0,
      json: { ok: true, slot: 'passphrase' },
    });
    expect((await runJson(['unlock-test'], next)).code).toBe(0);
    const back = await runJson(['slots', 'add', 'passphrase'], {
      ...next,
      env: { MEMORYOS_NEW_PASSPHRASE: PASSPHRASE },
    });
    expect(back).toMatchObject({ code: 0, json: { ok: true, slot: 'passphrase' } });
    expect((await runJson(['slots', 'remove', 'recovery'], { vault })).code).toBe(5);
  });
});

describe('errors', () => {
  it('are one object with a code, a message, a hint, and whether trying again helps', async () => {
    const { code, json: missing } = await runJson(['list', '--space', 'personal:me'], {
      vault: `${scratch.path}/nowhere`,
    });
    expect(code).toBe(4);
    expect(missing).toEqual({
      error: expect.objectContaining({
        code: 'VAULT_NOT_FOUND',
        message: expect.any(String),
        hint: expect.any(String),
        retryable: false,
      }),
    });
  });

  it.each([
    [['list'], 2],
    [['list', '--space', 'personal:me', '--limit', 'many'], 2],
    [['add', '--space', 'personal:me', '--text', 'x', '--band', 'PINK'], 2],
    [['add', '--space', 'personal:me', '--text', 'x', '--at', 'soon'], 2],
    [['no-such-command'], 2],
    [['list', '--space', 'shared:nobody'], 4],
    [['show', 'not-an-id'], 2],
    [['show', '01890000-0000-7000-8000-000000000000'], 4],
    [['import', '/nowhere/at/all', '--space', 'personal:me'], 4],
  ])('%j answers %i', async (args, code) => {
    expect((await json(...args)).code).toBe(code);
  });

  it('without --json are sentences on standard error, and standard output is empty', async () => {
    const { code, stdout, stderr } = await runCli(['list', '--space', 'shared:nobody'], { vault });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(/There is no space shared:nobody/);
    expect(stderr).not.toMatch(/\bat \S+:\d+/);
  });

  it('a vault that another process has open answers 7', async () => {
    const other = createApplication({
      entry: new URL('../cli.ts', import.meta.url).href,
      knownVaultsFile: null,
      deviceName: 'test',
    });
    try {
      await other.vaults.select(vault);
      await other.vaults.unlock({ method: 'passphrase', passphrase: PASSPHRASE });
      expect(await json('list', '--space', 'personal:me')).toMatchObject({
        code: 7,
        json: { error: { code: 'VAULT_IN_USE' } },
      });
    } finally {
      await other.close();
    }
  });
});
