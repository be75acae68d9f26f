import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueryInputOf } from '../../contract.ts';
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
import type { SpaceContracts, SpaceUnitOfWork } from '../contracts.ts';
import { type CalendarDay, dayStart, isDay, isLeap, sameDayIn } from './calendar.ts';
import { episodicContract } from './contract.ts';

const DAY = 86_400_000;
const [sequence, ended] = [uuid(), uuid()];
const first = memory({ title: 'Boarding the Halcyon', externalId: 'journal:1', tags: ['ferryboat'] });
const second = memory({ title: 'Landfall', atMs: Date.UTC(2023, 5, 15, 12), people: [] });
const { authorId: _, ...revised } = second;
const third = memory({ title: 'Short-lived' });

acceptStore({
  contract: episodicContract,
  units: [
    [{ op: 'append', input: first }],
    [{ op: 'append', input: second }],
    [{ op: 'append', input: third }],
    [{ op: 'revise', input: { ...revised, expectedVersion: 1, text: 'Seabirds over the harbour' } }],
    [{ op: 'remove', input: { id: third.id, expectedVersion: 1 } }],
    [{ op: 'setSpan', input: { id: first.id, untilMs: first.atMs + DAY } }],
    [
      {
        op: 'beginSequence',
        input: {
          id: sequence,
          authorId: ACTOR,
          band: 'AMBER',
          name: 'Crossing',
          note: 'of the strait',
          memoryIds: [first.id],
        },
      },
      {
        op: 'beginSequence',
        input: { id: ended, authorId: ACTOR, band: 'GREEN', name: 'Abandoned', note: '', memoryIds: [] },
      },
    ],
    [
      {
        op: 'arrangeSequence',
        input: {
          id: sequence,
          expectedVersion: 1,
          band: 'AMBER',
          name: 'The Crossing',
          note: '',
          memoryIds: [second.id, first.id],
        },
      },
    ],
    [{ op: 'endSequence', input: { id: ended, expectedVersion: 1 } }],
  ],
  queries: [
    { op: 'page', input: { offset: 0, limit: 10 } },
    { op: 'months', input: {} },
    { op: 'facets', input: {} },
    { op: 'get', input: { id: first.id } },
    { op: 'rows', input: { ids: [first.id] } },
    { op: 'titles', input: { ids: [first.id] } },
    { op: 'byExternalIds', input: { ids: ['journal:1'] } },
    { op: 'stats', input: {} },
    { op: 'onThisDay', input: { year: 2025, month: 6, day: 15, limit: 10 } },
    { op: 'overlapping', input: { fromMs: first.atMs, untilMs: first.atMs + 1, limit: 10 } },
    { op: 'around', input: { id: first.id, limit: 3 } },
    { op: 'stream', input: { limit: 10 } },
    { op: 'sequences', input: {} },
    { op: 'sequence', input: { id: sequence } },
  ],
  content: ['Halcyon', 'Landfall', 'Seabirds', 'Crossing', 'strait', 'Abandoned', 'journal:1'],
});

