import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../shared/contracts/reminders.ts';
import { firstOccurrence, nextOccurrence, onZoneClock, requireSchedule } from './recurrence.ts';

const BERLIN = 'Europe/Berlin';
const schedule = (start: string, rule: string | null, zone = BERLIN): Schedule => ({ start, zone, rule });

/** The first `count` occurrences, on the zone's clock. */
function occurrences(given: Schedule, count: number): string[] {
  const found: string[] = [];
  let at = firstOccurrence(given);
  while (at !== null && found.length < count) {
    found.push(onZoneClock(at, given.zone));
    at = nextOccurrence(given, at);
  }
  return found;
}

describe('what is due again', () => {
  it('stays at nine when the clocks change', () => {
    expect(occurrences(schedule('2026-03-28T09:00', 'FREQ=DAILY'), 3)).toEqual([
      '2026-03-28T09:00:00+01:00',
      '2026-03-29T09:00:00+02:00',
      '2026-03-30T09:00:00+02:00',
    ]);
    expect(occurrences(schedule('2026-10-24T09:00', 'FREQ=DAILY'), 3)).toEqual([
      '2026-10-24T09:00:00+02:00',
      '2026-10-25T09:00:00+01:00',
      '2026-10-26T09:00:00+01:00',
    ]);
  });

  it('comes an hour later on the day that has no half past two, and once on the day that has two', () => {
    expect(occurrences(schedule('2026-03-28T02:30', 'FREQ=DAILY'), 3)).toEqual([
      '2026-03-28T02:30:00+01:00',
      '2026-03-29T03:30:00+02:00',
      '2026-03-30T02:30:00+02:00',
    ]);
    expect(occurrences(schedule('2026-10-24T02:30', 'FREQ=DAILY'), 3)).toEqual([
      '2026-10-24T02:30:00+02:00',
      '2026-10-25T02:30:00+02:00',
      '2026-10-26T02:30:00+01:00',
    ]);
  });

  it('takes the last day of a month that is shorter, and the 28th of February for a leap day', () => {
    const monthly = 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1';
    expect(occurrences(schedule('2026-01-31T08:00', monthly), 3).map((at) => at.slice(0, 10))).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
    ]);
    const yearly = 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1';
    expect(occurrences(schedule('2024-02-29T08:00', yearly), 2).map((at) => at.slice(0, 10))).toEqual([
      '2024-02-29',
      '2025-02-28',
    ]);
  });

  it('ends with its rule, and is due once without one', () => {
    expect(occurrences(schedule('2026-01-05T08:00', 'FREQ=WEEKLY;COUNT=2'), 9)).toHaveLength(2);
    expect(occurrences(schedule('2026-01-05T08:00', 'FREQ=DAILY;UNTIL=20260107T235959Z'), 9)).toHaveLength(3);
    expect(occurrences(schedule('2026-01-05T08:00', null), 9)).toEqual(['2026-01-05T08:00:00+01:00']);
    expect(occurrences(schedule('2026-01-05T08:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'), 9)).toEqual([]);
  });

  it('finds the next one of a rule that began long ago', () => {
    const now = Date.UTC(2026, 10, 24, 12);
    const next = nextOccurrence(schedule('1950-06-17T09:00', 'FREQ=DAILY'), now) ?? 0;
    expect(onZoneClock(next, BERLIN)).toBe('2026-11-25T09:00:00+01:00');
  });

  it.each([
    [schedule('2026-02-30T09:00', null), 'start'],
    [schedule('2026-01-01T09:00', null, 'Mars/Olympus'), 'zone'],
    [schedule('2026-01-01T09:00', 'FREQ=SECONDLY'), 'rule'],
    [schedule('2026-01-31T09:00', 'RSCALE=CHINESE;FREQ=MONTHLY;SKIP=BACKWARD'), 'rule'],
    [schedule('2026-01-01T09:00', 'FREQ=DAILY;BYHOUR=1,2,3'), 'rule'],
    [schedule('2026-01-01T09:00', 'FREQ=DAILY;INTERVAL=X'), 'rule'],
    [schedule('2026-01-01T09:00', 'EVERY=DAY'), 'rule'],
  ])('refuses %o', (given, field) => {
    expect(() => requireSchedule(given)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: { field } }),
    );
  });

  const zones = fc.constantFrom(
    'Europe/Berlin',
    'Europe/London',
    'America/New_York',
    'America/St_Johns',
    'America/Sao_Paulo',
    'Asia/Tokyo',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Africa/Casablanca',
    'UTC',
  );
  const starts = fc
    .tuple(
      fc.integer({ min: 1990, max: 2040 }),
      fc.integer({ min: 0, max: 364 }),
      fc.integer({ min: 0, max: 1439 }),
    )
    .map(([year, day, minute]) =>
      new Date(Date.UTC(year, 0, 1 + day, 0, minute)).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length),
    );

  it('in every zone: later each time, on the asked-for minute unless the clocks skip it, no day left out', () => {
    fc.assert(
      fc.property(zones, starts, fc.integer({ min: 0, max: 400 }), (zone, start, days) => {
        const daily = schedule(start, 'FREQ=DAILY', zone);
        const first = firstOccurrence(daily) ?? Number.NaN;
        const from = first + days * 86_400_000;
        const one = nextOccurrence(daily, from) ?? Number.NaN;
        const two = nextOccurrence(daily, one) ?? Number.NaN;
        expect(one).toBeGreaterThan(from);
        expect(two).toBeGreaterThan(one);
        for (const at of [first, one, two]) {
          const shown = DateTime.fromMillis(at, { zone });
          const [hour = 0, minute = 0] = start.slice(11).split(':').map(Number);
          const asked = DateTime.fromObject({ ...shown.toObject(), hour, minute }, { zone });
          // A skipped time is shown later; whatever else is shown is what was asked for.
          if (asked.hour === hour && asked.minute === minute && asked.hasSame(shown, 'day')) {
            expect(shown.toFormat('HH:mm')).toBe(start.slice(11));
          }
        }
        // Apia went without the 30th of December 2011.
        const between = DateTime.fromMillis(two, { zone })
          .startOf('day')
          .diff(DateTime.fromMillis(one, { zone }).startOf('day'), 'days').days;
        expect(between).toBeLessThanOrEqual(2);
        expect(between).toBeGreaterThanOrEqual(zone === 'Pacific/Apia' ? 0 : 1);
      }),
    );
  });
});
