/**
 * The same calendar day in other years. Pure arithmetic on wall-clock times (milliseconds as if they were UTC).
 *
 * 29 February: asked for in a leap year, it is 28 February in a common one. Asked for 28 February in a common year,
 * 29 February of a leap year is meant too, so that no memory has to wait four years.
 */

export interface CalendarDay {
  /** 1 to 9999. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

const DAY_MS = 86_400_000;

export function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Midnight at which a day begins; years below 100 are meant as they are written. */
export function dayStart({ year, month, day }: CalendarDay): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime();
}

/** False for 31 April and 29 February of a common year. */
export function isDay({ year, month, day }: CalendarDay): boolean {
  const date = new Date(dayStart({ year, month, day }));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * Where the asked day lies in another year.
 * @param days how many days before and after it are meant too
 * @returns wall-clock times, `until` exclusive
 */
export function sameDayIn(year: number, asked: CalendarDay, days: number): { from: number; until: number } {
  const { month, day } = asked;
  const isLeapDay = month === 2 && day === 29;
  const here = dayStart({ year, month, day: isLeapDay && !isLeap(year) ? 28 : day });
  const takesLeapDay = month === 2 && day === 28 && !isLeap(asked.year) && isLeap(year);
  return { from: here - days * DAY_MS, until: here + (takesLeapDay ? 2 : 1) * DAY_MS + days * DAY_MS };
}
