/** The marks of a time axis: few, round, ascending, within the span. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeTicks } from './chart-ticks.ts';

const HOUR = 3_600_000;
const here = (...parts: [number, number, number?, number?, number?]): number => new Date(...parts).getTime();

describe('timeTicks', () => {
  it('marks an hour by its clock', () => {
    const ticks = timeTicks(here(2026, 4, 3, 9, 7), here(2026, 4, 3, 10, 7));
    expect(ticks).toEqual({
      at: [10, 20, 30, 40, 50, 60].map((minute) => here(2026, 4, 3, 9, minute)),
      style: 'time',
    });
  });

  it('marks a day every few hours, and thirty days every few days', () => {
    const day = timeTicks(here(2026, 4, 3, 9), here(2026, 4, 4, 9));
    expect(day.at.map((at) => new Date(at).getHours())).toEqual([12, 16, 20, 0, 4, 8]);
    const month = timeTicks(here(2026, 4, 3, 9), here(2026, 5, 2, 9));
    expect(month.style).toBe('dayShort');
    expect(month.at.every((at) => new Date(at).getHours() === 0)).toBe(true);
  });

  it('marks years by months, decades by years', () => {
    expect(timeTicks(here(2026, 0, 1), here(2026, 11, 31)).style).toBe('monthShort');
    const decades = timeTicks(here(1990, 0, 1), here(2026, 0, 1));
    expect(decades.style).toBe('year');
    expect(decades.at.every((at) => new Date(at).getMonth() === 0)).toBe(true);
  });

  it('keeps to the span, ascends and stays few', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: here(1971, 0), max: here(2100, 0) }),
        fc.integer({ min: HOUR / 60, max: 50 * 365 * 24 * HOUR }),
        (from, span) => {
          const { at } = timeTicks(from, from + span);
          expect(at.length).toBeLessThanOrEqual(8);
          expect(at).toEqual([...at].sort((a, b) => a - b));
          for (const tick of at) {
            expect(tick).toBeGreaterThanOrEqual(from);
            expect(tick).toBeLessThanOrEqual(from + span);
          }
        },
      ),
    );
  });
});
