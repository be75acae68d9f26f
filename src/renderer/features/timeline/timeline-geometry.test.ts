import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, rowAt, rowTop, scrollToReveal, sectionOfRow, viewBetween } from './timeline-geometry.ts';

const metrics = { rowHeight: 80, headingHeight: 40 };
const months = [
  { month: '2026-11', count: 3, offset: 0 },
  { month: '2026-10', count: 1, offset: 3 },
  { month: '0001-01', count: 2, offset: 4 },
];

const anyMonths = fc
  .array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 })
  .map((counts) => counts.map((count, index) => ({ month: String(index), count, offset: 0 })));

describe('the geometry of the timeline', () => {
  it('puts headings and rows below each other', () => {
    const geometry = layOut(months, metrics);
    expect(geometry.rows).toBe(6);
    expect(geometry.height).toBe(3 * 40 + 6 * 80);
    expect(rowTop(geometry, 0)).toBe(40);
    expect(rowTop(geometry, 3)).toBe(40 + 3 * 80 + 40);
    expect(sectionOfRow(geometry, 5)?.month).toBe('0001-01');
  });

  it('leaves out months that have become empty', () => {
    expect(layOut([{ month: '2020-01', count: 0, offset: 0 }], metrics).sections).toEqual([]);
  });

  it('has nothing in view where there is nothing', () => {
    expect(viewBetween(layOut([], metrics), 0, 600, 3)).toBeNull();
  });

  it('finds every row again at its own place', () => {
    fc.assert(
      fc.property(anyMonths, fc.nat(), (some, pick) => {
        const geometry = layOut(some, metrics);
        const row = pick % geometry.rows;
        const top = rowTop(geometry, row);
        return rowAt(geometry, top) === row && rowAt(geometry, top + metrics.rowHeight - 1) === row;
      }),
    );
  });

  it('has every row in view whose pixels are', () => {
    fc.assert(
      fc.property(anyMonths, fc.nat(), fc.integer({ min: 1, max: 2000 }), (some, at, height) => {
        const geometry = layOut(some, metrics);
        const top = at % geometry.height;
        const view = viewBetween(geometry, top, top + height, 0);
        if (view === null) return false;
        for (let row = 0; row < geometry.rows; row += 1) {
          const start = rowTop(geometry, row);
          const visible = start < Math.min(top + height, geometry.height) && start + metrics.rowHeight > top;
          if (visible && (row < view.firstRow || row > view.lastRow)) return false;
        }
        return true;
      }),
      { numRuns: 50 },
    );
  });

  it('scrolls only as far as needed', () => {
    const geometry = layOut(months, metrics);
    expect(scrollToReveal(geometry, 0, 0, 300)).toBeNull();
    expect(scrollToReveal(geometry, 5, 0, 300)).toBe(geometry.height - 300);
    expect(scrollToReveal(geometry, 0, 200, 300)).toBe(0);
  });
});
