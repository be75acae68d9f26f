import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReadable } from '../../sqlite.ts';
import {
  contextFor,
  type Folder,
  memory,
  openTestSpace,
  openTestVault,
  type TestSpace,
  temporaryFolder,
} from '../../testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../../testing/in-process.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { clusteredVectors } from '../../testing/vectors.ts';
import { unitVector } from '../embeddings/shapes.ts';
import { bitCode, byteVector, cosine } from './codes.ts';
import { vectorContract } from './contract.ts';

const MODEL = { id: 'mini@1', dimensions: 384, language: 'en', checksum: 'ab'.repeat(32) };

describe('codes of a vector', () => {
  const vectors = fc
    .tuple(
      fc.constantFrom(8, 100, 384, 385, 1024),
      fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
    )
    .map(([dimensions, stream]) => Float32Array.from({ length: dimensions }, () => stream.next().value))
    .filter((vector) => vector.some((component) => Math.abs(component) > 0.01));

  it('hold the sign of each component', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        const code = bitCode(vector);
        expect(code.byteLength).toBe(vector.length <= 384 ? 48 : 128);
        for (const [index, component] of vector.entries()) {
          expect(((code[index >> 3] ?? 0) >> (index & 7)) & 1).toBe(component > 0 ? 1 : 0);
        }
      }),
    );
  });

  it('give the cosine back, nearly, where components are as small as they are in models', () => {
    for (const [a, b] of pairs(clusteredVectors({ count: 40, dimensions: 384, clusters: 4, seed: 7 }))) {
      const exact = a.reduce((sum, component, index) => sum + component * (b[index] ?? 0), 0);
      expect(Math.abs(cosine(a, new Uint8Array(byteVector(b).buffer)) - exact)).toBeLessThan(0.01);
    }
  });
});

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.slice(1).map((item, index) => [items[index] ?? item, item]);
}

