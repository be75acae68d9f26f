import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { readSource } from '../../testing/read-source.ts';
import { Scratch } from '../../testing/scratch.ts';
import { type ZipPart, zipBytes } from '../../testing/zip-bytes.ts';
import { DayOneSource } from './day-one-source.ts';

const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const MD5 = '0123456789abcdef0123456789abcdef';
const UUID = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const entry = (fields: Record<string, unknown>) => ({
  uuid: UUID,
  creationDate: '2019-07-01T18:30:00Z',
  timeZone: 'Europe/Lisbon',
  text: 'Evening',
  ...fields,
});
const journal = (...entries: unknown[]): string => JSON.stringify({ metadata: { version: '1.0' }, entries });

async function zip(files: Readonly<Record<string, string | Buffer>>): Promise<DayOneSource> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), name);
  archive.end();
  const path = `${scratch.path}/export.zip`;
  await pipeline(archive.outputStream, createWriteStream(path));
  return new DayOneSource(path);
}

function crafted(...parts: ZipPart[]): DayOneSource {
  return new DayOneSource(scratch.file('crafted.zip', zipBytes(parts)));
}

describe('a Day One export', () => {
  it('brings text, time in its zone, tags, star, place and photos', async () => {
    const source = await zip({
      'Journal.json': journal(
        entry({
          text: '# By the sea\n\nWe ate *sardines*\\. 3\\.50 each\\!\n\n![](dayone-moment://ABCDEF01)\n',
          tags: ['holiday'],
          starred: true,
          location: { placeName: 'Cais', localityName: 'Lisboa', country: 'Portugal', latitude: 38.7 },
          photos: [{ identifier: 'ABCDEF01', md5: MD5, type: 'jpeg' }],
        }),
      ),
      [`photos/${MD5}.jpeg`]: JPEG,
    });
    const { items, refused } = await readSource(source);
    expect(refused).toEqual([]);
    expect(items[0]).toMatchObject({
      source: 'Journal.json#1',
      externalId: UUID,
      input: {
        title: 'By the sea',
        text: `# By the sea\n\nWe ate *sardines*. 3.50 each!\n\n![](${MD5}.jpeg)\n\n\n📍 Cais, Lisboa, Portugal`,
        at: '2019-07-01T19:30:00+01:00',
        tags: ['holiday', 'starred'],
      },
    });
    expect(items[0]?.attachments).toMatchObject([{ name: `${MD5}.jpeg`, mediaType: 'image/jpeg' }]);
    expect(await source.total()).toBe(1);
  });

  it('may hold several journals', async () => {
    const source = await zip({
      'Family.json': journal(entry({ uuid: 'one' })),
      'Work.json': journal(entry({ uuid: 'two' }), entry({ uuid: 'three' })),
    });
    const { items } = await readSource(source);
    expect(items.map(({ externalId }) => externalId)).toEqual(['one', 'two', 'three']);
  });

  it('may hold rich text alone', async () => {
    const richText = JSON.stringify({
      contents: [
        { text: 'Monday\n', attributes: { line: { header: 1 } } },
        { text: 'tea\n', attributes: { line: { listStyle: 'bulleted' } } },
        { embeddedObjects: [{ type: 'photo', identifier: 'P1' }] },
        { text: 'the end' },
      ],
    });
    const source = await zip({
      'Journal.json': journal(
        entry({ text: undefined, richText, photos: [{ identifier: 'P1', md5: MD5, type: 'jpeg' }] }),
      ),
      [`photos/${MD5}.jpeg`]: JPEG,
    });
    const { items } = await readSource(source);
    expect(items[0]?.input).toMatchObject({
      title: 'Monday',
      text: `# Monday\n- tea\n\n![](${MD5}.jpeg)\nthe end`,
    });
  });

  it('lists entries and files that do not come in', async () => {
    const source = await zip({
      'Journal.json': journal(
        entry({ uuid: 'ok', photos: [{ identifier: 'P1', md5: MD5, type: 'jpeg' }] }),
        entry({ creationDate: 'some day' }),
        { uuid: 'no date' },
        entry({ text: '' }),
        7,
        entry({ uuid: 'path', photos: [{ identifier: 'P', md5: '../../etc/passwd', type: 'x/y' }] }),
      ),
      'Broken.json': '{"entries": [',
      'Other.json': '{"hello": 1}',
      'photos/stray.jpeg': JPEG,
    });
    const { items, fates } = await readSource(source);
    expect(items.map(({ externalId }) => externalId)).toEqual(['ok', 'path']);
    expect(fates).toEqual([
      `Journal.json#1 → photos/${MD5}.jpeg ATTACHMENT_MISSING`,
      'Journal.json#2 INVALID_DATE',
      'Journal.json#3 INVALID_SHAPE',
      'Journal.json#4 EMPTY',
      'Journal.json#5 INVALID_SHAPE',
      'Broken.json INVALID_JSON',
      'Other.json INVALID_SHAPE',
      'photos/stray.jpeg UNSUPPORTED',
    ]);
  });
});

