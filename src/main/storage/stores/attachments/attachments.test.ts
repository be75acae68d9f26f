import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Band } from '../../../../shared/bands.ts';
import { contextFor, type Folder, memory, temporaryFolder, testKeys } from '../../testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../../testing/in-process.ts';
import { type AttachmentDescription, CHUNK_BYTES } from './contract.ts';

let folder: Folder;
let space: InProcessSpace;
const spaceId = uuid();
const keys = testKeys();

beforeEach(() => {
  folder = temporaryFolder();
  space = openInProcess({ file: folder.file('space.db'), spaceId, keys });
});
afterEach(() => {
  space.close();
  folder.remove();
});

function run(collect: Parameters<InProcessSpace['collect']>[1]): void {
  const results = space.commits.run([space.collect(contextFor(spaceId), collect)]);
  expect(results).toMatchObject([{ ok: true }]);
}

function addWith(bytes: Uint8Array, band: Band = 'GREEN') {
  const input = memory({ band });
  run((uow) => {
    uow.attachments.put({ ref: 'r', band, bytes, mediaType: 'image/jpeg' });
    uow.episodic.append({
      ...input,
      attachments: [{ ref: 'r', name: 'p.jpg', mediaType: 'image/jpeg', bytes: bytes.byteLength }],
    });
  });
  const record = space.readers.get('episodic')?.answer('get', { id: input.id }) as {
    attachments: { id: string }[];
  };
  return { input, attachment: record.attachments[0]?.id ?? '' };
}

const describe = (id: string) =>
  space.readers.get('attachments')?.answer('describe', { id }) as AttachmentDescription | null;

function readAll(id: string): Buffer {
  const chunks = describe(id)?.chunks ?? 0;
  return Buffer.concat(
    Array.from({ length: chunks }, (_, chunk) => {
      const part = space.readers.get('attachments')?.answer('read', { id, chunk });
      return (part as { bytes: Uint8Array }).bytes;
    }),
  );
}

const count = (table: string) =>
  space.connection.read<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n;

it('gives bytes back, at every boundary of a chunk', () => {
  for (const size of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 17]) {
    const bytes = randomBytes(size);
    const { attachment } = addWith(bytes);
    expect(describe(attachment)).toMatchObject({ bytes: size, chunks: Math.ceil(size / CHUNK_BYTES) });
    expect(readAll(attachment).equals(bytes)).toBe(true);
  }
  expect(() =>
    space.readers.get('attachments')?.answer('read', { id: 'ab'.repeat(32), chunk: 0 }),
  ).toThrowError(expect.objectContaining({ code: 'NOT_FOUND' }));
});

it('keeps the same bytes once, until the last memory lets go', () => {
  const bytes = randomBytes(1000);
  const first = addWith(bytes);
  const second = addWith(bytes);
  expect(second.attachment).toBe(first.attachment);
  expect(count('attachment')).toBe(1);
  run((uow) => uow.episodic.remove({ id: first.input.id, expectedVersion: 1 }));
  expect(readAll(first.attachment).equals(bytes)).toBe(true);
  run((uow) => uow.episodic.revise({ ...second.input, attachments: [], expectedVersion: 1 }));
  for (const table of ['attachment', 'attachment_key', 'attachment_chunk', 'attachment_link']) {
    expect(count(table), table).toBe(0);
  }
});

it('wraps the key for every band that links to it, and takes the wrapping back', () => {
  const bytes = randomBytes(1000);
  const green = addWith(bytes, 'GREEN');
  const black = addWith(bytes, 'BLACK');
  const bands = () =>
    space.connection
      .read<{ band: number }>('SELECT band FROM attachment_key ORDER BY band')
      .all()
      .map(({ band }) => band);
  expect(bands()).toEqual([0, 3]);
  run((uow) => uow.episodic.remove({ id: green.input.id, expectedVersion: 1 }));
  expect(bands()).toEqual([3]);
  expect(readAll(black.attachment).equals(bytes)).toBe(true);
  run((uow) =>
    uow.episodic.revise({
      ...black.input,
      band: 'RED',
      attachments: [{ id: black.attachment, name: 'p.jpg', mediaType: 'image/jpeg', bytes: 1000 }],
      expectedVersion: 1,
    }),
  );
  expect(bands()).toEqual([2]);
  expect(readAll(black.attachment).equals(bytes)).toBe(true);
});

it('refuses links to what is not there, and writes nothing then', () => {
  for (const link of [{ id: 'ab'.repeat(32) }, { ref: 'never put' }]) {
    const unit = space.collect(contextFor(spaceId), (uow) =>
      uow.episodic.append(memory({ attachments: [{ ...link, name: 'p', mediaType: 'a/b', bytes: 1 }] })),
    );
    expect(space.commits.run([unit])).toMatchObject([{ ok: false }]);
    expect(count('memory')).toBe(0);
  }
});

it('notices a changed chunk and one moved elsewhere', () => {
  const { attachment } = addWith(randomBytes(2 * CHUNK_BYTES));
  space.connection.script(
    'UPDATE attachment_chunk SET chunk = 1 - chunk + 10; UPDATE attachment_chunk SET chunk = chunk - 10',
  );
  expect(() => readAll(attachment)).toThrowError(expect.objectContaining({ code: 'SEAL_BROKEN' }));
});
