/** One line of Upcoming: a ring to press when it is done, what, when, and behind a button what else can be done. */
import { Check, Clock, PenLine, Repeat2, SkipForward, Sparkles, Trash2 } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Reminder } from '../../../shared/contracts/reminders.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { Menu } from '../../components/menu.tsx';
import { stampOf } from '../../i18n/stamps.ts';
import { SNOOZES, snoozedUntil, useReminderDeeds } from './use-reminder-deeds.ts';
import { cueWords, dueWords, repeatWords } from './when-words.ts';

interface ReminderLineProps {
  readonly reminder: Reminder;
  readonly isOverdue?: boolean;
  readonly onEdit: (reminder: Reminder) => void;
}

/** A reminder that is open. */
export function ReminderLine({ reminder, isOverdue = false, onEdit }: ReminderLineProps) {
  const { t } = useTranslation('upcoming');
  const deeds = useReminderDeeds();
  const { title, note, schedule, cue, dueAt } = reminder;
  const now = new Date();
  const snoozes = SNOOZES.flatMap((snooze) => {
    const until = snoozedUntil(snooze, now);
    return until === null || dueAt === null
      ? []
      : [
          {
            id: snooze,
            label: t(`snooze.${snooze}`),
            icon: Clock,
            run: () => void deeds.putOff(reminder, until),
          },
        ];
  });
  const repeats = schedule !== null && schedule.rule !== null;
  return (
    <li className="flex items-start gap-3 border-line border-t py-3 first:border-t-0">
      <AriaButton
        aria-label={t('done', { title })}
        onPress={() => void deeds.done(reminder)}
        className="group mt-0.5 flex size-6 shrink-0 cursor-default items-center justify-center rounded-full border-2 border-line-strong text-accent hover:border-accent hover:bg-accent-wash"
      >
        <Check
          aria-hidden
          strokeWidth={3}
          className="size-3.5 opacity-0 group-hover:opacity-100 group-data-[focus-visible]:opacity-100"
        />
      </AriaButton>
      <div className="min-w-0 grow">
        <p dir="auto" className="break-words font-serif text-lg leading-snug">
          {title}
        </p>
        <p
          className={`flex flex-wrap items-center gap-x-2 text-sm ${isOverdue ? 'text-amber' : 'text-ink-soft'}`}
        >
          <WhenWords reminder={reminder} now={now} />
          {cue !== null && (
            <span className="inline-flex items-center gap-1.5">
              <Sparkles aria-hidden className="size-3.5" />
              <bdi>{cueWords(t, cue)}</bdi>
            </span>
          )}
        </p>
        {note !== '' && (
          <p dir="auto" className="line-clamp-2 whitespace-pre-line break-words text-ink-soft text-sm">
            {note}
          </p>
        )}
      </div>
      {reminder.band !== 'GREEN' && <BandMark band={reminder.band} compact />}
      <Menu
        label={t('more', { title })}
        entries={[
          { id: 'edit', label: t('edit'), icon: PenLine, run: () => onEdit(reminder) },
          ...snoozes,
          ...(repeats
            ? [{ id: 'skip', label: t('skip'), icon: SkipForward, run: () => void deeds.skip(reminder) }]
            : []),
          {
            id: 'delete',
            label: t('delete'),
            icon: Trash2,
            isDanger: true,
            run: () => void deeds.remove(reminder),
          },
        ]}
      />
    </li>
  );
}

function WhenWords({ reminder, now }: { readonly reminder: Reminder; readonly now: Date }) {
  const { t, i18n } = useTranslation('upcoming');
  const { schedule, dueAt, slotAt } = reminder;
  if (schedule === null || dueAt === null) return null;
  const repeats = repeatWords(t, schedule.rule, i18n.language);
  const putOff = slotAt !== null && slotAt !== dueAt;
  const isElsewhere = stampOf(new Date(dueAt)).slice(OFFSET) !== offsetOf(dueAt);
  return (
    <>
      <time dateTime={dueAt} className="tabular-nums">
        {dueWords(t, dueAt, i18n.language, now)}
      </time>
      {isElsewhere && <span>{t('inZone', { zone: placeOf(schedule.zone) })}</span>}
      {putOff && <span>{t('putOff')}</span>}
      {repeats !== null && (
        <span className="inline-flex items-center gap-1">
          <Repeat2 aria-hidden className="size-3.5" />
          {repeats}
        </span>
      )}
    </>
  );
}

/** Where the offset begins in a moment without fractions: `2026-11-24T09:00:00`. */
const OFFSET = 19;

function offsetOf(at: string): string {
  return at.endsWith('Z') ? '+00:00' : at.slice(-6);
}

/** The city that stands for a zone. */
function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
