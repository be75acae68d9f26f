/**
 * Dates as people and apps write them, to the contract's ISO 8601 with an offset.
 *
 * A date that could mean two days (03/04/2019) is refused, never guessed. A time without a zone is of this
 * machine's zone, where the notes were written as far as anyone can know.
 */
import { DateTime } from 'luxon';
import { formatInstant, parseInstant } from '../times.ts';
import { Refused } from './entries.ts';

export interface When {
  /** ISO 8601 with an offset. */
  readonly at: string;
  /** Only the day is known; `at` is its midnight. */
  readonly dateOnly: boolean;
}

const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Forms besides ISO 8601, none of them ambiguous. */
const FORMATS: readonly { readonly format: string; readonly dateOnly: boolean }[] = [
  { format: 'yyyy-MM-dd HH:mm', dateOnly: false },
  { format: 'yyyy-MM-dd HH:mm:ss', dateOnly: false },
  { format: 'yyyy-MM-dd HH:mm:ss ZZ', dateOnly: false },
  { format: 'yyyy-MM-dd HH:mm:ss ZZZ', dateOnly: false },
  { format: 'yyyy/M/d', dateOnly: true },
  { format: 'yyyy/M/d HH:mm', dateOnly: false },
  { format: 'd.M.yyyy', dateOnly: true },
  { format: 'd.M.yyyy HH:mm', dateOnly: false },
  { format: 'MMMM d, yyyy', dateOnly: true },
  { format: 'MMM d, yyyy', dateOnly: true },
  { format: 'd MMMM yyyy', dateOnly: true },
  { format: 'd MMM yyyy', dateOnly: true },
];

const DATE_ONLY = /^\d{4}(-\d{2}(-\d{2})?|\d{4})?$/;

function when(moment: DateTime, dateOnly: boolean): When | null {
  if (!moment.isValid) return null;
  // Zones of long ago have offsets with seconds; the contract, like most clocks, knows minutes.
  const offsetMinutes = Math.round(moment.offset);
  const atMs = moment.toMillis();
  const shown = atMs + offsetMinutes * 60_000;
  if (shown < EARLIEST_MS || shown > LATEST_MS) return null;
  return { at: formatInstant({ atMs, offsetMinutes }), dateOnly };
}

/** @param value text or number from JSON or YAML. Throws `Refused` INVALID_DATE. */
export function parseWhen(value: unknown): When {
  const found =
    typeof value === 'number' ? fromNumber(value) : typeof value === 'string' ? fromText(value.trim()) : null;
  if (found === null) throw new Refused('INVALID_DATE');
  return found;
}

function fromNumber(value: number): When | null {
  if (!Number.isSafeInteger(value)) return null;
  // A year or a day written bare; anything longer counts seconds or milliseconds since 1970.
  if (value > 0 && value <= 99_999_999) return fromText(String(value).padStart(4, '0'));
  return when(DateTime.fromMillis(Math.abs(value) < 1e11 ? value * 1000 : value), false);
}

/** What programs write. Read without Luxon, which takes longer over a date than the rest of a line takes. */
const COMPLETE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

function fromText(text: string): When | null {
  if (text.length === 0 || text.length > 64) return null;
  if (COMPLETE.test(text)) {
    const instant = parseInstant(text);
    const shown = instant.atMs + instant.offsetMinutes * 60_000;
    if (Number.isNaN(shown) || shown < EARLIEST_MS || shown > LATEST_MS) return null;
    const at = formatInstant(instant);
    // `2019-02-30` is taken for the 2nd of March by the language, and for nothing by us.
    return at.startsWith(text.slice(0, 19)) ? { at, dateOnly: false } : null;
  }
  const iso = when(DateTime.fromISO(text, { setZone: true }), DATE_ONLY.test(text));
  // Luxon also takes `12:30` for a time of today; a memory needs its day.
  if (iso !== null && /^\d{4}/.test(text)) return iso;
  for (const { format, dateOnly } of FORMATS) {
    const found = when(DateTime.fromFormat(text, format, { setZone: true, locale: 'en' }), dateOnly);
    if (found !== null) return found;
  }
  return null;
}

const IN_NAME =
  /(?<!\d)(\d{4})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:[ T_-]+([01]\d|2[0-3])[-:.h_]?([0-5]\d))?(?!\d)/;

/** The day (and time) in a file's name, such as `2019-05-01 picnic`; null where there is none. */
export function whenFromName(name: string): When | null {
  const found = IN_NAME.exec(name);
  if (found === null) return null;
  const [, year, , month, day, hour, minute] = found;
  const timed = hour !== undefined && minute !== undefined;
  return when(
    DateTime.fromObject({
      year: Number(year),
      month: Number(month),
      day: Number(day),
      ...(timed ? { hour: Number(hour), minute: Number(minute) } : {}),
    }),
    !timed,
  );
}

/** @param ms since 1970. @param zone IANA name; this machine's where it is unknown. */
export function whenFromMs(ms: number, zone?: string): When {
  const moment = DateTime.fromMillis(Math.trunc(ms));
  const there = zone === undefined ? moment : moment.setZone(zone);
  const found = when(there.isValid ? there : moment, false);
  if (found === null) throw new Refused('INVALID_DATE');
  return found;
}
