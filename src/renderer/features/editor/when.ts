/**
 * When a memory happened, as people enter it: a day, perhaps a time, and the offset of the clock on the wall.
 *
 * Invariant: an offset once given is kept; a memory written in Lisbon does not move when it is edited in
 * Helsinki. Only a memory whose day or time was never given one gets the offset this machine had on that day.
 */

export interface When {
  /** `YYYY-MM-DD`, or empty while nothing valid is entered. */
  readonly date: string;
  /** `HH:MM`, or empty where only the day is known. */
  readonly time: string;
  /** `+02:00` */
  readonly offset: string;
}

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/u;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/u;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The offset this machine's clock has at a local day and time, to the minute. */
export function localOffset(date: string, time: string): string {
  const [, year = '1', month = '1', day = '1'] = DAY.exec(date) ?? [];
  const [hours = '0', minutes = '0'] = time.split(':');
  const local = new Date(2000, 0, 1);
  local.setFullYear(Number(year), Number(month) - 1, Number(day));
  local.setHours(Number(hours), Number(minutes), 0, 0);
  // Before standard time offsets had seconds; ISO 8601 has none.
  const ahead = -Math.round(local.getTimezoneOffset());
  const sign = ahead < 0 ? '-' : '+';
  return `${sign}${twoDigits(Math.floor(Math.abs(ahead) / 60))}:${twoDigits(Math.abs(ahead) % 60)}`;
}

/** What a timestamp says, in fields. */
export function whenOf(at: string, dateOnly: boolean): When {
  const [, date = '', time = '', offset = 'Z'] = TIMESTAMP.exec(at) ?? [];
  return { date, time: dateOnly ? '' : time, offset: offset === 'Z' ? '+00:00' : offset };
}

/** This moment on this machine. */
export function whenNow(now: Date): When {
  const date = `${String(now.getFullYear()).padStart(4, '0')}-${twoDigits(now.getMonth() + 1)}-${twoDigits(now.getDate())}`;
  const time = `${twoDigits(now.getHours())}:${twoDigits(now.getMinutes())}`;
  return { date, time, offset: localOffset(date, time) };
}

/** Whether the day exists and lies in the years 0001 to 9999. */
export function isDay(date: string): boolean {
  const [, year, month, day] = DAY.exec(date) ?? [];
  if (year === undefined || Number(year) < 1) return false;
  const probe = new Date(0);
  probe.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return probe.getUTCMonth() === Number(month) - 1 && probe.getUTCDate() === Number(day);
}

/** The timestamp that is kept; null while there is no valid day. */
export function timestampOf(when: When): { readonly at: string; readonly dateOnly: boolean } | null {
  if (!isDay(when.date)) return null;
  const dateOnly = when.time === '';
  return { at: `${when.date}T${dateOnly ? '00:00' : when.time}:00${when.offset}`, dateOnly };
}
