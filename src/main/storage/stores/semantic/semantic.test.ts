import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ACTOR,
  contextFor,
  type Folder,
  memory,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from '../../testing/databases.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import type { SpaceUnitOfWork } from '../contracts.ts';
import { semanticContract } from './contract.ts';

const [ada, grace, lisbon, twin, first] = [uuid(), uuid(), uuid(), uuid(), uuid()];
const [second, third, merged, doomed] = [uuid(), uuid(), uuid(), uuid()];
const KNOWS = 'http://xmlns.com/foaf/0.1/knows';
const LIVES = 'https://schema.org/homeLocation';
const BORN = 'https://schema.org/birthDate';

const entity = (id: string, name: string, given: object = {}) => ({
  id,
  authorId: ACTOR,
  iri: null,
  band: 'GREEN' as const,
  kind: 'person' as const,
  names: [name],
  note: '',
  ...given,
});
const said = (
  id: string,
  subjectId: string,
  predicate: string,
  object: StateInput['object'],
  given: object = {},
) => ({
  id,
  authorId: ACTOR,
  subjectId,
  predicate,
  object,
  band: 'GREEN' as const,
  memoryId: null,
  origin: 'person' as const,
  confidence: 1,
  fromMs: null,
  untilMs: null,
  ...given,
});
type StateInput = Parameters<SpaceUnitOfWork['semantic']['state']>[0];

const source = memory();

acceptStore({
  contract: semanticContract,
  memories: [source],
  units: [
    [
      { op: 'declare', input: entity(ada, 'Ada Quillfeather', { note: 'grows pumpkins' }) },
      { op: 'declare', input: entity(grace, 'Grace Thistledown', { band: 'RED' }) },
      {
        op: 'declare',
        input: entity(lisbon, 'Lissabonna', { kind: 'place', iri: 'http://example.org/place/lissabonna' }),
      },
      { op: 'declare', input: entity(twin, 'A. Quillfeather') },
      { op: 'declare', input: entity(doomed, 'Nobody Inparticular') },
      { op: 'state', input: said(first, ada, KNOWS, { entity: grace }, { memoryId: source.id }) },
      { op: 'state', input: said(second, twin, LIVES, { entity: lisbon }, { fromMs: 0, untilMs: 1000 }) },
      {
        op: 'state',
        input: said(third, ada, BORN, { literal: '1815-12-10', datatype: null, language: 'en-GB' }),
      },
    ],
    [
      {
        op: 'revise',
        input: { id: ada, expectedVersion: 1, band: 'AMBER', kind: 'person', names: ['Ada Byron'], note: '' },
      },
    ],
    [{ op: 'amend', input: { id: first, expectedVersion: 1, confidence: 0.5, fromMs: null, untilMs: null } }],
    [{ op: 'retract', input: { id: third, expectedVersion: 1 } }],
    [{ op: 'merge', input: { id: merged, sourceId: twin, targetId: ada, actorId: ACTOR } }],
    [{ op: 'unmerge', input: { id: merged } }],
    [{ op: 'remove', input: { id: doomed, expectedVersion: 1 } }],
  ],
  queries: [
    { op: 'entities', input: { kind: 'person', offset: 0, limit: 10 } },
    { op: 'entity', input: { id: ada } },
    { op: 'named', input: { name: 'ada byron' } },
    { op: 'resolve', input: { iris: ['http://example.org/place/lissabonna'] } },
    { op: 'match', input: { limit: 10, retracted: true } },
    { op: 'statement', input: { id: second } },
    { op: 'neighbours', input: { id: ada, depth: 2, limit: 10 } },
    { op: 'path', input: { fromId: grace, toId: ada, depth: 3 } },
    { op: 'common', input: { firstId: grace, secondId: lisbon, limit: 5 } },
    { op: 'mentions', input: { label: 'person', names: ['Grandmother'], limit: 5 } },
  ],
  content: [
    'Quillfeather',
    'Thistledown',
    'Lissabonna',
    'lissabonna',
    'pumpkins',
    'Byron',
    '1815-12-10',
    KNOWS,
    LIVES,
  ],
});

