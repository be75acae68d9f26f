/**
 * The rail beside the timeline: which month lies at which height, how wide its bar is, which years are named.
 *
 * Every month that has memories gets the same height, so a life with forty empty years does not waste the rail;
 * where there are more months than pixels, neighbours share one bar. It draws nothing.
 */
import type { Month } from '../../../shared/contracts/memories.ts';

interface RailBar {
  readonly top: number;
  readonly height: number;
  /** 0 to 1; the square root of the count, so that one busy month does not flatten all others. */
  readonly density: number;
}

interface RailYear {
  readonly year: string;
  readonly top: number;
}

export interface Rail {
  readonly bars: readonly RailBar[];
  readonly years: readonly RailYear[];
}

const SMALLEST_BAR = 2;
const TALLEST_MONTH = 22;

/** Height that the months really take: few months do not spread over the whole rail. */
export function railExtent(months: readonly Month[], height: number): number {
  return Math.min(height, months.length * TALLEST_MONTH);
}

/** Lays out a rail of `height` pixels; years are named where `yearSpacing` pixels allow. */
export function layOutRail(months: readonly Month[], height: number, yearSpacing: number): Rail {
  const extent = railExtent(months, height);
  if (months.length === 0 || extent <= 0) return { bars: [], years: [] };
  const step = Math.max(1, Math.ceil((months.length * SMALLEST_BAR) / extent));
  const bars: { top: number; height: number; count: number }[] = [];
  for (let from = 0; from < months.length; from += step) {
    const group = months.slice(from, from + step);
    const top = (from / months.length) * extent;
    const bottom = ((from + group.length) / months.length) * extent;
    const count = group.reduce((most, { count: one }) => Math.max(most, one), 0);
    bars.push({ top, height: bottom - top, count });
  }
  const most = bars.reduce((value, bar) => Math.max(value, bar.count), 1);
  return {
    bars: bars.map(({ top, height: tall, count }) => ({
      top,
      height: tall,
      density: Math.sqrt(count / most),
    })),
    years: nameYears(months, extent, yearSpacing),
  };
}

function nameYears(months: readonly Month[], extent: number, spacing: number): RailYear[] {
  const years: RailYear[] = [];
  let previous = '';
  for (const [index, { month }] of months.entries()) {
    const year = month.slice(0, 4);
    if (year === previous) continue;
    previous = year;
    const top = (index / months.length) * extent;
    const above = years.at(-1);
    if (above === undefined || top - above.top >= spacing) years.push({ year, top });
  }
  return years;
}

/** The row that a height on the rail stands for. */
export function railRow(months: readonly Month[], extent: number, y: number): number {
  if (months.length === 0) return 0;
  const place = Math.min(0.999999, Math.max(0, y / Math.max(1, extent))) * months.length;
  const month = months[Math.floor(place)];
  if (month === undefined) return 0;
  return month.offset + Math.min(month.count - 1, Math.floor((place % 1) * month.count));
}

/** The height on the rail at which a row lies; the inverse of `railRow`. */
export function railHeightOf(months: readonly Month[], extent: number, row: number): number {
  let low = 0;
  let high = months.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((months[middle]?.offset ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  const month = months[low];
  if (month === undefined) return 0;
  const inside = Math.min(1, Math.max(0, (row - month.offset) / Math.max(1, month.count)));
  return ((low + inside) / months.length) * extent;
}
