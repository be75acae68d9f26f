import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  ACTOR,
  contextFor,
  type Folder,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from '../../testing/databases.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { imaginationContract } from './contract.ts';

const NOW = Date.UTC(2026, 10, 24);
const [move, gone] = [uuid(), uuid()];
const words = {
  title: 'What if we moved to the sea?',
  assumptions: ['The school takes both children'],
  outcomes: [
    { text: 'We swim before breakfast', likelihood: 0.4 },
    { text: 'We miss the garden', likelihood: 0.8 },
  ],
};
const resolution = { note: 'The garden came along in pots.', came: [true, false], closeness: 0.5 };

acceptStore({
  contract: imaginationContract,
  units: [
    [{ op: 'imagine', input: { id: move, authorId: ACTOR, band: 'GREEN', words, lookMs: NOW } }],
    [{ op: 'imagine', input: { id: gone, authorId: ACTOR, band: 'BLACK', words, lookMs: null } }],
    [
      {
        op: 'revise',
        input: {
          id: move,
          expectedVersion: 1,
          band: 'RED',
          words: { ...words, note: 'Since the ferry' },
          lookMs: NOW + 1,
        },
      },
    ],
    [{ op: 'resolve', input: { id: move, expectedVersion: 2, resolvedMs: NOW, resolution } }],
    [{ op: 'forget', input: { id: gone } }],
  ],
  queries: [
    { op: 'get', input: { id: move } },
    { op: 'open', input: { limit: 10 } },
    { op: 'toLookAt', input: { beforeMs: NOW + 9, limit: 10 } },
    { op: 'resolved', input: { limit: 10 } },
  ],
  content: ['moved to the sea', 'takes both children', 'before breakfast', 'in pots', 'Since the ferry'],
});

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

const write = (collect: Parameters<TestSpace['database']['unitOfWork']['run']>[1]) =>
  space.database.unitOfWork.run(contextFor(space.id, { purpose: 'scenario.edit' }), collect);
const imagine = (id: string, lookMs: number | null) =>
  write((uow) => uow.imagination.imagine({ id, authorId: ACTOR, band: 'GREEN', words, lookMs }));

it('lists what is to be looked at first, and what has no day last', async () => {
  const [never, late, soon] = [uuid(), uuid(), uuid()];
  await imagine(never, null);
  await imagine(late, NOW + 5);
  await imagine(soon, NOW);
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  expect(ids(await space.database.query('imagination.open', { limit: 9 }))).toEqual([soon, late, never]);
  expect(ids(await space.database.query('imagination.toLookAt', { beforeMs: NOW + 5, limit: 9 }))).toEqual([
    soon,
  ]);
});

it('lets nobody change a guess once it is known what came, unless it is opened again', async () => {
  const id = uuid();
  await imagine(id, null);
  await write((uow) => uow.imagination.resolve({ id, expectedVersion: 1, resolvedMs: NOW, resolution }));
  const revise = (expectedVersion: number) =>
    write((uow) => uow.imagination.revise({ id, expectedVersion, band: 'GREEN', words, lookMs: null }));
  await expect(revise(2)).rejects.toMatchObject({ code: 'CONFLICT', details: { reason: 'resolved' } });
  await write((uow) =>
    uow.imagination.resolve({ id, expectedVersion: 2, resolvedMs: null, resolution: null }),
  );
  await revise(3);
  expect(await space.database.query('imagination.get', { id })).toMatchObject({
    resolution: null,
    version: 4,
  });
});

it('wants a yes or no for each outcome', async () => {
  const id = uuid();
  await imagine(id, null);
  await expect(
    write((uow) =>
      uow.imagination.resolve({
        id,
        expectedVersion: 1,
        resolvedMs: NOW,
        resolution: { ...resolution, came: [true] },
      }),
    ),
  ).rejects.toMatchObject({ code: 'CONFLICT', details: { reason: 'outcomes' } });
});
