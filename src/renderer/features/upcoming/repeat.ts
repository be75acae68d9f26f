/**
 * How often a reminder comes again, as people say it, and the RRULE (RFC 5545) that is kept.
 *
 * Invariant: what people choose here comes back as they chose it. A rule from elsewhere that says more than that
 * (`own`) is kept as it is.
 */
export const UNITS = ['day', 'week', 'month', 'year'] as const;
export type Unit = (typeof UNITS)[number];
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export type Repeat =
  | { readonly kind: 'never' }
  /** Every `every` units; with weekdays, on those days of the week. */
  | {
      readonly kind: 'every';
      readonly unit: Unit;
      readonly every: number;
      readonly weekdays: readonly Weekday[];
    }
  | { readonly kind: 'own'; readonly rule: string };

export const NEVER: Repeat = { kind: 'never' };
export const MOST_EVERY = 99;

const FREQUENCIES: Readonly<Record<Unit, string>> = {
  day: 'DAILY',
  week: 'WEEKLY',
  month: 'MONTHLY',
  year: 'YEARLY',
};
const SAID_HERE = new Set(['FREQ', 'INTERVAL', 'BYDAY']);

/**
 * For days that not every month has: the last of those days that this month does have. Otherwise a rule would leave
 * the shorter months out.
 */
function monthEnd(unit: Unit, date: string): readonly string[] {
  const day = Number(date.slice(8, 10));
  const upTo = (last: number) => Array.from({ length: last - 27 }, (_, index) => index + 28).join(',');
  if (unit === 'month' && day > 28) return [`BYMONTHDAY=${upTo(day)}`, 'BYSETPOS=-1'];
  if (unit === 'year' && date.slice(5, 10) === '02-29') {
    return ['BYMONTH=2', `BYMONTHDAY=${upTo(29)}`, 'BYSETPOS=-1'];
  }
  return [];
}

const MONTH_END = /;(BYMONTH=2;)?BYMONTHDAY=28,29(,30(,31)?)?;BYSETPOS=-1$/;

/** @param start the first day, `YYYY-MM-DD` */
export function ruleOf(repeat: Repeat, start: string): string | null {
  if (repeat.kind === 'never') return null;
  if (repeat.kind === 'own') return repeat.rule;
  const { unit, every, weekdays } = repeat;
  return [
    `FREQ=${FREQUENCIES[unit]}`,
    ...(every > 1 ? [`INTERVAL=${every}`] : []),
    ...(unit === 'week' && weekdays.length > 0
      ? [`BYDAY=${WEEKDAYS.filter((day) => weekdays.includes(day)).join(',')}`]
      : []),
    ...monthEnd(unit, start),
  ].join(';');
}

export function repeatOf(rule: string | null): Repeat {
  if (rule === null) return NEVER;
  const parts = new Map(
    rule
      .replace(MONTH_END, '')
      .split(';')
      .map((part) => part.split('=', 2) as [string, string | undefined]),
  );
  const unit = UNITS.find((one) => FREQUENCIES[one] === parts.get('FREQ'));
  const every = Number(parts.get('INTERVAL') ?? '1');
  const named = parts.get('BYDAY')?.split(',') ?? [];
  const weekdays = WEEKDAYS.filter((day) => named.includes(day));
  const isOurs =
    unit !== undefined &&
    [...parts.keys()].every((key) => SAID_HERE.has(key)) &&
    Number.isInteger(every) &&
    every >= 1 &&
    every <= MOST_EVERY &&
    weekdays.length === named.length &&
    (unit === 'week' || named.length === 0);
  return isOurs ? { kind: 'every', unit, every, weekdays } : { kind: 'own', rule };
}
