/**
 * Where the time axis of a chart is marked: at round moments of this machine's clock, few enough to be read.
 *
 * Invariant: ticks lie within the span, ascend, and fall on the same clock faces on either side of a change to
 * or from summer time.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Shorter spans are counted in minutes, longer ones in days, months and years, which are not all of one length. */
const MINUTES = [1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720] as const;
const DAYS = [1, 2, 5, 10, 15] as const;
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120] as const;

/** How a tick is written: the clock, the day, the month or the year. */
type TickStyle = 'time' | 'dayShort' | 'monthShort' | 'year';

interface TimeTicks {
  /** Milliseconds since 1970. */
  readonly at: readonly number[];
  readonly style: TickStyle;
}

/** At most `most` round moments between `from` and `to` (milliseconds since 1970, both included). */
export function timeTicks(from: number, to: number, most = 6): TimeTicks {
  const span = Math.max(1, to - from);
  const minutes = MINUTES.find((step) => span / (step * MINUTE) <= most);
  if (minutes !== undefined) return { at: clockTicks(from, to, minutes), style: 'time' };
  const days = DAYS.find((step) => span / (step * DAY) <= most);
  if (days !== undefined) return { at: dayTicks(from, to, days), style: 'dayShort' };
  const months = MONTHS.find((step) => span / (step * 30.4 * DAY) <= most) ?? 120;
  return { at: monthTicks(from, to, months), style: months >= 12 ? 'year' : 'monthShort' };
}

function clockTicks(from: number, to: number, minutes: number): number[] {
  const start = new Date(from);
  start.setHours(0, 0, 0, 0);
  return walk(start, from, to, (date) => date.setMinutes(date.getMinutes() + minutes));
}

/** Every so many midnights, from the first day of the span. */
function dayTicks(from: number, to: number, days: number): number[] {
  const start = new Date(from);
  start.setHours(0, 0, 0, 0);
  return walk(start, from, to, (date) => date.setDate(date.getDate() + days));
}

function monthTicks(from: number, to: number, months: number): number[] {
  const start = new Date(from);
  start.setHours(0, 0, 0, 0);
  start.setMonth(Math.floor(start.getMonth() / Math.min(12, months)) * Math.min(12, months), 1);
  if (months > 12) start.setFullYear(Math.floor(start.getFullYear() / (months / 12)) * (months / 12));
  return walk(start, from, to, (date) => date.setMonth(date.getMonth() + months));
}

function walk(start: Date, from: number, to: number, step: (date: Date) => void): number[] {
  const ticks: number[] = [];
  for (const date = new Date(start); date.getTime() <= to; step(date)) {
    if (date.getTime() >= from) ticks.push(date.getTime());
  }
  return ticks;
}
