import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BANDS } from '../../../../shared/bands.ts';
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
import { affectContract } from './contract.ts';

const DAY = 86_400_000;
/** A Tuesday. */
const TUESDAY = Date.UTC(2026, 10, 24);
const lake = memory({ id: uuid(), title: 'The lake' });
const [calm, gone] = [uuid(), uuid()];
const felt = {
  valence: 0.4,
  arousal: -0.7,
  feeling: 'calm',
  word: '',
  note: 'Mist over the water.',
} as const;
const noted = { authorId: ACTOR, band: 'GREEN', atMs: TUESDAY, offsetMinutes: 60, felt } as const;
const range = { authorId: ACTOR, fromMs: TUESDAY - 400 * DAY, toMs: TUESDAY + 400 * DAY, bands: [...BANDS] };

acceptStore({
  contract: affectContract,
  memories: [lake],
  units: [
    [{ op: 'note', input: { ...noted, id: calm, felt: { ...felt, memoryId: lake.id } } }],
    [{ op: 'note', input: { ...noted, id: gone, band: 'BLACK', felt: { ...felt, word: 'out of sorts' } } }],
    [
      {
        op: 'revise',
        input: {
          id: calm,
          expectedVersion: 1,
          band: 'AMBER',
          atMs: TUESDAY + 1,
          offsetMinutes: 60,
          felt: { ...felt, valence: 0.5, memoryId: lake.id },
        },
      },
    ],
    [{ op: 'forget', input: { id: gone } }],
  ],
  queries: [
    { op: 'get', input: { id: calm } },
    { op: 'list', input: { ...range, limit: 10 } },
    { op: 'ofMemory', input: { memoryId: lake.id } },
    { op: 'series', input: { ...range, by: 'week' } },
    { op: 'labels', input: range },
    { op: 'authors', input: {} },
  ],
  content: ['Mist over the water', 'out of sorts', 'calm'],
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
  space.database.unitOfWork.run(contextFor(space.id, { purpose: 'mood.note' }), collect);
const note = (given: object, feelings: object = {}) =>
  write((uow) => uow.affect.note({ ...noted, id: uuid(), ...given, felt: { ...felt, ...feelings } }));

it('counts days, weeks from Monday, and months by the clock on the wall', async () => {
  // Half past eleven at night in New York: still Monday there, Tuesday in UTC.
  await note({ atMs: TUESDAY + 4.5 * 3_600_000, offsetMinutes: -300 }, { valence: -1 });
  await note({ atMs: TUESDAY, offsetMinutes: 0 }, { valence: 0.5 });
  await note({ atMs: TUESDAY + 6 * DAY, offsetMinutes: 0 }, { valence: 1 });
  const series = (by: 'day' | 'week' | 'month') => space.database.query('affect.series', { ...range, by });
  expect((await series('day')).map(({ day, count }) => [day, count])).toEqual([
    ['2026-11-23', 1],
    ['2026-11-24', 1],
    ['2026-11-30', 1],
  ]);
  expect(await series('week')).toMatchObject([
    { day: '2026-11-23', count: 2, mean: -0.25, min: -1, max: 0.5 },
    { day: '2026-11-30', count: 1, mean: 1 },
  ]);
  expect(await series('month')).toMatchObject([{ day: '2026-11-01', count: 3, min: -1, max: 1 }]);
});

it('keeps the mean between least and most, and loses no mood', async () => {
  const moods = fc.array(
    fc.record({
      day: fc.integer({ min: -300, max: 300 }),
      valence: fc.double({ min: -1, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(moods, async (given) => {
      const authorId = uuid();
      await write((uow) => {
        for (const { day, valence } of given) {
          const input = {
            ...noted,
            id: uuid(),
            authorId,
            atMs: TUESDAY + day * DAY,
            felt: { ...felt, valence },
          };
          uow.affect.note(input);
        }
      });
      for (const by of ['day', 'week', 'month'] as const) {
        const points = await space.database.query('affect.series', { ...range, authorId, by });
        expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(given.length);
        for (const { mean, min, max } of points) {
          expect(mean).toBeGreaterThanOrEqual(min - 1e-12);
          expect(mean).toBeLessThanOrEqual(max + 1e-12);
        }
        expect([...points].sort((a, b) => a.day.localeCompare(b.day))).toEqual(points);
      }
    }),
    { numRuns: 15 },
  );
});

it('goes with its memory; of a BLACK one no column says which memory it is about', async () => {
  const open = await space.add({ title: 'The lake' });
  const black = await space.add({ title: 'Not told', band: 'BLACK' });
  await note({}, { memoryId: open.id });
  await note({ band: 'BLACK' }, { memoryId: black.id });
  for (const { id } of [open, black]) {
    expect(await space.database.query('affect.ofMemory', { memoryId: id })).toMatchObject([{ memoryId: id }]);
  }
  await write((uow) => {
    uow.fts.retract({ id: open.id });
    uow.episodic.remove({ id: open.id, expectedVersion: null });
  });
  expect(await space.database.query('affect.list', { ...range, limit: 9 })).toMatchObject([
    { memoryId: black.id },
  ]);
  await expect(note({}, { memoryId: uuid() })).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
});

it('counts feelings and own words, and keeps to the bands it is asked for', async () => {
  await note({});
  await note({});
  await note({ band: 'RED' }, { feeling: null, word: 'out of sorts' });
  expect(await space.database.query('affect.labels', range)).toEqual([
    { feeling: 'calm', word: '', count: 2 },
    { feeling: null, word: 'out of sorts', count: 1 },
  ]);
  expect(await space.database.query('affect.labels', { ...range, bands: ['GREEN'] })).toHaveLength(1);
});
