/**
 * Where everything of the timeline lies, in pixels, computed from the months alone.
 *
 * Rows and headings have fixed heights and the months say how many rows each has, so the place of any of
 * 100,000 rows is exact before a single one is loaded: the scrollbar never jumps, and finding what is in view
 * costs one binary search. It draws nothing and knows no row's content.
 */
import type { Month } from '../../../shared/contracts/memories.ts';

export interface Metrics {
  readonly rowHeight: number;
  readonly headingHeight: number;
}

/** One month: its heading and the rows under it. */
export interface Section {
  /** `YYYY-MM` */
  readonly month: string;
  readonly firstRow: number;
  readonly count: number;
  readonly top: number;
  readonly height: number;
}

export interface Geometry {
  readonly sections: readonly Section[];
  readonly rows: number;
  readonly height: number;
  readonly metrics: Metrics;
}

export interface View {
  readonly firstSection: number;
  readonly lastSection: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** Lays the months out below each other, newest first as they come. */
export function layOut(months: readonly Month[], metrics: Metrics): Geometry {
  const sections: Section[] = [];
  let firstRow = 0;
  let top = 0;
  for (const { month, count } of months) {
    if (count <= 0) continue;
    const height = metrics.headingHeight + count * metrics.rowHeight;
    sections.push({ month, firstRow, count, top, height });
    firstRow += count;
    top += height;
  }
  return { sections, rows: firstRow, height: top, metrics };
}

/** Index of the last section for which `start(section) <= value`; 0 where there is none. */
function lastStartingBefore(
  sections: readonly Section[],
  value: number,
  start: (section: Section) => number,
): number {
  let low = 0;
  let high = sections.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const section = sections[middle];
    if (section !== undefined && start(section) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The section that covers this height. */
function sectionAt(geometry: Geometry, y: number): number {
  return lastStartingBefore(geometry.sections, y, (section) => section.top);
}

/** The section that holds this row. */
export function sectionOfRow(geometry: Geometry, row: number): Section | undefined {
  return geometry.sections[lastStartingBefore(geometry.sections, row, (section) => section.firstRow)];
}

/** The upper edge of a row. */
export function rowTop(geometry: Geometry, row: number): number {
  const section = sectionOfRow(geometry, row);
  if (section === undefined) return 0;
  const { headingHeight, rowHeight } = geometry.metrics;
  return section.top + headingHeight + (row - section.firstRow) * rowHeight;
}

/** The row at, or next below, this height. */
export function rowAt(geometry: Geometry, y: number): number {
  const section = geometry.sections[sectionAt(geometry, y)];
  if (section === undefined) return 0;
  const { headingHeight, rowHeight } = geometry.metrics;
  const inside = Math.floor((y - section.top - headingHeight) / rowHeight);
  return section.firstRow + Math.min(section.count - 1, Math.max(0, inside));
}

/** Which sections and rows lie between two heights, with `spare` rows more on both sides. */
export function viewBetween(geometry: Geometry, top: number, bottom: number, spare: number): View | null {
  if (geometry.rows === 0) return null;
  const margin = spare * geometry.metrics.rowHeight;
  const from = Math.max(0, top - margin);
  const to = Math.min(geometry.height - 1, bottom + margin);
  return {
    firstSection: sectionAt(geometry, from),
    lastSection: sectionAt(geometry, Math.max(from, to)),
    firstRow: rowAt(geometry, from),
    lastRow: rowAt(geometry, Math.max(from, to)),
  };
}

/** How far to scroll so that a row is in view below the sticky heading; null where it already is. */
export function scrollToReveal(
  geometry: Geometry,
  row: number,
  scrollTop: number,
  viewHeight: number,
): number | null {
  const top = rowTop(geometry, row);
  const { headingHeight, rowHeight } = geometry.metrics;
  if (top - headingHeight < scrollTop) return Math.max(0, top - headingHeight);
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return null;
}
