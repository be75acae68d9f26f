import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutRail, railExtent, railHeightOf, railRow } from './month-rail-geometry.ts';

const monthsOf = (counts: readonly number[], firstYear = 2026) => {
  let offset = 0;
  return counts.map((count, index) => {
    const year = firstYear - Math.floor(index / 12);
    const month = {
      month: `${String(year).padStart(4, '0')}-${String(12 - (index % 12)).padStart(2, '0')}`,
      count,
      offset,
    };
    offset += count;
    return month;
  });
};

describe('the rail of months', () => {
  it('names years only where there is room', () => {
    const months = monthsOf(Array.from({ length: 240 }, () => 3));
    const { years } = layOutRail(months, 480, 30);
    expect(years[0]?.year).toBe('2026');
    for (const [index, year] of years.entries()) {
      const above = years[index - 1];
      if (above !== undefined) expect(year.top - above.top).toBeGreaterThanOrEqual(30);
    }
  });

  it('never draws more bars than pixels allow', () => {
    const months = monthsOf(Array.from({ length: 9000 }, () => 1));
    expect(layOutRail(months, 500, 30).bars.length).toBeLessThanOrEqual(250);
  });

  it('does not stretch three months over the whole window', () => {
    expect(railExtent(monthsOf([1, 2, 3]), 700)).toBeLessThan(100);
  });

  it('has nothing to draw without months', () => {
    expect(layOutRail([], 500, 30)).toEqual({ bars: [], years: [] });
    expect(railRow([], 0, 10)).toBe(0);
  });

  it('finds the month of every height and the height of every row', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (some, fraction) => {
        const months = monthsOf(some);
        const extent = railExtent(months, 600);
        const row = railRow(months, extent, fraction * extent);
        const total = some.reduce((sum, count) => sum + count, 0);
        const back = railHeightOf(months, extent, row);
        return row >= 0 && row < total && Math.abs(back - fraction * extent) <= extent / months.length + 1e-6;
      }),
    );
  });
});
