/**
 * When something is due again: from a wall-clock time, a zone and an RRULE to instants.
 *
 * The rule runs on the calendar alone, as if there were no zones; each day it names is then set on the zone's clock.
 * So 9:00 stays 9:00 when the clocks change. A time that the clocks skip that day (02:30 in spring) comes as much
 * later as they were put forward, instead of being left out; a time that comes twice counts once, the first time.
 * UNTIL is read on the same wall clock. Rules: RFC 5545, on the Gregorian calendar.
 */
import { DateTime, IANAZone } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';
import type { Schedule } from '../../shared/contracts/reminders.ts';
import { VaultError } from '../../shared/errors.ts';

const DAY_MS = 86_400_000;
/** Rules that ring more often than once a day are alarms, not reminders. */
const RARE_ENOUGH = /(^|;)FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)/;
const FINER_THAN_A_DAY = /(^|;)BY(HOUR|MINUTE|SECOND)=/;
/** Other calendars (RFC 7529) take the library a second and more to work out: main would stand still. */
const OTHER_CALENDAR = /(^|;)(RSCALE|SKIP)=/;
/** Periods without an occurrence after which there is none: more days than from one 29 February to the next. */
const MOST_PERIODS = 3000;
/** How many occurrences are looked at around a change of clocks. */
const LOOKED_AT = 8;

/** Throws INVALID_INPUT (details: field) where day, zone or rule cannot be. */
export function requireSchedule(schedule: Schedule): void {
  const { start, zone, rule } = schedule;
  if (!IANAZone.isValidZone(zone)) throw invalid('zone', 'This time zone is not known.');
  if (!DateTime.fromISO(start, { zone: 'utc' }).isValid) throw invalid('start', 'This day does not exist.');
  if (rule === null) return;
  if (!RARE_ENOUGH.test(rule) || FINER_THAN_A_DAY.test(rule) || OTHER_CALENDAR.test(rule)) {
    throw invalid('rule', 'A reminder repeats by days, weeks, months or years.');
  }
  try {
    calendarRule(schedule, rule).next(calendar(start), true);
  } catch (cause) {
    throw invalid('rule', 'This way of repeating cannot be understood.', cause);
  }
}

/**
 * The first occurrence strictly after an instant.
 * @param afterMs milliseconds since 1970-01-01T00:00Z
 * @returns milliseconds, or null where there is none any more
 */
export function nextOccurrence(schedule: Schedule, afterMs: number): number | null {
  const { start, zone, rule } = schedule;
  if (rule === null) {
    const once = onTheClock(calendar(start), zone);
    return once > afterMs ? once : null;
  }
  const recurrence = calendarRule(schedule, rule);
  // A day early: clocks may have been put back in between, and one skipped time lies later than its calendar says.
  let from = new Date(onTheCalendar(afterMs, zone) - DAY_MS);
  for (let looked = 0; looked < LOOKED_AT; looked += 1) {
    const next = following(recurrence, from);
    if (next === null) return null;
    const at = onTheClock(next, zone);
    if (at > afterMs) return at;
    from = next;
  }
  return null;
}

/** The first occurrence of all. */
export function firstOccurrence(schedule: Schedule): number | null {
  return nextOccurrence(schedule, onTheClock(calendar(schedule.start), schedule.zone) - 1);
}

/** ISO 8601 with the offset that the zone's clock has then. */
export function onZoneClock(atMs: number, zone: string): string {
  const text = DateTime.fromMillis(atMs, { zone }).toISO({ suppressMilliseconds: true });
  return text ?? new Date(atMs).toISOString();
}

/** Null as well where the library gives up. */
function following(recurrence: RRuleTemporal, after: Date): Date | null {
  try {
    const next = recurrence.next(after, false);
    return next === null ? null : new Date(next.epochMilliseconds);
  } catch {
    return null;
  }
}

function calendarRule({ start }: Schedule, rule: string): RRuleTemporal {
  const dtstart = `${start.replaceAll(/[-:]/g, '')}00`;
  return new RRuleTemporal({
    rruleString: `DTSTART;TZID=UTC:${dtstart}\nRRULE:${rule}`,
    strict: true,
    maxIterations: MOST_PERIODS,
  });
}

/** Wall-clock time as if it were UTC: how the rule counts. */
function calendar(start: string): Date {
  return new Date(`${start}:00Z`);
}

function onTheCalendar(atMs: number, zone: string): number {
  return DateTime.fromMillis(atMs, { zone }).setZone('utc', { keepLocalTime: true }).toMillis();
}

function onTheClock(wall: Date, zone: string): number {
  const set = DateTime.fromJSDate(wall, { zone: 'utc' }).setZone(zone, { keepLocalTime: true });
  return Math.min(...set.getPossibleOffsets().map((one) => one.toMillis()));
}

function invalid(field: string, message: string, cause?: unknown): VaultError {
  return new VaultError('INVALID_INPUT', message, {
    hint: 'Nothing was changed. Correct it and try again.',
    details: { field },
    ...(cause === undefined ? {} : { cause }),
  });
}
