/** What is being entered about a reminder: in fields, and as main takes it. */

import type { Band } from '../../../shared/bands.ts';
import {
  type Cue,
  type Reminder,
  type ReminderInput,
  reminderInputSchema,
} from '../../../shared/contracts/reminders.ts';
import { dayFrom } from './groups.ts';
import { NEVER, type Repeat, repeatOf, ruleOf } from './repeat.ts';

export interface ReminderForm {
  readonly title: string;
  readonly note: string;
  readonly band: Band;
  readonly by: 'time' | 'cue';
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** `HH:MM` */
  readonly time: string;
  /** Of this machine, or the one that it was given before. */
  readonly zone: string;
  readonly repeat: Repeat;
  readonly cueKind: Cue['kind'];
  readonly cueValue: string;
  readonly memoryId: string | null;
}

const MORNING = '09:00';
const twoDigits = (value: number): string => String(value).padStart(2, '0');

export function hereZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** An empty one, for tomorrow morning. */
export function emptyForm(now: Date): ReminderForm {
  const day = dayFrom(now, 1);
  return {
    title: '',
    note: '',
    band: 'GREEN',
    by: 'time',
    date: `${day.getFullYear()}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}`,
    time: MORNING,
    zone: hereZone(),
    repeat: NEVER,
    cueKind: 'person',
    cueValue: '',
    memoryId: null,
  };
}

export function formOf(reminder: Reminder, now: Date): ReminderForm {
  const { title, note, band, schedule, cue, memoryId } = reminder;
  const words = { ...emptyForm(now), title, note, band, memoryId };
  if (cue !== null) return { ...words, by: 'cue', cueKind: cue.kind, cueValue: cue.value };
  if (schedule === null) return words;
  const [date = '', time = ''] = schedule.start.split('T');
  return { ...words, date, time, zone: schedule.zone, repeat: repeatOf(schedule.rule) };
}

/** Which field does not hold yet; null where all do. */
export function missingIn(form: ReminderForm): 'title' | 'date' | 'time' | 'cue' | null {
  if (form.title.trim() === '') return 'title';
  if (form.by === 'cue') return form.cueValue.trim() === '' ? 'cue' : null;
  if (form.date === '') return 'date';
  return form.time === '' ? 'time' : null;
}

/** As main takes it; null where a field does not hold. */
export function inputOf(form: ReminderForm): ReminderInput | null {
  if (missingIn(form) !== null) return null;
  const { title, note, band, memoryId } = form;
  const what =
    form.by === 'cue'
      ? { cue: { kind: form.cueKind, value: form.cueValue } }
      : {
          schedule: {
            start: `${form.date}T${form.time.slice(0, 5)}`,
            zone: form.zone,
            rule: ruleOf(form.repeat, form.date),
          },
        };
  const input = reminderInputSchema.safeParse({ title, note, band, memoryId, ...what });
  return input.success ? input.data : null;
}