describe('the same day in another year', () => {
  const days = fc
    .record({ year: fc.integer({ min: 1, max: 9998 }), dayOfYear: fc.nat(365) })
    .map(({ year, dayOfYear }): CalendarDay => {
      const date = new Date(dayStart({ year, month: 1, day: 1 }) + dayOfYear * DAY);
      return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    });

  it('shows every day of a year on some day of every other year, never two days off', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 9999 }), (past, year) => {
        const local = dayStart(past);
        const shown: number[] = [];
        for (let shift = -3; shift <= 3; shift += 1) {
          const date = new Date(dayStart({ ...past, year }) + shift * DAY);
          const asked = {
            year: date.getUTCFullYear(),
            month: date.getUTCMonth() + 1,
            day: date.getUTCDate(),
          };
          const { from, until } = sameDayIn(past.year, asked, 0);
          if (asked.year === year && local >= from && local < until) shown.push(shift);
        }
        expect(shown.length).toBeGreaterThanOrEqual(1);
        for (const shift of shown) expect(Math.abs(shift)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('knows leap days', () => {
    expect([1900, 2000, 2023, 2024].map(isLeap)).toEqual([false, true, false, true]);
    expect(isDay({ year: 2023, month: 2, day: 29 })).toBe(false);
    const leapDay = { year: 2024, month: 2, day: 29 };
    expect(sameDayIn(2023, leapDay, 0).from).toBe(Date.UTC(2023, 1, 28));
    expect(sameDayIn(2020, leapDay, 0)).toEqual({
      from: Date.UTC(2020, 1, 29),
      until: Date.UTC(2020, 2, 1),
    });
    expect(sameDayIn(2020, { year: 2023, month: 2, day: 28 }, 0).until).toBe(Date.UTC(2020, 2, 1));
    expect(sameDayIn(2020, { year: 2024, month: 2, day: 28 }, 0).until).toBe(Date.UTC(2020, 1, 29));
    expect(dayStart({ year: 44, month: 3, day: 15 })).toBe(new Date('0044-03-15T00:00Z').getTime());
  });
});

describe('time', () => {
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
    space.database.unitOfWork.run(contextFor(space.id, { purpose: 'memory.edit' }), work);
  const at = (year: number, month: number, day: number, given: object = {}) =>
    space.add({ atMs: Date.UTC(year, month - 1, day, 12), offsetMinutes: 0, ...given });
  const onThisDay = async (year: number, month: number, day: number, days = 0) =>
    (await space.database.query('episodic.onThisDay', { year, month, day, days, limit: 50 })).map(
      ({ row, yearsAgo }) => [row.id, yearsAgo],
    );

  it('remembers this day of earlier years, on the wall clock where it was', async () => {
    const old = await at(1963, 11, 23);
    const lastYear = await at(2025, 11, 23);
    await at(2026, 11, 23);
    await at(2025, 11, 24);
    // Still the 23rd in Auckland, the 22nd in UTC.
    const auckland = await space.add({ atMs: Date.UTC(2024, 10, 22, 20), offsetMinutes: 780 });
    expect(await onThisDay(2026, 11, 23)).toEqual([
      [lastYear.id, 1],
      [auckland.id, 2],
      [old.id, 63],
    ]);
    expect(await onThisDay(2026, 11, 22, 1)).toHaveLength(3);
    expect(await onThisDay(2026, 6, 1)).toEqual([]);
  });

  it('reaches over New Year', async () => {
    const eve = await at(2024, 12, 31);
    const newYear = await at(2025, 1, 1);
    expect(await onThisDay(2026, 1, 1, 1)).toEqual([
      [newYear.id, 1],
      [eve.id, 1],
    ]);
    expect(await onThisDay(2025, 12, 31, 1)).toEqual([
      [newYear.id, 1],
      [eve.id, 1],
    ]);
  });

  it('finds what lies in a stretch of time or lasts into it', async () => {
    const journey = await at(2020, 5, 1);
    const moment = await at(2020, 5, 3);
    await at(2020, 5, 9);
    await run((uow) => uow.episodic.setSpan({ id: journey.id, untilMs: Date.UTC(2020, 4, 7) }));
    const overlapping = async (from: number, until: number) =>
      (await space.database.query('episodic.overlapping', { fromMs: from, untilMs: until, limit: 10 })).map(
        ({ row }) => row.id,
      );
    expect(await overlapping(Date.UTC(2020, 4, 2), Date.UTC(2020, 4, 4))).toEqual([journey.id, moment.id]);
    expect(await overlapping(Date.UTC(2020, 4, 7), Date.UTC(2020, 4, 8))).toEqual([]);
    await expect(
      run((uow) => uow.episodic.setSpan({ id: moment.id, untilMs: moment.atMs })),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'untilMs' } });
    const { id, authorId: _, ...content } = journey;
    await run((uow) => {
      uow.episodic.revise({ ...content, id, expectedVersion: 1, atMs: Date.UTC(2020, 4, 8) });
    });
    expect(await space.database.query('episodic.around', { id, limit: 1 })).toMatchObject({ untilMs: null });
  });

  const streamOf = (input: QueryInputOf<SpaceContracts, 'episodic.stream'>) =>
    space.database.query('episodic.stream', input);

  it('streams every memory once, in order, whatever the page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (times, limit) => {
          const tag = uuid();
          const added: string[] = [];
          for (const day of times) added.push((await at(2000, 1, 1 + day, { tags: [tag] })).id);
          const seen: string[] = [];
          let after: { localMs: number; seq: number } | null | undefined;
          do {
            const { rows, next } = await streamOf({ filter: { tag }, after: after ?? null, limit });
            seen.push(...rows.map(({ id }) => id));
            after = next;
          } while (after !== null);
          const wanted = added
            .map((id, index) => ({ id, day: times[index] ?? 0 }))
            .sort((a, b) => a.day - b.day)
            .map(({ id }) => id);
          expect(seen).toEqual(wanted);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('keeps memories in the order of a sequence, without those that go', async () => {
    const [a, b, c] = [await at(2001, 1, 1), await at(2002, 1, 1), await at(2003, 1, 1)];
    const id = uuid();
    const words = { band: 'GREEN' as const, name: 'Childhood', note: '' };
    await run((uow) =>
      uow.episodic.beginSequence({ id, authorId: ACTOR, ...words, memoryIds: [c.id, a.id, b.id] }),
    );
    expect(await space.database.query('episodic.around', { id: a.id, limit: 5 })).toMatchObject({
      before: [],
      after: [{ id: b.id }, { id: c.id }],
      sequences: [{ name: 'Childhood', position: 2, total: 3, previousId: c.id, nextId: b.id }],
    });
    await run((uow) => {
      uow.fts.retract({ id: a.id });
      uow.episodic.remove({ id: a.id, expectedVersion: null });
    });
    expect((await space.database.query('episodic.sequence', { id }))?.memoryIds).toEqual([c.id, b.id]);
    const { id: black, authorId: _, ...content } = b;
    await run((uow) => {
      uow.fts.retract({ id: black });
      uow.episodic.revise({ ...content, id: black, expectedVersion: 1, band: 'BLACK' });
      uow.fts.index({ id: black });
    });
    expect((await space.database.query('episodic.sequence', { id }))?.memoryIds).toEqual([c.id]);
    const arrange = (memoryIds: string[], expectedVersion = 1) =>
      run((uow) => uow.episodic.arrangeSequence({ id, expectedVersion, ...words, memoryIds }));
    await expect(arrange([black])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(arrange([c.id, c.id])).rejects.toMatchObject({ details: { field: 'memoryIds' } });
    await expect(arrange([uuid()])).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    await expect(arrange([c.id], 7)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
