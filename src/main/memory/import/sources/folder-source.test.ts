import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, symlinkSync, truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSource } from '../../testing/read-source.ts';
import { Scratch } from '../../testing/scratch.ts';
import { FolderSource } from './folder-source.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** POSIX. */
const PIPE_MAKER = 'mkfifo';

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const markdown = (path = scratch.path) => new FolderSource(path, 'markdown');

describe('a folder of notes', () => {
  it('brings notes, texts and the files they show, in the order of their paths', async () => {
    scratch.file('b/lake.md', '# Lake\n![[lake.png]] and [the map](../maps/map.pdf)');
    scratch.file('b/lake.png', PNG);
    scratch.file('maps/map.pdf', '%PDF-1.4 map');
    scratch.file('a.txt', 'plain');
    scratch.file('.obsidian/app.json', '{}');
    scratch.file('.trash/old.md', 'gone');
    const { items, refused } = await readSource(markdown());
    expect(refused).toEqual([]);
    expect(items.map(({ source, externalId }) => [source, externalId])).toEqual([
      ['a.txt', 'text:a.txt'],
      ['b/lake.md', 'markdown:b/lake.md'],
    ]);
    expect(items[1]?.attachments.map(({ name, mediaType, size }) => [name, mediaType, size])).toEqual([
      ['lake.png', 'image/png', PNG.byteLength],
      ['map.pdf', 'application/pdf', 12],
    ]);
    expect(Buffer.from(items[1]?.attachments[0]?.bytes ?? [])).toEqual(PNG);
    expect(await markdown().total(new AbortController().signal)).toBe(2);
  });

  it('tells files of one name apart', async () => {
    scratch.file('n.md', '![[a/p.png]] ![[b/p.png]]');
    scratch.file('a/p.png', PNG);
    scratch.file('b/p.png', 'other');
    const { items } = await readSource(markdown());
    expect(items[0]?.attachments.map(({ name }) => name)).toEqual(['p.png', 'b/p.png']);
  });

  it('has another digest when the note or what it shows has changed', async () => {
    scratch.file('n.md', '![[p.png]]');
    scratch.file('p.png', PNG);
    const digest = async () => (await readSource(markdown())).items[0]?.digest;
    const first = await digest();
    expect(await digest()).toBe(first);
    scratch.file('p.png', 'changed');
    expect(await digest()).not.toBe(first);
  });

  it('lists what a note shows and is not there, and files that nothing refers to', async () => {
    scratch.file('n.md', '![[gone.png]] ![[Another note]] [link](also-gone.pdf)');
    scratch.file('stray.bin', 'x');
    const { items, fates } = await readSource(markdown());
    expect(items).toHaveLength(1);
    expect(fates).toEqual(['n.md → gone.png ATTACHMENT_MISSING', 'stray.bin UNSUPPORTED']);
  });

  it('takes one chosen file, with what lies beside it', async () => {
    scratch.file('n.md', '![[p.png]]');
    scratch.file('p.png', PNG);
    scratch.file('other.md', 'other');
    const { items, fates } = await readSource(markdown(join(scratch.path, 'n.md')));
    expect(items.map(({ source, attachments }) => [source, attachments.length])).toEqual([['n.md', 1]]);
    expect(fates).toEqual([]);
  });

  it('takes every note as plain text when it is told so', async () => {
    scratch.file('n.md', '---\ntitle: t\n---\nx');
    const { items } = await readSource(new FolderSource(scratch.path, 'text'));
    expect(items[0]).toMatchObject({ externalId: 'text:n.md', input: { text: '---\ntitle: t\n---\nx' } });
  });

  it('uses the time a file was changed where nothing else says when', async () => {
    const at = new Date('2011-03-04T05:06:07Z');
    utimesSync(scratch.file('n.txt', 'x'), at, at);
    const { items } = await readSource(markdown());
    expect(Date.parse(items[0]?.input.at ?? '')).toBe(at.getTime());
  });
});

