import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../../shared/limits.ts';
import {
  contextFor,
  type Folder,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from '../../testing/databases.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { ML_CHUNK_BYTES, mlContract } from './contract.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const chunksOf = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.byteLength / ML_CHUNK_BYTES) }, (_, index) =>
    Uint8Array.from(bytes.subarray(index * ML_CHUNK_BYTES, (index + 1) * ML_CHUNK_BYTES)),
  );

describe('files of models', () => {
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

  type Collect = Parameters<TestSpace['database']['unitOfWork']['run']>[1];
  const run = (collect: Collect) => space.database.unitOfWork.run(contextFor(space.id), collect);
  let version = 0;
  const begin = async (bytes: Uint8Array, given: object = {}) => {
    const id = uuid();
    version += 1;
    await run((uow) =>
      uow.ml.begin({
        id,
        name: 'topics',
        type: 'tree',
        version,
        band: 'AMBER',
        bytes: bytes.byteLength,
        sha256: sha256(bytes),
        ...given,
      }),
    );
    return id;
  };
  const put = (id: string, chunk: number, bytes: Uint8Array) =>
    run((uow) => uow.ml.putChunk({ id, chunk, bytes: Uint8Array.from(bytes) }));
  const finish = (id: string) => run((uow) => uow.ml.finish({ id }));

  it('come back byte for byte, in whatever order their parts came', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 * ML_CHUNK_BYTES }),
        fc.boolean(),
        async (length, backwards) => {
          const bytes = randomBytes(length);
          const id = await begin(bytes);
          const parts = [...chunksOf(bytes).entries()];
          for (const [chunk, part] of backwards ? parts.toReversed() : parts) await put(id, chunk, part);
          await finish(id);
          const read = [];
          for (const [chunk] of parts)
            read.push((await space.database.query('ml.read', { id, chunk })).bytes);
          expect(sha256(Buffer.concat(read))).toBe(sha256(bytes));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('count when they are whole and the ones that were announced', async () => {
    const bytes = randomBytes(ML_CHUNK_BYTES + 10);
    const id = await begin(bytes);
    const [first = bytes, last = bytes] = chunksOf(bytes);
    await put(id, 0, first);
    await expect(finish(id)).rejects.toMatchObject({ details: { reason: 'incomplete', missing: 1 } });
    await expect(space.database.query('ml.read', { id, chunk: 0 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(put(id, 1, last.subarray(1))).rejects.toMatchObject({ details: { field: 'bytes' } });
    await expect(put(id, 2, last)).rejects.toMatchObject({ details: { field: 'chunk' } });
    await put(id, 1, randomBytes(10));
    await expect(finish(id)).rejects.toMatchObject({ details: { reason: 'checksum' } });
    await put(id, 1, last);
    await finish(id);
    await expect(put(id, 1, last)).rejects.toMatchObject({ details: { reason: 'whole' } });
    await expect(begin(bytes, { version })).rejects.toMatchObject({ details: { reason: 'version-taken' } });
    await expect(begin(bytes, { bytes: LIMITS.attachmentBytes + 1 })).rejects.toMatchObject({
      details: { field: 'bytes' },
    });
  });

  it('are listed by version, and go with their metrics', async () => {
    const bytes = randomBytes(10);
    const [older, newer] = [await begin(bytes), await begin(bytes)];
    await run((uow) => uow.ml.measure({ id: newer, metrics: [{ name: 'f1', atMs: 2, value: 0.5 }] }));
    await run((uow) =>
      uow.ml.measure({
        id: newer,
        metrics: [
          { name: 'f1', atMs: 1, value: 0.25 },
          { name: 'loss', atMs: 1, value: 9 },
        ],
      }),
    );
    const artifacts = await space.database.query('ml.artifacts', { name: 'topics' });
    expect(artifacts.map(({ id }) => id)).toEqual([newer, older]);
    expect(await space.database.query('ml.metrics', { id: newer, name: 'f1' })).toEqual([
      { name: 'f1', atMs: 1, value: 0.25 },
      { name: 'f1', atMs: 2, value: 0.5 },
    ]);
    await run((uow) => uow.ml.drop({ id: newer }));
    expect(await space.database.query('ml.metrics', { id: newer })).toEqual([]);
    expect(await space.database.query('ml.artifacts', {})).toMatchObject([{ id: older, state: 'writing' }]);
  });
});

const [kept, dropped] = [uuid(), uuid()];
const bytes = Buffer.from('weights of the pear jam model');
const file = {
  name: 'jam model',
  type: 'jam tree',
  band: 'RED',
  bytes: bytes.byteLength,
  sha256: sha256(bytes),
} as const;

acceptStore({
  contract: mlContract,
  units: [
    [{ op: 'begin', input: { ...file, id: kept, version: 1 } }],
    [{ op: 'putChunk', input: { id: kept, chunk: 0, bytes: Uint8Array.from(bytes) } }],
    [{ op: 'finish', input: { id: kept } }],
    [{ op: 'measure', input: { id: kept, metrics: [{ name: 'f1', atMs: 1000, value: 0.9 }] } }],
    [{ op: 'begin', input: { ...file, id: dropped, version: 2 } }],
    [{ op: 'drop', input: { id: dropped } }],
  ],
  queries: [
    { op: 'artifacts', input: { name: 'jam model' } },
    { op: 'metrics', input: { id: kept, name: 'f1', sinceMs: 0 } },
    { op: 'read', input: { id: kept, chunk: 0 } },
  ],
  content: ['jam model', 'jam tree', 'pear jam', file.sha256],
});
