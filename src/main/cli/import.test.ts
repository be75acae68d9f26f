/** Imports through the real command line: again, changed, deleted, stopped, killed. */
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Scratch } from '../memory/testing/scratch.ts';
import { outcomeOf, runJson, startCli } from './testing/run-cli.ts';

// Each command is a process that derives a key from a passphrase, which is meant to be slow.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
const scratch = new Scratch();
const vault = `${scratch.path}/vault`;
const json = (...args: string[]) => runJson(args, { vault });
const space = ['--space', 'personal:me'] as const;

beforeAll(async () => {
  expect((await json('init', '--name', 'N', '--person', 'Ada')).code).toBe(0);
  expect((await json('space', 'create', 'personal:me')).code).toBe(0);
});
afterAll(() => scratch.remove());

const bring = async (path: string, ...args: string[]) => {
  const { code, json: result } = await json('import', path, ...space, ...args);
  return { code, ...result };
};
const fates = (result: Record<string, unknown>): string[] =>
  (result.refused as { source: string; code: string }[]).map(({ source, code }) => `${source} ${code}`);

describe('import', () => {
  it('a dry run says what would come in, and writes nothing', async () => {
    scratch.file('notes/a.md', '# A\ntext');
    scratch.file('notes/bad.md', Buffer.from([0xff]));
    expect(await bring(`${scratch.path}/notes`, '--dry-run')).toMatchObject({
      code: 8,
      imported: 1,
      unchanged: 0,
    });
    expect((await json('list', ...space)).json).toMatchObject({ total: 0 });
  });

  it('brings everything once, and what was refused is listed', async () => {
    const first = await bring(`${scratch.path}/notes`);
    expect(first).toMatchObject({ code: 8, imported: 1, unchanged: 0, seconds: expect.any(Number) });
    expect(fates(first)).toEqual(['bad.md INVALID_UTF8']);
    rmSync(`${scratch.path}/notes/bad.md`);
    expect(await bring(`${scratch.path}/notes`)).toMatchObject({
      code: 0,
      imported: 0,
      unchanged: 1,
      refused: [],
    });
  });

  it('a changed source revises what was not touched here, and leaves what was', async () => {
    scratch.file('notes/b.md', 'b');
    scratch.file('notes/c.md', 'c');
    expect(await bring(`${scratch.path}/notes`)).toMatchObject({ code: 0, imported: 2, unchanged: 1 });
    const { json: listed } = await json('list', ...space);
    const idOf = (title: string) =>
      (listed.memories as { id: string; title: string }[]).find((each) => each.title === title)?.id ?? '';
    expect((await json('edit', idOf('b'), '--text', 'edited here')).code).toBe(0);
    expect((await json('delete', idOf('c'))).code).toBe(0);
    // Edited here, and the source as it was: nothing to say.
    expect(fates(await bring(`${scratch.path}/notes`))).toEqual(['c.md DELETED_HERE']);
    for (const name of ['a', 'b', 'c']) writeFileSync(`${scratch.path}/notes/${name}.md`, `${name} changed`);
    const changed = await bring(`${scratch.path}/notes`);
    expect(changed).toMatchObject({ code: 8, imported: 1, unchanged: 0 });
    expect(fates(changed)).toEqual(['b.md CHANGED_HERE', 'c.md DELETED_HERE']);
    expect((await json('show', idOf('A'))).json).toMatchObject({ text: 'a changed', version: 2 });
    expect((await json('show', idOf('b'))).json).toMatchObject({ text: 'edited here' });
    expect((await json('search', 'changed')).json).toMatchObject({ hits: [{ id: idOf('A') }] });
    // And back again: a source that returns to what it was is a change as well.
    writeFileSync(`${scratch.path}/notes/a.md`, '# A\ntext');
    expect(await bring(`${scratch.path}/notes`)).toMatchObject({ imported: 1 });
    expect((await json('show', idOf('A'))).json).toMatchObject({ text: '# A\ntext', version: 3 });
  });

  it('ids that come twice are refused the second time', async () => {
    const line = (id: string, text: string) => JSON.stringify({ id, at: '2019-05-01', text });
    const path = scratch.file(
      'twice.jsonl',
      [line('t1', 'one'), line('t1', 'other'), line('t2', 'two')].join('\n'),
    );
    const result = await bring(path);
    expect(result).toMatchObject({ code: 8, imported: 2 });
    expect(fates(result)).toEqual(['twice.jsonl:2 DUPLICATE_ID']);
    expect((await json('search', 'other')).json).toMatchObject({ hits: [] });
  });

  it('keeps external ids, bands and attachments', async () => {
    scratch.file('pics/n.md', '![[p.png]] kingfisher');
    scratch.file('pics/p.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    expect(await bring(`${scratch.path}/pics`, '--band', 'RED')).toMatchObject({ code: 0, imported: 1 });
    const { json: found } = await json('search', 'kingfisher');
    const [hit] = found.hits as { id: string; externalId: string }[];
    expect(hit?.externalId).toBe('markdown:n.md');
    expect((await json('show', hit?.id ?? '')).json).toMatchObject({
      band: 'RED',
      attachments: [{ name: 'p.png', bytes: 16, id: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
  });

  it('reports progress as JSON lines on standard error', async () => {
    const lines = Array.from({ length: 300 }, (_, index) =>
      JSON.stringify({ id: `p${index}`, at: '2019', text: 'x' }),
    );
    const path = scratch.file('progress.jsonl', lines.join('\n'));
    const { stderr } = await runJson(['import', path, ...space, '--progress', 'json'], { vault });
    const reports = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(reports.at(-1)).toEqual({ done: 300, total: 300, what: 'import' });
  });
});

describe('an import that is stopped', () => {
  const COUNT = 12_000;
  const text = (index: number): string => `record ${index} ${'lorem '.repeat(20)}`;
  let path = '';
  beforeAll(() => {
    const lines = Array.from({ length: COUNT }, (_, index) =>
      JSON.stringify({ id: `k${index}`, at: '2019-05-01', text: text(index) }),
    );
    path = scratch.file('long.jsonl', lines.join('\n'));
  });

  it.each([
    ['by Ctrl-C', 'SIGINT', 8],
    ['by kill -9', 'SIGKILL', null],
  ] as const)('%s leaves whole memories only, and goes on with --resume', async (_how, signal, code) => {
    const name = `shared:${signal.toLowerCase()}`;
    expect((await json('space', 'create', name)).code).toBe(0);
    const child = startCli(['import', path, '--space', name, '--progress', 'json', '--json'], { vault });
    const ended = outcomeOf(child);
    await reported(child, 200);
    child.kill(signal);
    const outcome = await ended;
    expect(outcome.code).toBe(code);
    if (code !== null) expect(JSON.parse(outcome.stdout)).toMatchObject({ state: 'cancelled' });

    const before = (await json('list', '--space', name, '--limit', '1')).json;
    expect(before.total).toBeGreaterThan(0);
    expect(before.total).toBeLessThan(COUNT);
    const [sample] = before.memories as { id: string; externalId: string }[];
    expect((await json('show', sample?.id ?? '')).json).toMatchObject({
      text: text(Number(sample?.externalId.slice(1))),
      version: 1,
    });
    expect((await json('receipts', 'verify', '--space', name)).json).toMatchObject({ broken: [] });

    const resumed = (await json('import', path, '--space', name, '--resume')).json;
    expect(Number(resumed.imported) + Number(resumed.unchanged)).toBe(COUNT);
    expect((await json('list', '--space', name, '--limit', '1')).json).toMatchObject({ total: COUNT });
    expect((await json('receipts', 'verify', '--space', name)).json).toMatchObject({ broken: [] });
  });
});

/** Waits until so many are done. */
function reported(child: ReturnType<typeof startCli>, done: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const last = /"done":(\d+)[^\n]*\n[^\n]*$/.exec(text);
      if (Number(last?.[1] ?? 0) >= done) resolve();
    });
    child.on('close', () => reject(new Error(`It ended too early: ${text}`)));
  });
}
