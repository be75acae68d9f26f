import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Scratch } from '../testing/scratch.ts';
import { previewImport } from './preview.ts';
import { ImportReader } from './reader.ts';
import { BATCH_ENTRIES } from './thread-protocol.ts';

const THREAD = new URL('../../import-thread.ts', import.meta.url);
let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const lines = (count: number, text: string): string =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({ id: `i${index}`, at: '2019-05-01', text }),
  ).join('\n');
const open = (path: string) => ImportReader.open(THREAD, { path, format: 'auto', attachments: 'bytes' });

describe('the import thread', () => {
  it('gives everything in batches, in order', async () => {
    const { reader, format, total } = await open(scratch.file('m.jsonl', lines(1000, 'x')));
    expect({ format, total }).toEqual({ format: 'jsonl', total: 1000 });
    const ids: string[] = [];
    for await (const batch of reader.batches()) {
      expect(batch.length).toBeLessThanOrEqual(BATCH_ENTRIES);
      for (const entry of batch) if (entry.type === 'item') ids.push(entry.externalId);
    }
    expect(ids).toEqual(Array.from({ length: 1000 }, (_, index) => `i${index}`));
    await reader.close();
  });

  it('is no further ahead than it may be, and ends when it is closed half-way', async () => {
    const path = scratch.file('m.jsonl', lines(400, 'x'.repeat(200_000)));
    const { reader } = await open(path);
    const batches = reader.batches();
    await batches.next();
    // What it has not read yet can still be changed under it; what it was allowed to read ahead cannot.
    await new Promise((resolve) => setTimeout(resolve, 500));
    writeFileSync(path, '');
    let received = 1;
    for await (const batch of batches) received += batch.length;
    expect(received).toBeLessThan(100);
    await reader.close();
  });

  it('hands attachments over', async () => {
    scratch.file('n.md', '![[a.bin]]');
    scratch.file('a.bin', Buffer.alloc(3_000_000, 7));
    const { reader } = await open(scratch.path);
    for await (const [entry] of reader.batches()) {
      if (entry?.type !== 'item') throw new Error('an item was expected');
      expect(entry.attachments[0]?.bytes?.byteLength).toBe(3_000_000);
      expect(entry.attachments[0]?.bytes?.every((byte) => byte === 7)).toBe(true);
    }
    await reader.close();
  });

  it('says in words that there is nothing at the path, or nothing it knows', async () => {
    await expect(open(`${scratch.path}/nothing`)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    await expect(open(scratch.file('x.bin', 'a\0b'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it.each([
    ['x.zip', 'PK', 'dayone'],
    ['x.jsonl', '', 'jsonl'],
    ['x.md', '', 'markdown'],
    ['x.txt', '', 'text'],
    ['x', '{"at":', 'jsonl'],
    ['y', 'hello', 'text'],
    ['z', 'PK\u0003\u0004', 'dayone'],
    ['folder/n.md', '', 'markdown'],
    ['texts/n.txt', '', 'text'],
    ['data/n.jsonl', '', 'jsonl'],
  ])('knows what %s is', async (name, content, expected) => {
    scratch.file(name, content);
    const [top = name] = name.split('/');
    const { reader, format } = await open(`${scratch.path}/${top}`);
    await reader.close();
    expect(format).toBe(expected);
  });
});

describe('a preview', () => {
  it('says what would come in, without reading attachments', async () => {
    scratch.file('a.md', '---\ndate: 2010-01-01T00:00:00Z\ntags: [x]\npeople: [Ada]\n---\n# A\n![[p.png]]');
    scratch.file('b.md', '---\ndate: 2020-01-01T00:00:00Z\ntags: [x, y]\n---\nB');
    scratch.file('p.png', Buffer.alloc(1000));
    scratch.file('bad.md', Buffer.from([0xff]));
    expect(await previewImport(THREAD, { path: scratch.path, format: 'auto' })).toMatchObject({
      format: 'markdown',
      memories: 2,
      attachments: 1,
      earliest: '2010-01-01T00:00:00Z',
      latest: '2020-01-01T00:00:00Z',
      tags: 2,
      people: 1,
      partial: false,
      refused: [{ source: 'bad.md', code: 'INVALID_UTF8' }],
      samples: [
        { title: 'A', excerpt: '# A ![[p.png]]' },
        { title: 'b', excerpt: 'B' },
      ],
    });
  });

  it('stops at its bound and says so', async () => {
    const preview = await previewImport(THREAD, {
      path: scratch.file('m.jsonl', lines(30_000, 'x')),
      format: 'auto',
    });
    expect(preview.partial).toBe(true);
    expect(preview.memories).toBeLessThan(30_000);
    expect(preview.samples).toHaveLength(8);
  });
});
