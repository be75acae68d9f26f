/**
 * Which rows begin a new day: those carry the day in the margin, the others leave it free.
 *
 * A memory belongs to the day it had where it happened, so the day is read off the timestamp as written and
 * never converted to the reader's time zone.
 */

/** `YYYY-MM-DD` of a timestamp, where it happened. */
function dayOf(at: string): string {
  return at.slice(0, 10);
}

/** Whether this row is the first of its day in the list. `above` is the row before it, where there is one. */
export function startsDay(at: string, above: string | undefined): boolean {
  return above === undefined || dayOf(above) !== dayOf(at);
}
