/** When something is due and how often, in words. */
import type { TFunction } from 'i18next';
import type { Reminder } from '../../../shared/contracts/reminders.ts';
import { formatTime } from '../../i18n/dates.ts';
import { dayFrom } from './groups.ts';
import { repeatOf, WEEKDAYS, type Weekday } from './repeat.ts';

type Translate = TFunction<'upcoming'>;

const DAY_MS = 86_400_000;
/** Monday. */
const SOME_MONDAY = Date.UTC(2024, 0, 1);

/** "Today, 9:00", "Thursday, 9:00", "3 December 2026, 9:00". @param at ISO 8601 with the offset of its own clock */
export function dueWords(t: Translate, at: string, language: string, now: Date): string {
  const time = formatTime(at, 'hour', language);
  const due = new Date(at);
  const days = Math.round((dayFrom(due, 0).getTime() - dayFrom(now, 0).getTime()) / DAY_MS);
  if (days === 0) return t('when.today', { time });
  if (days === 1) return t('when.tomorrow', { time });
  if (days === -1) return t('when.yesterday', { time });
  if (days > 1 && days < 7) return t('when.weekday', { day: weekdayName(at, language), time });
  return t('when.day', { day: formatTime(at, 'long', language), time });
}

function weekdayName(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(`${at.slice(0, 10)}T00:00:00Z`),
  );
}

/** A weekday's name: short for a row of buttons, long to be read out. */
export function weekdayWord(day: Weekday, language: string, length: 'short' | 'long'): string {
  const date = new Date(SOME_MONDAY + WEEKDAYS.indexOf(day) * DAY_MS);
  return new Intl.DateTimeFormat(language, { weekday: length, timeZone: 'UTC' }).format(date);
}

/** "every second week on Monday and Friday"; null where it comes once. */
export function repeatWords(t: Translate, rule: string | null, language: string): string | null {
  const repeat = repeatOf(rule);
  if (repeat.kind === 'never') return null;
  if (repeat.kind === 'own') return t('repeat.own');
  const words = t(`repeat.every.${repeat.unit}`, { count: repeat.every });
  if (repeat.weekdays.length === 0) return words;
  const days = new Intl.ListFormat(language).format(
    repeat.weekdays.map((day) => weekdayWord(day, language, 'long')),
  );
  return t('repeat.onDays', { words, days });
}

/** What it waits for. */
export function cueWords(t: Translate, cue: NonNullable<Reminder['cue']>): string {
  return t(`cue.when.${cue.kind}`, { value: cue.value });
}