describe('the nearest memories', () => {
  let folder: Folder;
  let space: InProcessSpace;
  const spaceId = uuid();

  const openSpace = async () => {
    const opened = await openTestSpace(folder, { spaceId });
    const { keys } = opened;
    await opened.database.close();
    space = openInProcess({ file: folder.file('space.db'), spaceId, keys, create: false });
  };
  beforeEach(async () => {
    folder = temporaryFolder();
    await openSpace();
  });
  afterEach(() => {
    space.close();
    folder.remove();
  });

  const run = (collect: Parameters<InProcessSpace['collect']>[1]) => {
    const [result] = space.commits.run([space.collect(contextFor(spaceId), collect)]);
    expect(result).toMatchObject({ ok: true });
  };
  const ask = (op: string, input: object) => {
    const contract = vectorContract.queries[op as keyof typeof vectorContract.queries];
    return space.readers.get('vector')?.answer(op, contract.input.parse(input)) as {
      id: string;
      score: number;
    }[];
  };
  const findings = () => [
    ...(space.readers.get('vector')?.check(0, 500).findings ?? []),
    ...(space.readers.get('embeddings')?.check(0, 500).findings ?? []),
  ];
  const addModel = (model = MODEL) => run((uow) => uow.embeddings.addModel(model));
  const add = (vector: Float32Array, given = {}, model = MODEL.id) => {
    const input = memory(given);
    run((uow) => {
      uow.episodic.append(input);
      uow.fts.index({ id: input.id });
      uow.embeddings.put({ id: input.id, model, version: 1, vector });
    });
    return input;
  };

  it('are nine in ten or more of those that comparing everything would give', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        space.commits.rebuild();
        const vectors = clusteredVectors({ count: 700, dimensions: 384, clusters: 25, seed });
        const known = vectors.slice(0, 690);
        run((uow) => {
          uow.embeddings.addModel(MODEL);
        });
        const inputs = known.map(() => memory());
        run((uow) => {
          for (const [index, input] of inputs.entries()) {
            uow.episodic.append(input);
            uow.embeddings.put({
              id: input.id,
              model: MODEL.id,
              version: 1,
              vector: known[index] ?? new Float32Array(),
            });
          }
        });
        let found = 0;
        for (const question of vectors.slice(690)) {
          const exact = known
            .map((vector, index) => ({
              id: inputs[index]?.id,
              score: vector.reduce((sum, component, at) => sum + component * (question[at] ?? 0), 0),
            }))
            .sort((a, b) => b.score - a.score)
            .slice(0, 10);
          const wanted = new Set(exact.map(({ id }) => id));
          found += ask('nearest', { vector: question, limit: 10 }).filter(({ id }) => wanted.has(id)).length;
        }
        expect(found / 100).toBeGreaterThanOrEqual(0.9);
        run((uow) => {
          for (const input of inputs) {
            uow.fts.retract({ id: input.id });
            uow.episodic.remove({ id: input.id, expectedVersion: null });
          }
        });
        expect(findings()).toEqual([]);
      }),
      { numRuns: 3 },
    );
  });

  it('are of the bands, times and tags that are asked for', () => {
    addModel();
    const [question = new Float32Array(), ...near] = clusteredVectors({
      count: 5,
      dimensions: 384,
      clusters: 1,
      seed: 3,
    });
    const green = add(near[0] ?? question, { tags: ['sea'] });
    const red = add(near[1] ?? question, { band: 'RED' });
    const early = add(near[2] ?? question, { atMs: Date.UTC(1990, 1, 1) });
    const ids = (filter: object) =>
      ask('nearest', { vector: question, limit: 10, filter })
        .map(({ id }) => id)
        .sort();
    expect(ids({})).toEqual([green.id, red.id, early.id].sort());
    expect(ids({ band: 'RED' })).toEqual([red.id]);
    expect(ids({ band: 'BLACK' })).toEqual([]);
    expect(ids({ beforeMs: Date.UTC(2000, 1, 1) })).toEqual([early.id]);
    expect(ids({ tag: 'sea' })).toEqual([green.id]);
    expect(ids({ tag: 'sea', band: 'RED' })).toEqual([]);
    expect(
      ask('similar', { id: green.id, limit: 10 })
        .map(({ id }) => id)
        .sort(),
    ).toEqual([red.id, early.id].sort());
  });

  it('follow what happens to a memory', () => {
    addModel();
    const [vector = new Float32Array()] = clusteredVectors({
      count: 1,
      dimensions: 384,
      clusters: 1,
      seed: 5,
    });
    const input = add(vector);
    const { id, authorId: _author, ...content } = input;
    const ids = () => ask('nearest', { vector, limit: 10 }).map((hit) => hit.id);
    run((uow) => uow.episodic.revise({ id, expectedVersion: 1, ...content, tags: ['another tag'] }));
    expect(ids()).toEqual([id]);
    run((uow) => uow.episodic.revise({ id, expectedVersion: 2, ...content, text: 'Other words.' }));
    expect(ids()).toEqual([]);
    run((uow) => {
      uow.embeddings.put({ id, model: MODEL.id, version: 3, vector });
    });
    expect(ids()).toEqual([id]);
    run((uow) =>
      uow.episodic.revise({ id, expectedVersion: 3, ...content, text: 'Other words.', band: 'BLACK' }),
    );
    expect(ids()).toEqual([]);
    expect(space.connection.read<{ n: number }>('SELECT count(*) AS n FROM embedding').get()?.n).toBe(0);
    run((uow) => uow.episodic.revise({ id, expectedVersion: 4, ...content }));
    run((uow) => {
      uow.embeddings.put({ id, model: MODEL.id, version: 5, vector });
      uow.episodic.remove({ id, expectedVersion: null });
    });
    expect(findings()).toEqual([]);
  });

  it('leave no bit of a deleted memory behind', () => {
    addModel();
    const [vector = new Float32Array()] = clusteredVectors({
      count: 1,
      dimensions: 384,
      clusters: 1,
      seed: 9,
    });
    const { id } = add(vector);
    const stored = () =>
      space.connection
        .read<{ vectors: Buffer }>('SELECT vectors FROM vector_code_vector_chunks00')
        .all()
        .some(({ vectors }) => vectors.includes(Buffer.from(bitCode(unitVector(vector)))));
    expect(stored()).toBe(true);
    run((uow) => {
      uow.fts.retract({ id });
      uow.episodic.remove({ id, expectedVersion: null });
    });
    expect(stored()).toBe(false);
  });

  it('are named where the index does not agree with what it was made of, and building anew mends it', () => {
    addModel();
    const vectors = clusteredVectors({ count: 3, dimensions: 384, clusters: 1, seed: 11 });
    for (const vector of vectors) add(vector);
    space.connection.script('DELETE FROM vector_code WHERE seq = 1');
    space.connection.script('DELETE FROM vector_value WHERE seq = 2');
    space.connection.script('DELETE FROM embedding WHERE seq = 3');
    expect(
      findings()
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['vector-missing', 'vector-stray', 'vector-uncoded']);
    expect(findings().every(({ rebuildHelps }) => rebuildHelps)).toBe(true);
    space.commits.rebuild();
    expect(findings()).toEqual([]);
  });

  it('are found with a model of more dimensions, and not with a vector of fewer', () => {
    addModel({ ...MODEL, id: 'wide@1', dimensions: 768 });
    const [vector = new Float32Array()] = clusteredVectors({
      count: 1,
      dimensions: 768,
      clusters: 1,
      seed: 13,
    });
    const { id } = add(vector, {}, 'wide@1');
    expect(ask('nearest', { vector, limit: 1 })).toMatchObject([{ id, score: expect.closeTo(1, 1) }]);
    expect(() => ask('nearest', { vector: vector.slice(0, 384), limit: 1 })).toThrow(/768/);
    expect(findings()).toEqual([]);
  });
});

