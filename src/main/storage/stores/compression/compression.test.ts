import { randomBytes } from 'node:crypto';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CODECS, type Codec } from '../../../../shared/contracts/compression.ts';
import { compressed, decompressed, hasCodec } from '../../compression.ts';
import {
  contextFor,
  type Folder,
  memory,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
  testKeys,
} from '../../testing/databases.ts';
import { openInProcess } from '../../testing/in-process.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { compressionContract } from './contract.ts';

acceptStore({
  contract: compressionContract,
  units: [[{ op: 'choose', input: { codec: 'brotli' } }]],
  queries: [{ op: 'current', input: {} }],
  content: [],
});

const PROSE = 'Grandmother planted beans along the old wall, and told how the river froze in 1963. '.repeat(
  40,
);

describe('packing', () => {
  it('gives back what it packed, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CODECS),
        fc.oneof(fc.string({ unit: 'grapheme', maxLength: 2000 }), fc.constant(PROSE)),
        (codec, text) => {
          const plain = Buffer.from(text, 'utf8');
          const { bytes, mark } = compressed(codec, plain);
          expect(bytes.byteLength).toBeLessThanOrEqual(plain.byteLength);
          expect(decompressed(mark, Buffer.from(bytes)).equals(plain)).toBe(true);
        },
      ),
    );
  });

  it('leaves alone what is small, and what is no text', () => {
    for (const bytes of [
      Buffer.from('{"a":1}'),
      randomBytes(4096),
      Buffer.from(randomBytes(300).toString('base64url')),
    ]) {
      for (const codec of CODECS)
        expect(compressed(codec, bytes).bytes.byteLength).toBeLessThanOrEqual(bytes.byteLength);
      expect(compressed('none', bytes)).toEqual({ bytes, mark: 0 });
    }
    expect(compressed('brotli', randomBytes(4096)).mark).toBe(0);
    expect(compressed('brotli', Buffer.from(PROSE)).bytes.byteLength).toBeLessThan(PROSE.length / 4);
  });

  it('says so where a record needs what this runtime lacks, and where it does not unpack', () => {
    expect(() => decompressed(99, Buffer.alloc(10))).toThrow(
      expect.objectContaining({ code: 'NEWER_VERSION' }),
    );
    expect(() => decompressed(1, randomBytes(50))).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' }));
    expect(hasCodec('zstd')).toBe(typeof zlib.zstdCompressSync === 'function');
  });
});

describe('a space that packs', () => {
  let folder: Folder;
  let space: TestSpace;
  beforeEach(async () => {
    folder = temporaryFolder();
    space = await openTestSpace(folder);
  });
  afterEach(async () => {
    await space.database.close();
    folder.remove();
  });

  const choose = (codec: Codec) =>
    space.database.unitOfWork.run(contextFor(space.id, { purpose: 'settings.change' }), (uow) =>
      uow.compression.choose({ codec }),
    );
  const textOf = async (id: string) => (await space.database.query('episodic.get', { id }))?.text;

  it('holds records of every kind side by side, and remembers its choice', async () => {
    const ids: string[] = [];
    for (const codec of CODECS.filter(hasCodec)) {
      await choose(codec);
      ids.push((await space.add({ text: `${PROSE}${codec}` })).id);
    }
    space = await space.reopen();
    expect(await space.database.query('compression.current', {})).toMatchObject({
      codec: CODECS.filter(hasCodec).at(-1),
    });
    ids.push((await space.add({ text: PROSE })).id);
    await choose('none');
    ids.push((await space.add({ text: PROSE })).id);
    for (const id of ids) expect(await textOf(id)).toContain(PROSE);
    expect(await space.database.query('fts.search', { query: 'river', limit: 10 })).toHaveLength(ids.length);
  });
});

it('takes less room on the disk, and is read without being told', () => {
  const folder = temporaryFolder();
  try {
    const [spaceId, keys] = [uuid(), testKeys()];
    const space = openInProcess({ file: folder.file('space.db'), spaceId, keys });
    const run = (collect: Parameters<typeof space.collect>[1]) =>
      expect(space.commits.run([space.collect(contextFor(spaceId), collect)])).toMatchObject([{ ok: true }]);
    const bytes = (): number =>
      space.connection
        .read<{ n: number }>(
          'SELECT (SELECT sum(length(sealed)) FROM memory) + coalesce((SELECT sum(length(sealed)) FROM memory_text), 0) AS n',
        )
        .get()?.n ?? 0;
    const [plain, packed] = [memory({ text: PROSE }), memory({ text: PROSE })];
    run((uow) => uow.episodic.append(plain));
    const before = bytes();
    run((uow) => uow.compression.choose({ codec: 'brotli' }));
    run((uow) => uow.episodic.append(packed));
    expect(bytes() - before).toBeLessThan(before / 4);
    for (const { id } of [plain, packed]) {
      expect(space.readers.get('episodic')?.answer('get', { id })).toMatchObject({ text: PROSE });
    }
    space.close();
  } finally {
    folder.remove();
  }
});
