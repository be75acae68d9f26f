import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  contextFor,
  type Folder,
  memory,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from '../../testing/databases.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { clusteredVectors } from '../../testing/vectors.ts';
import { embeddingsContract } from './contract.ts';
import { EmbeddingMemory } from './embedding-memory.ts';
import { unitVector, vectorSchema } from './shapes.ts';

const model = (version: string, dimensions = 8) => ({
  id: `mini@${version}`,
  dimensions,
  language: 'en',
  checksum: 'cd'.repeat(32),
});
const some = (dimensions = 8): Float32Array =>
  Float32Array.from({ length: dimensions }, (_, index) => index - 3.5);

describe('models', () => {
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
  const models = () => space.database.query('embeddings.models', {});
  const pending = (id: string) => space.database.query('embeddings.pending', { model: id, limit: 100 });
  const fill = async (id: string) => {
    for (const waiting of await pending(id)) {
      await run((uow) => {
        uow.embeddings.put({ ...waiting, model: id, vector: some() });
      });
    }
  };

  it('stay usable until the next one has seen every memory', async () => {
    await run((uow) => uow.embeddings.addModel(model('1')));
    const input = await space.add();
    await space.add({ band: 'RED' });
    await space.add({ band: 'BLACK' });
    await fill('mini@1');
    await run((uow) => uow.embeddings.addModel(model('2')));
    expect(await models()).toMatchObject([
      { id: 'mini@2', state: 'filling', embedded: 0, pending: 2 },
      { id: 'mini@1', state: 'active', embedded: 2, pending: 0 },
    ]);
    await expect(run((uow) => uow.embeddings.activate({ model: 'mini@2' }))).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { reason: 'pending', pending: 2 },
    });
    expect(await space.database.query('vector.nearest', { vector: some(), limit: 5 })).toHaveLength(2);
    await expect(run((uow) => uow.embeddings.dropModel({ model: 'mini@1' }))).rejects.toMatchObject({
      details: { reason: 'active' },
    });
    await fill('mini@2');
    await run((uow) => uow.embeddings.activate({ model: 'mini@2' }));
    await run((uow) => uow.embeddings.dropModel({ model: 'mini@1' }));
    expect(await models()).toMatchObject([{ id: 'mini@2', state: 'active', embedded: 2 }]);
    expect(await space.database.query('vector.counts', {})).toEqual([{ model: 'mini@2', memories: 2 }]);
    expect(await space.database.query('embeddings.get', { id: input.id, model: 'mini@1' })).toBeNull();
  });

  it('wait for new and changed memories, newest first, and for no BLACK one', async () => {
    await run((uow) => uow.embeddings.addModel(model('1')));
    const old = await space.add({ atMs: Date.UTC(1990, 0, 1) });
    const young = await space.add({ atMs: Date.UTC(2020, 0, 1) });
    await space.add({ band: 'BLACK' });
    expect(await pending('mini@1')).toEqual([
      { id: young.id, version: 1 },
      { id: old.id, version: 1 },
    ]);
    await fill('mini@1');
    expect(await pending('mini@1')).toEqual([]);
    const { authorId: _author, ...content } = old;
    await run((uow) => uow.episodic.revise({ ...content, expectedVersion: 1, title: 'Another title' }));
    expect(await pending('mini@1')).toEqual([{ id: old.id, version: 2 }]);
  });

  it('refuse a vector that is of another model, another version or a BLACK memory', async () => {
    await run((uow) => uow.embeddings.addModel(model('1')));
    const { id } = await space.add();
    const black = await space.add({ band: 'BLACK' });
    const put = (given: object) =>
      run((uow) => uow.embeddings.put({ id, model: 'mini@1', version: 1, vector: some(), ...given }));
    await expect(put({ vector: some(16) })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { field: 'vector', wanted: 8, found: 16 },
    });
    await expect(put({ version: 2 })).rejects.toMatchObject({ details: { reason: 'version' } });
    await expect(put({ id: black.id })).rejects.toMatchObject({ details: { reason: 'black' } });
    await expect(put({ id: uuid() })).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    await expect(put({ model: 'other@1' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(put({ vector: some().with(3, bad) })).rejects.toMatchObject({
        details: { field: 'vector' },
      });
    }
    await expect(put({ vector: new Float32Array(8) })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

it('a vector is taken where its numbers are finite and it points somewhere, and is kept at length 1', () => {
  fc.assert(
    fc.property(fc.float32Array({ minLength: 8, maxLength: 64 }), (vector) => {
      const length = Math.sqrt(vector.reduce((sum, component) => sum + component * component, 0));
      expect(vectorSchema.safeParse(vector).success).toBe(length > 0 && Number.isFinite(length));
      if (!(length > 1e-20) || length > 1e30) return;
      expect(Math.hypot(...unitVector(vector))).toBeCloseTo(1, 4);
    }),
  );
});

describe('what was asked of a model before', () => {
  it('is given again for a while, by model and words, and is gone when cleared', () => {
    let nowMs = 0;
    const memo = new EmbeddingMemory({ maxBytes: 100_000, ttlMs: 1000, now: () => nowMs });
    const vector = some(384);
    memo.remember('mini@1', 'grandmother', vector);
    expect(memo.recall('mini@1', 'grandmother')).toEqual(vector);
    expect(memo.recall('mini@2', 'grandmother')).toBeNull();
    expect(memo.recall('mini@1', 'Grandmother')).toBeNull();
    nowMs = 1000;
    expect(memo.recall('mini@1', 'grandmother')).toBeNull();
    memo.remember('mini@1', 'grandmother', vector);
    memo.clear();
    expect(memo.recall('mini@1', 'grandmother')).toBeNull();
    expect(memo.metrics).toMatchObject({ entries: 0, bytes: 0, expired: 1 });
  });
});

const [seen, gone] = [memory(), memory({ title: 'A day at the lake', band: 'RED' })];
const [vector = new Float32Array()] = clusteredVectors({ count: 1, dimensions: 384, clusters: 1, seed: 2 });

acceptStore({
  contract: embeddingsContract,
  memories: [seen, gone],
  units: [
    [{ op: 'addModel', input: model('1', 384) }],
    [{ op: 'put', input: { id: seen.id, model: 'mini@1', version: 1, vector } }],
    [{ op: 'put', input: { id: gone.id, model: 'mini@1', version: 1, vector } }],
    [{ op: 'addModel', input: model('2', 384) }],
    [{ op: 'put', input: { id: seen.id, model: 'mini@2', version: 1, vector } }],
    [{ op: 'put', input: { id: gone.id, model: 'mini@2', version: 1, vector } }],
    [{ op: 'activate', input: { model: 'mini@2' } }],
    [{ op: 'dropModel', input: { model: 'mini@1' } }],
  ],
  queries: [
    { op: 'models', input: {} },
    { op: 'pending', input: { model: 'mini@2', limit: 10 } },
    { op: 'get', input: { id: seen.id, model: 'mini@2' } },
  ],
  content: [Buffer.from(vector.buffer).toString('latin1')],
});
