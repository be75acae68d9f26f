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
const SAID_HERE = new Set(['RSCALE', 'FREQ', 'INTERVAL', 'BYDAY', 'SKIP']);

/** Days that not every month has: there the month's last day stands for them (RFC 7529). */
function needsMonthEnd(unit: Unit, date: string): boolean {
  const day = Number(date.slice(8, 10));
  return (unit === 'month' && day > 28) || (unit === 'year' && date.slice(5, 10) === '02-29');
}

/** @param start the first day, `YYYY-MM-DD` */
export function ruleOf(repeat: Repeat, start: string): string | null {
  if (repeat.kind === 'never') return null;
  if (repeat.kind === 'own') return repeat.rule;
  const { unit, every, weekdays } = repeat;
  const monthEnd = needsMonthEnd(unit, start);
  return [
    ...(monthEnd ? ['RSCALE=GREGORIAN'] : []),
    `FREQ=${FREQUENCIES[unit]}`,
    ...(every > 1 ? [`INTERVAL=${every}`] : []),
    ...(unit === 'week' && weekdays.length > 0
      ? [`BYDAY=${WEEKDAYS.filter((day) => weekdays.includes(day)).join(',')}`]
      : []),
    ...(monthEnd ? ['SKIP=BACKWARD'] : []),
  ].join(';');
}

export function repeatOf(rule: string | null): Repeat {
  if (rule === null) return NEVER;
  const parts = new Map(rule.split(';').map((part) => part.split('=', 2) as [string, string | undefined]));
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
