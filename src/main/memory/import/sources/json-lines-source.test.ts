import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSource } from '../../testing/read-source.ts';
import { Scratch } from '../../testing/scratch.ts';
import { JsonLinesSource } from './json-lines-source.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const line = (fields: Record<string, unknown>): string => JSON.stringify(fields);
const read = (content: string | Uint8Array) =>
  readSource(new JsonLinesSource(scratch.file('m.jsonl', content)));

describe('JSON Lines', () => {
  it('bring every field, and keep the id', async () => {
    const { items, refused } = await read(
      `${line({ id: 'x-1', at: '2019-05-01T14:30:00+02:00', text: 'Text', title: 'T', tags: ['a'], people: ['Ada'], band: 'AMBER', kind: 'event' })}\n`,
    );
    expect(refused).toEqual([]);
    expect(items[0]).toMatchObject({
      source: 'm.jsonl:1',
      externalId: 'x-1',
      input: {
        at: '2019-05-01T14:30:00+02:00',
        text: 'Text',
        title: 'T',
        tags: ['a'],
        people: ['Ada'],
        band: 'AMBER',
        kind: 'event',
      },
    });
  });

  it('need no more than time and text, and take a number for an id', async () => {
    const { items } = await read(
      [line({ id: 7, at: '2019-05-01', text: 'a' }), line({ at: '2019-05-01', text: 'b' })].join('\n'),
    );
    expect(items[0]).toMatchObject({
      externalId: '7',
      input: { title: '', band: 'GREEN', kind: 'note', tags: [] },
    });
    expect(items[1]?.externalId).toMatch(/^jsonl:[0-9a-f]{32}$/);
  });

  it('take the band of the import where a line names none', async () => {
    const source = new JsonLinesSource(
      scratch.file(
        'b.jsonl',
        `${line({ at: '2019', text: 'a' })}\n${line({ at: '2019', text: 'b', band: 'GREEN' })}`,
      ),
    );
    const { items } = await readSource(source, { band: 'RED' });
    expect(items.map(({ input }) => input.band)).toEqual(['RED', 'GREEN']);
  });

  it('that are broken are refused by number, and the rest comes in', async () => {
    const good = line({ id: 'g', at: '2019-05-01', text: 'good' });
    const { items, fates } = await read(
      Buffer.concat([
        Buffer.from(`{"id":"a","at":\n`),
        Buffer.from(`[1,2]\n"text"\nnull\n`),
        Buffer.concat([Buffer.from('{"at":"2019","text":"caf'), Buffer.from([0xe9]), Buffer.from('"}\n')]),
        Buffer.from(`${line({ at: '2019-05-01' })}\n`),
        Buffer.from(`${line({ text: 'no time' })}\n`),
        Buffer.from(`${line({ at: 'soon', text: 'x' })}\n`),
        Buffer.from(`${line({ at: '2019', text: 'x', tags: 'a'.repeat(100) })}\n`),
        Buffer.from(`${line({ at: '2019', text: 'x', band: 'PINK' })}\n`),
        Buffer.from(`${line({ at: '2019', text: 'x', id: {} })}\n`),
        Buffer.from(`{"at":"2019","text":"\\ud800"}\n`),
        Buffer.from(`${line({ at: '2019', text: ' ' })}\n`),
        Buffer.from(`\n   \n${good}`),
      ]),
    );
    expect(fates).toEqual([
      'm.jsonl:1 INVALID_JSON',
      'm.jsonl:2 INVALID_SHAPE',
      'm.jsonl:3 INVALID_SHAPE',
      'm.jsonl:4 INVALID_SHAPE',
      'm.jsonl:5 INVALID_UTF8',
      'm.jsonl:6 INVALID_SHAPE',
      'm.jsonl:7 INVALID_SHAPE',
      'm.jsonl:8 INVALID_DATE',
      'm.jsonl:9 INVALID_SHAPE',
      'm.jsonl:10 INVALID_SHAPE',
      'm.jsonl:11 INVALID_SHAPE',
      'm.jsonl:12 INVALID_SHAPE',
      'm.jsonl:13 EMPTY',
    ]);
    expect(items.map(({ source }) => source)).toEqual(['m.jsonl:16']);
  });

  it('longer than a memory can be are refused without being kept', async () => {
    const { items, fates } = await read(
      `{"at":"2019","text":"${'x'.repeat(40 * 1024 * 1024)}"}\n${line({ at: '2019', text: 'y'.repeat(17 * 1024 * 1024) })}\n${line({ at: '2019', text: 'z' })}`,
    );
    expect(fates).toEqual(['m.jsonl:1 TOO_LARGE', 'm.jsonl:2 TOO_LARGE']);
    expect(items).toHaveLength(1);
  });

  it('of a folder come file by file', async () => {
    scratch.file('in/b.ndjson', line({ at: '2019', text: 'b' }));
    scratch.file('in/a.jsonl', line({ at: '2019', text: 'a' }));
    scratch.file('in/c.csv', 'x');
    const source = new JsonLinesSource(`${scratch.path}/in`);
    const { items, fates } = await readSource(source);
    expect(items.map((item) => item.source)).toEqual(['a.jsonl:1', 'b.ndjson:1']);
    expect(fates).toEqual(['c.csv UNSUPPORTED']);
    expect(await source.total(new AbortController().signal)).toBe(2);
  });
});