describe('the graph', () => {
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

  const run = (work: (uow: SpaceUnitOfWork) => void) =>
    space.database.unitOfWork.run(contextFor(space.id, { purpose: 'graph.change' }), work);
  const declare = async (...names: string[]): Promise<string[]> => {
    const ids = names.map(() => uuid());
    await run((uow) => {
      for (const [index, id] of ids.entries()) uow.semantic.declare(entity(id, names[index] ?? ''));
    });
    return ids;
  };
  const link = async (a: string, b: string, given: object = {}): Promise<string> => {
    const id = uuid();
    await run((uow) => uow.semantic.state(said(id, a, KNOWS, { entity: b }, given)));
    return id;
  };
  const match = async (pattern: object) =>
    (await space.database.query('semantic.match', { limit: 100, ...pattern })).rows;

  it('forgets what a memory said when the memory goes or becomes BLACK', async () => {
    const [a = '', b = ''] = await declare('Ann', 'Ben');
    const gone = await space.add();
    const hidden = await space.add();
    await link(a, b, { memoryId: gone.id });
    await link(b, a, { memoryId: hidden.id });
    expect((await match({})).map(({ memoryId }) => memoryId)).toEqual([gone.id, hidden.id]);
    await run((uow) => {
      uow.fts.retract({ id: gone.id });
      uow.episodic.remove({ id: gone.id, expectedVersion: 1 });
    });
    expect((await match({})).map(({ memoryId }) => memoryId)).toEqual([hidden.id]);
    const { id, authorId: _, ...content } = hidden;
    await run((uow) => {
      uow.fts.retract({ id });
      uow.episodic.revise({ ...content, id, expectedVersion: 1, band: 'BLACK' });
      uow.fts.index({ id });
    });
    expect(await match({})).toEqual([]);
  });

  it('gathers nothing from a BLACK memory, and lets nothing be BLACK', async () => {
    const [a = '', b = ''] = await declare('Ann', 'Ben');
    const black = await space.add({ band: 'BLACK' });
    await expect(link(a, b, { memoryId: black.id })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(
      run((uow) => uow.semantic.declare(entity(uuid(), 'Cleo', { band: 'BLACK' }))),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'band' } });
  });

  it('leaves out what this device holds no key for, and does not walk through it', async () => {
    const [a = '', b = ''] = await declare('Ann', 'Ben');
    const hidden = uuid();
    await run((uow) => uow.semantic.declare(entity(hidden, 'Secret Sam', { band: 'RED' })));
    await link(a, hidden);
    await link(hidden, b);
    await link(a, b, { band: 'RED' });
    expect(await space.database.query('semantic.path', { fromId: a, toId: b, depth: 2 })).not.toBeNull();
    const bandKeys = (space.keys.bandKeys ?? []).filter(({ band }) => band === 'GREEN');
    space = await space.reopen({ keys: { ...space.keys, bandKeys } });
    expect(await match({})).toEqual([]);
    expect(await space.database.query('semantic.entity', { id: hidden })).toBeNull();
    expect(await space.database.query('semantic.named', { name: 'secret sam' })).toEqual([]);
    expect(await space.database.query('semantic.path', { fromId: a, toId: b, depth: 4 })).toBeNull();
    const near = await space.database.query('semantic.neighbours', { id: a, depth: 2, limit: 10 });
    expect(near?.entities.map(({ entity: { id } }) => id)).toEqual([a]);
  });

  it('says a thing once, takes it back, and says it again', async () => {
    const [a = '', b = ''] = await declare('Ann', 'Ben');
    const id = await link(a, b);
    await link(a, b);
    expect(await match({})).toHaveLength(1);
    await run((uow) => uow.semantic.retract({ id, expectedVersion: 1 }));
    expect(await match({})).toEqual([]);
    expect(await match({ retracted: true })).toMatchObject([{ id, version: 2 }]);
    await expect(run((uow) => uow.semantic.retract({ id, expectedVersion: 2 }))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await link(a, b);
    expect(await match({})).toHaveLength(1);
  });

  it('refuses stale versions, strangers and times that run backwards', async () => {
    const [a = '', b = ''] = await declare('Ann', 'Ben');
    const words = {
      band: 'GREEN' as const,
      kind: 'person' as const,
      names: ['Anna'],
      note: '',
    } satisfies object;
    await run((uow) => uow.semantic.revise({ id: a, expectedVersion: 1, ...words }));
    await expect(
      run((uow) => uow.semantic.revise({ id: a, expectedVersion: 1, ...words })),
    ).rejects.toMatchObject({ code: 'CONFLICT', details: { version: 2 } });
    await expect(link(a, uuid())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(link(a, b, { memoryId: uuid() })).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    await expect(link(a, b, { fromMs: 10, untilMs: 10 })).rejects.toMatchObject({
      details: { field: 'untilMs' },
    });
    const iri = 'urn:one:and:only';
    await run((uow) => uow.semantic.declare(entity(uuid(), 'One', { iri })));
    await expect(run((uow) => uow.semantic.declare(entity(uuid(), 'Two', { iri })))).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { reason: 'iri-taken' },
    });
  });

  it('answers by what is true at a time, and by how sure it is', async () => {
    const [a = '', b = ''] = await declare('Ann', 'Ben');
    const id = await link(a, b, { fromMs: 100, untilMs: 200, confidence: 0.4 });
    expect(await match({ atMs: 100 })).toMatchObject([{ id }]);
    expect(await match({ atMs: 200 })).toEqual([]);
    expect(await match({ leastConfidence: 0.5 })).toEqual([]);
    expect(await match({ subjectId: a, predicate: KNOWS, object: { entity: b } })).toMatchObject([{ id }]);
    expect(await match({ subjectId: b })).toEqual([]);
  });

  it('finds the shortest way as a search in plain memory does', async () => {
    const graphs = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(graphs, fc.nat(7), fc.nat(7), async (lines, from, to) => {
        const ids = await declare(...Array.from({ length: 8 }, (_, index) => `P${index}`));
        const at = (index: number): string => ids[index] ?? '';
        await run((uow) => {
          for (const [a, b] of lines) uow.semantic.state(said(uuid(), at(a), KNOWS, { entity: at(b) }));
        });
        const distance = new Map([[from, 0]]);
        for (const [near, steps] of distance) {
          for (const [a, b] of lines) {
            for (const [x, y] of [
              [a, b],
              [b, a],
            ] as const) {
              if (x === near && !distance.has(y)) distance.set(y, steps + 1);
            }
          }
        }
        const path = await space.database.query('semantic.path', {
          fromId: at(from),
          toId: at(to),
          depth: 8,
        });
        expect(path?.edges.length).toBe(distance.get(to));
        const near = await space.database.query('semantic.neighbours', {
          id: at(from),
          depth: 2,
          limit: 50,
        });
        const wanted = [...distance].filter(([, steps]) => steps <= 2).map(([index]) => at(index));
        expect(near?.entities.map((each) => each.entity.id).sort()).toEqual(wanted.sort());
      }),
      { numRuns: 25 },
    );
  });

  it('gives back by undoing merges exactly what was there, in whatever order', async () => {
    const merges = fc.uniqueArray(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(merges, fc.integer(), async (pairs, seed) => {
        const ids = await declare('A', 'B', 'C', 'D', 'E');
        const at = (index: number): string => ids[index] ?? '';
        for (let index = 0; index < 4; index += 1) await link(at(index), at(index + 1));
        const look = async () =>
          Promise.all(
            ids.map(async (id) => [
              await space.database.query('semantic.entity', { id }).then((found) => found?.entity),
              await match({ subjectId: id }),
            ]),
          );
        const before = await look();
        const made: string[] = [];
        for (const [source, target] of pairs) {
          const id = uuid();
          const joined = await run((uow) =>
            uow.semantic.merge({ id, sourceId: at(source), targetId: at(target), actorId: ACTOR }),
          ).catch(() => null);
          if (joined !== null) made.push(id);
        }
        const order = made.map((id, index) => ({ id, key: (seed * (index + 3)) % 7 }));
        for (const { id } of order.sort((a, b) => a.key - b.key)) {
          await run((uow) => uow.semantic.unmerge({ id }));
        }
        expect(await look()).toEqual(before);
      }),
      { numRuns: 15 },
    );
  });

  it('bears the names of those who were merged, and is found by them', async () => {
    const [a = '', b = '', c = ''] = await declare('Ann', 'Annie', 'Ben');
    await link(b, c);
    await run((uow) => uow.semantic.merge({ id: uuid(), sourceId: b, targetId: a, actorId: ACTOR }));
    expect(await space.database.query('semantic.named', { name: 'ANNIE' })).toMatchObject([
      { id: a, names: ['Ann', 'Annie'] },
    ]);
    expect(await match({ subjectId: b })).toMatchObject([{ subjectId: a, object: { entity: c } }]);
    await expect(link(a, b)).resolves.toBeDefined();
    expect(await space.database.query('semantic.path', { fromId: b, toId: a, depth: 1 })).toMatchObject({
      edges: [],
    });
  });

  it('takes a removed entity away with what was merged into it and said of it', async () => {
    const [a = '', b = '', c = ''] = await declare('Ann', 'Annie', 'Ben');
    await link(b, c);
    await run((uow) => uow.semantic.merge({ id: uuid(), sourceId: b, targetId: a, actorId: ACTOR }));
    await expect(run((uow) => uow.semantic.remove({ id: b, expectedVersion: 1 }))).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { reason: 'merged' },
    });
    await run((uow) => uow.semantic.remove({ id: a, expectedVersion: 1 }));
    expect(await space.database.query('semantic.entity', { id: b })).toBeNull();
    expect(await match({})).toEqual([]);
    expect(await space.database.query('semantic.entity', { id: c })).not.toBeNull();
  });

  it('knows who is named together, in whatever spelling of case', async () => {
    await space.add({ people: ['Ada', 'Ben'], tags: ['garden'] });
    await space.add({ people: ['ADA'], tags: ['lake'] });
    await space.add({ people: ['Ada', 'Zoe'], band: 'BLACK' });
    const answer = await space.database.query('semantic.mentions', {
      label: 'person',
      names: ['ada'],
      limit: 10,
    });
    expect(answer).toMatchObject({ memories: 2, memoryIds: { length: 2 } });
    expect(answer.near.map(({ name }) => name).sort()).toEqual(['Ben', 'garden', 'lake']);
  });
});
