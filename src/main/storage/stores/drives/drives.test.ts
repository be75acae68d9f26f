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
import { drivesContract } from './contract.ts';

const DAY = 86_400_000;
const [call, run, once, twice] = [uuid(), uuid(), uuid(), uuid()];
const wanted = { authorId: ACTOR, begunMs: 0, band: 'GREEN', halfLifeDays: 7, resting: false } as const;
const callWords = { title: 'Call grandmother', note: 'She is up early.' };

acceptStore({
  contract: drivesContract,
  units: [
    [{ op: 'want', input: { ...wanted, id: call, words: callWords } }],
    [
      {
        op: 'want',
        input: { ...wanted, id: run, band: 'BLACK', words: { title: 'Run by the river', note: '' } },
      },
    ],
    [
      {
        op: 'revise',
        input: {
          id: call,
          expectedVersion: 1,
          band: 'AMBER',
          words: callWords,
          halfLifeDays: 10.5,
          resting: false,
        },
      },
    ],
    [
      {
        op: 'meet',
        input: {
          id: call,
          metId: once,
          atMs: DAY,
          words: { note: 'She told of the flood.', memoryId: null },
        },
      },
    ],
    [
      { op: 'meet', input: { id: call, metId: twice, atMs: 2 * DAY, words: { note: '', memoryId: uuid() } } },
      { op: 'unmeet', input: { metId: twice } },
    ],
    [{ op: 'forget', input: { id: run } }],
  ],
  queries: [
    { op: 'get', input: { id: call } },
    { op: 'goals', input: { nowMs: 5 * DAY, resting: false, limit: 10 } },
    { op: 'history', input: { id: call, limit: 10 } },
  ],
  content: ['Call grandmother', 'up early', 'Run by the river', 'the flood'],
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
  space.database.unitOfWork.run(contextFor(space.id, { purpose: 'goal.edit' }), collect);

it('puts what is needed most first, by half-lives and not by days', async () => {
  const [yearly, weekly] = [uuid(), uuid()];
  await write((uow) => uow.drives.want({ ...wanted, id: yearly, halfLifeDays: 365, words: callWords }));
  await write((uow) => uow.drives.want({ ...wanted, id: weekly, begunMs: 20 * DAY, words: callWords }));
  const goals = await space.database.query('drives.goals', { nowMs: 40 * DAY, resting: false, limit: 10 });
  expect(goals.map(({ id }) => id)).toEqual([weekly, yearly]);
});

it('names the last time, whatever the order in which the times were told or taken back', async () => {
  const [id, late, early] = [uuid(), uuid(), uuid()];
  const words = { note: '', memoryId: null };
  const metMs = async () => (await space.database.query('drives.get', { id }))?.metMs;
  await write((uow) => uow.drives.want({ ...wanted, id, begunMs: 5, words: callWords }));
  expect(await metMs()).toBe(5);
  await write((uow) => uow.drives.meet({ id, metId: late, atMs: 9 * DAY, words }));
  await write((uow) => uow.drives.meet({ id, metId: early, atMs: 3 * DAY, words }));
  expect(await metMs()).toBe(9 * DAY);
  await write((uow) => uow.drives.unmeet({ metId: late }));
  expect(await metMs()).toBe(3 * DAY);
  await expect(write((uow) => uow.drives.unmeet({ metId: late }))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(write((uow) => uow.drives.meet({ id, metId: early, atMs: DAY, words }))).rejects.toMatchObject(
    { code: 'CONFLICT' },
  );
  await write((uow) => uow.drives.forget({ id }));
  expect(await space.database.query('drives.history', { id, limit: 5 })).toEqual([]);
});
