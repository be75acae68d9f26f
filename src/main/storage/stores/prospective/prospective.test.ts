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
import { prospectiveContract } from './contract.ts';

const [tyres, recipe, gone] = [uuid(), uuid(), uuid()];
const WINTER = Date.UTC(2026, 10, 1, 8);
const words = { note: '', schedule: null, cue: null, memoryId: null };
const tyresContent = {
  ...words,
  title: 'Put the winter tyres on',
  note: 'The jack is behind the freezer.',
  schedule: { start: '2025-11-01T09:00', zone: 'Europe/Berlin', rule: 'FREQ=YEARLY' },
};
const recipeContent = {
  ...words,
  title: 'Ask for the plum dumplings',
  cue: { kind: 'person', value: 'Grandmother' } as const,
};

acceptStore({
  contract: prospectiveContract,
  units: [
    [
      {
        op: 'plan',
        input: {
          id: tyres,
          authorId: ACTOR,
          band: 'GREEN',
          content: tyresContent,
          dueMs: WINTER,
          slotMs: WINTER,
        },
      },
    ],
    [
      {
        op: 'plan',
        input: {
          id: recipe,
          authorId: ACTOR,
          band: 'RED',
          content: recipeContent,
          dueMs: null,
          slotMs: null,
        },
      },
    ],
    [
      {
        op: 'revise',
        input: {
          id: tyres,
          expectedVersion: 1,
          band: 'AMBER',
          content: tyresContent,
          dueMs: WINTER + 1,
          slotMs: WINTER,
        },
      },
    ],
    [{ op: 'settle', input: { id: recipe, expectedVersion: 1, dueMs: null, slotMs: null } }],
    [{ op: 'settle', input: { id: tyres, expectedVersion: 2, dueMs: WINTER + 9, slotMs: WINTER + 9 } }],
    [{ op: 'reopen', input: { id: tyres, expectedVersion: 3, dueMs: WINTER, slotMs: WINTER } }],
    [
      {
        op: 'plan',
        input: { id: gone, authorId: ACTOR, band: 'BLACK', content: recipeContent, dueMs: 5, slotMs: 5 },
      },
      { op: 'forget', input: { id: gone } },
    ],
  ],
  queries: [
    { op: 'get', input: { id: tyres } },
    { op: 'upcoming', input: { beforeMs: null, limit: 10 } },
    { op: 'waiting', input: { limit: 10 } },
    { op: 'done', input: { limit: 10 } },
    { op: 'nextDue', input: { afterMs: 0 } },
  ],
  content: ['winter tyres', 'freezer', 'plum dumplings', 'Grandmother', 'YEARLY', 'Europe/Berlin'],
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

const plan = (id: string, dueMs: number | null, band: 'GREEN' | 'RED' = 'GREEN') =>
  space.database.unitOfWork.run(contextFor(space.id, { purpose: 'reminder.add', subjectId: id }), (uow) =>
    uow.prospective.plan({ id, authorId: ACTOR, band, content: tyresContent, dueMs, slotMs: dueMs }),
  );
const settle = (id: string, expectedVersion: number) =>
  space.database.unitOfWork.run(contextFor(space.id, { purpose: 'reminder.done' }), (uow) =>
    uow.prospective.settle({ id, expectedVersion, dueMs: null, slotMs: null }),
  );

it('lists what is due soonest first, and nothing that waits or is over', async () => {
  const [late, early, waits, over] = [uuid(), uuid(), uuid(), uuid()];
  await plan(late, 2000);
  await plan(early, -5);
  await plan(waits, null);
  await plan(over, 10);
  await settle(over, 1);
  const { database } = space;
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  expect(ids(await database.query('prospective.upcoming', { beforeMs: null, limit: 10 }))).toEqual([
    early,
    late,
  ]);
  expect(ids(await database.query('prospective.waiting', { limit: 10 }))).toEqual([waits]);
  expect(ids(await database.query('prospective.done', { limit: 10 }))).toEqual([over]);
  expect(await space.database.query('prospective.upcoming', { beforeMs: 2000, limit: 10 })).toHaveLength(1);
  expect(await space.database.query('prospective.nextDue', { afterMs: -5 })).toEqual({ atMs: 2000 });
  expect(await space.database.query('prospective.nextDue', { afterMs: 2000 })).toEqual({ atMs: null });
});

it('refuses a stale version, one that is gone, and an id twice', async () => {
  const id = uuid();
  await plan(id, 1);
  await expect(plan(id, 1)).rejects.toMatchObject({ code: 'CONFLICT', details: { reason: 'id' } });
  await settle(id, 1);
  await expect(settle(id, 1)).rejects.toMatchObject({
    code: 'CONFLICT',
    details: { reason: 'stale', version: 2 },
  });
  await expect(settle(uuid(), 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('leaves out what this device holds no key for', async () => {
  const [green, red] = [uuid(), uuid()];
  await plan(green, 1);
  await plan(red, 2, 'RED');
  const keys = { ...space.keys, bandKeys: space.keys.bandKeys?.filter(({ band }) => band === 'GREEN') ?? [] };
  space = await space.reopen({ keys });
  expect(await space.database.query('prospective.upcoming', { beforeMs: null, limit: 10 })).toMatchObject([
    { id: green },
  ]);
  expect(await space.database.query('prospective.get', { id: red })).toBeNull();
});