describe('a folder of notes in a bad state: the rest comes in', () => {
  beforeEach(() => {
    scratch.file('good.md', 'good');
    scratch.file('zz.md', 'good too');
  });
  const rest = ['good.md', 'zz.md'];

  it('invalid UTF-8', async () => {
    scratch.file('latin.md', Buffer.from('caf\xe9', 'latin1'));
    const { items, fates } = await readSource(markdown());
    expect(items.map(({ source }) => source)).toEqual(rest);
    expect(fates).toEqual(['latin.md INVALID_UTF8']);
  });

  it('a text of 200 MB, which is not read', async () => {
    truncateSync(scratch.file('huge.md'), 200 * 1024 * 1024);
    const before = process.memoryUsage.rss();
    const { items, fates } = await readSource(markdown());
    expect(items.map(({ source }) => source)).toEqual(rest);
    expect(fates).toEqual(['huge.md TOO_LARGE']);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('symbolic links, loops among them', async () => {
    symlinkSync('.', join(scratch.path, 'loop'));
    symlinkSync('/etc/hostname', join(scratch.path, 'outside.md'));
    symlinkSync('nowhere', join(scratch.path, 'dangling.md'));
    scratch.file('shows.md', '![[outside.md]] ![](loop/good.md)');
    const { items, fates } = await readSource(markdown());
    expect(items.map(({ source }) => source)).toEqual(['good.md', 'shows.md', 'zz.md']);
    expect([...fates].sort()).toEqual(['dangling.md SYMLINK', 'loop SYMLINK', 'outside.md SYMLINK']);
  });

  it('a pipe, which would make a careless reader wait for ever', async () => {
    execFileSync(PIPE_MAKER, [join(scratch.path, 'pipe.md')]);
    const { items, fates } = await readSource(markdown());
    expect(items.map(({ source }) => source)).toEqual(rest);
    expect(fates).toEqual(['pipe.md UNSUPPORTED']);
  });

  it('no permission for a file and for a folder', async () => {
    chmodSync(scratch.path, 0o755);
    chmodSync(scratch.file('locked.md', 'x'), 0o000);
    scratch.file('closed/inside.md', 'x');
    const closed = join(scratch.path, 'closed');
    chmodSync(closed, 0o000);
    const { items, fates } = await asOrdinaryUser(() => readSource(markdown()));
    // Only root could remove it as it is.
    chmodSync(closed, 0o755);
    expect(items.map(({ source }) => source)).toEqual(rest);
    expect([...fates].sort()).toEqual(['closed NO_PERMISSION', 'locked.md NO_PERMISSION']);
  });

  it('the folder vanishing half-way', async () => {
    const entries = markdown().entries({
      attachments: 'bytes',
      band: undefined,
      signal: new AbortController().signal,
    });
    const first = await entries.next();
    expect(first.value).toMatchObject({ type: 'item', source: 'good.md' });
    rmSync(scratch.path, { recursive: true });
    const second = await entries.next();
    expect(second.value).toMatchObject({ type: 'refused', refusal: { source: 'zz.md', code: 'VANISHED' } });
    expect((await entries.next()).done).toBe(true);
  });

  it('an attachment that cannot be read: the memory comes in without it', async () => {
    scratch.file('n.md', '![[p.png]] ![[q.png]]');
    scratch.file('q.png', PNG);
    truncateSync(scratch.file('p.png'), 300 * 1024 * 1024);
    const { items, fates } = await readSource(markdown());
    expect(items.find(({ source }) => source === 'n.md')?.attachments.map(({ name }) => name)).toEqual([
      'q.png',
    ]);
    expect(fates).toEqual(['p.png TOO_LARGE']);
  });

  it('years 1 and 9999, and years that are none', async () => {
    scratch.file('a.md', '---\ndate: 0001-01-01T00:00:00Z\n---\nx');
    scratch.file('b.md', '---\ndate: 9999-12-31T23:59:59Z\n---\nx');
    scratch.file('c.md', '---\ndate: 10000-01-01\n---\nx');
    const { items, fates } = await readSource(markdown());
    expect(items.slice(0, 2).map(({ input }) => input.at)).toEqual([
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
    ]);
    expect(fates).toEqual(['c.md INVALID_DATE']);
  });

  it('being stopped: it ends between two notes', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const entry of markdown().entries({
      attachments: 'bytes',
      band: undefined,
      signal: stop.signal,
    })) {
      if (entry.type === 'item') seen.push(entry.source);
      stop.abort();
    }
    expect(seen).toEqual(['good.md']);
  });
});

/** Root may read everything; permissions are only felt by somebody else. */
async function asOrdinaryUser<T>(act: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return act();
  process.seteuid?.(65_534);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}