describe('an archive that means harm: the rest comes in', () => {
  const good: ZipPart = { name: 'Journal.json', content: journal(entry({})) };

  it('names that leave it (zip slip)', async () => {
    const { items, fates } = await readSource(
      crafted(
        { name: '../../evil.json', content: journal(entry({ uuid: 'evil' })) },
        { name: '/etc/evil.json', content: journal(entry({ uuid: 'evil' })) },
        { name: 'C:/evil.json', content: journal(entry({ uuid: 'evil' })) },
        { name: 'photos/../../evil.json', content: 'x' },
        good,
      ),
    );
    expect(items.map(({ externalId }) => externalId)).toEqual([UUID]);
    expect(fates).toEqual([
      '../../evil.json UNSAFE_PATH',
      '/etc/evil.json UNSAFE_PATH',
      'C:/evil.json UNSAFE_PATH',
      'photos/../../evil.json UNSAFE_PATH',
    ]);
  });

  it('entries that unpack to a thousand times their size', async () => {
    const { items, fates } = await readSource(
      crafted({ name: 'Bomb.json', content: Buffer.alloc(64 * 1024 * 1024, 0x20) }, good),
    );
    expect(items).toHaveLength(1);
    expect(fates).toEqual(['Bomb.json ZIP_BOMB']);
  });

  it('a directory that claims less than is there, or more', async () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024, 0x20);
    const { items, fates } = await readSource(
      crafted(
        { name: 'Less.json', content: bomb, claimedSize: 1000 },
        { name: 'More.json', content: 'x'.repeat(100), claimedSize: 5000 },
        { name: 'Vast.json', content: 'x', claimedSize: 0xfffffffe },
        { name: 'Sum.json', content: journal(entry({})), claimedChecksum: 1 },
        good,
      ),
    );
    expect(items).toHaveLength(1);
    expect(fates).toEqual([
      'Vast.json ZIP_BOMB',
      'Less.json ZIP_BOMB',
      'More.json ZIP_DAMAGED',
      'Sum.json ZIP_DAMAGED',
    ]);
  });

  it('entries that share their bytes', async () => {
    const { items, fates } = await readSource(
      crafted(
        good,
        { name: 'photos/a.bin', content: 'x'.repeat(5000) },
        { name: 'photos/b.bin', content: 'x'.repeat(5000), sharesBytesOf: 1 },
        { name: 'photos/c.bin', content: 'x'.repeat(5000), sharesBytesOf: 1 },
      ),
    );
    expect(items).toHaveLength(1);
    expect([...fates].sort()).toEqual([
      'photos/a.bin UNSUPPORTED',
      'photos/b.bin ZIP_BOMB',
      'photos/c.bin ZIP_BOMB',
    ]);
  });

  it('links, encrypted entries and a name twice', async () => {
    const { items, fates } = await readSource(
      crafted(
        { name: 'Link.json', content: '/etc/passwd', mode: 0o120777 },
        { name: 'Secret.json', content: journal(), encrypted: true },
        good,
        { ...good, content: journal(entry({ uuid: 'second' })) },
      ),
    );
    expect(items.map(({ externalId }) => externalId)).toEqual([UUID]);
    expect(fates).toEqual(['Link.json SYMLINK', 'Secret.json UNSUPPORTED', 'Journal.json UNSAFE_PATH']);
  });

  it('a photo that is a bomb: its memory comes in without it', async () => {
    const { items, fates } = await readSource(
      crafted(
        {
          name: 'Journal.json',
          content: journal(entry({ photos: [{ identifier: 'P', md5: MD5, type: 'jpeg' }] })),
        },
        { name: `photos/${MD5}.jpeg`, content: Buffer.alloc(32 * 1024 * 1024), claimedSize: 2000 },
      ),
    );
    expect(items[0]?.attachments).toEqual([]);
    expect(fates).toEqual([`photos/${MD5}.jpeg ZIP_BOMB`]);
  });

  it('bytes that are no archive, or half of one', async () => {
    const source = crafted(good);
    const whole = readFileSync(`${scratch.path}/crafted.zip`);
    writeFileSync(`${scratch.path}/crafted.zip`, whole.subarray(0, whole.byteLength - 30));
    expect((await readSource(source)).fates).toEqual(['crafted.zip ZIP_DAMAGED']);
    const none = new DayOneSource(scratch.file('none.zip', 'not a zip at all'));
    expect((await readSource(none)).fates).toEqual(['none.zip ZIP_DAMAGED']);
    const empty = new DayOneSource(scratch.file('empty.zip', zipBytes([])));
    expect((await readSource(empty)).fates).toEqual(['empty.zip UNSUPPORTED']);
  });

  it('an archive cut anywhere never brings half an entry', async () => {
    const whole = zipBytes([good, { name: 'photos/x.jpeg', content: JPEG }]);
    for (let length = 0; length < whole.byteLength; length += 7) {
      const { items } = await readSource(
        new DayOneSource(scratch.file('cut.zip', whole.subarray(0, length))),
      );
      expect(items).toEqual([]);
    }
  });
});
