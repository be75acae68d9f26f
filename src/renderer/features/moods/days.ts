/** Days on the wall: `YYYY-MM-DD`, and the spans that the page shows. */
import type { MoodStep } from '../../../shared/contracts/moods.ts';

const twoDigits = (value: number): string => String(value).padStart(2, '0');

export const SPANS = ['month', 'quarter', 'year'] as const;
export type Span = (typeof SPANS)[number];

/** Days back from today, and what the moods are put together by. */
const SPAN_DAYS: Readonly<Record<Span, number>> = { month: 30, quarter: 91, year: 365 };
export const SPAN_STEP: Readonly<Record<Span, MoodStep>> = { month: 'day', quarter: 'week', year: 'month' };

export function dayText(date: Date): string {
  return `${String(date.getFullYear()).padStart(4, '0')}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** First and last day of a span that ends today. */
export function spanDays(span: Span, now: Date): { readonly from: string; readonly to: string } {
  const first = new Date(now.getFullYear(), now.getMonth(), now.getDate() - SPAN_DAYS[span]);
  return { from: dayText(first), to: dayText(now) };
}

/** Noon of a day, here: milliseconds, so that no change of clocks moves it to another day. */
export function noonOf(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, 12).getTime();
}