it('is there in spaces alone, and SQL text can load nothing', async () => {
  const folder = temporaryFolder();
  const [space, vault] = [await openTestSpace(folder), await openTestVault(folder)];
  await Promise.all([space.database.close(), vault.database.close()]);
  const reader = openReadable({ file: space.file, key: space.keys.pageKey });
  const registry = openReadable({ file: vault.file, key: vault.keys.pageKey, vectors: false });
  try {
    expect(reader.read<{ v: string }>('SELECT vec_version() AS v').get()?.v).toMatch(/^v0\.1/);
    expect(() => registry.read('SELECT vec_version()')).toThrow(/no such function/);
    for (const connection of [reader, registry]) {
      expect(() => connection.read("SELECT load_extension('vec0')").get()).toThrow(/not authorized/);
      expect(connection.pragma('trusted_schema')).toBe(0);
    }
  } finally {
    reader.close();
    registry.close();
    folder.remove();
  }
});

it('works in the threads of a space, and only changes make it answer anew', async () => {
  const folder = temporaryFolder();
  const space: TestSpace = await openTestSpace(folder);
  try {
    const [vector = new Float32Array()] = clusteredVectors({
      count: 1,
      dimensions: 384,
      clusters: 1,
      seed: 17,
    });
    await space.database.unitOfWork.run(contextFor(space.id), (uow) => uow.embeddings.addModel(MODEL));
    const { id } = await space.add();
    const near = () => space.database.query('vector.nearest', { vector, limit: 5 });
    expect(await near()).toEqual([]);
    await space.database.unitOfWork.run(contextFor(space.id), (uow) => {
      uow.embeddings.put({ id, model: MODEL.id, version: 1, vector });
    });
    expect(await near()).toMatchObject([{ id }]);
    expect(await near()).toEqual(await near());
    const reopened = await space.reopen();
    expect(await reopened.database.query('vector.nearest', { vector, limit: 5 })).toMatchObject([{ id }]);
    await reopened.database.close();
  } finally {
    await space.database.close();
    folder.remove();
  }
});

const [first, second] = [memory(), memory({ title: 'A day at the lake', band: 'RED' })];
const [example = new Float32Array()] = clusteredVectors({ count: 1, dimensions: 384, clusters: 1, seed: 1 });

acceptStore({
  contract: vectorContract,
  memories: [first, second],
  before: [
    (uow) => {
      uow.embeddings.addModel(MODEL);
      for (const { id } of [first, second]) {
        uow.embeddings.put({ id, model: MODEL.id, version: 1, vector: example });
      }
    },
    (uow) => {
      for (const { id } of [first, second]) uow.vector.retract({ id });
    },
  ],
  units: [
    [{ op: 'index', input: { id: first.id } }],
    [{ op: 'index', input: { id: second.id } }],
    [{ op: 'retract', input: { id: second.id } }],
    [{ op: 'index', input: { id: second.id } }],
  ],
  queries: [
    { op: 'nearest', input: { vector: example, limit: 10, filter: {} } },
    { op: 'similar', input: { id: first.id, limit: 10, filter: {} } },
    { op: 'counts', input: { model: MODEL.id } },
  ],
  content: [],
  derived: true,
});
