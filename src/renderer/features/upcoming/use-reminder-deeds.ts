/** What can be done with a reminder by one press, each with its way back. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reminder } from '../../../shared/contracts/reminders.ts';
import { invoke } from '../../bridge.ts';
import { useDeed } from '../planning/use-deed.ts';
import { dayFrom } from './groups.ts';

export const SNOOZES = ['hour', 'evening', 'tomorrow', 'week'] as const;
export type Snooze = (typeof SNOOZES)[number];

const HOUR_MS = 3_600_000;
const MORNING = 9;
const EVENING = 18;

/** The instant to which it is put off; null where that is already past. */
export function snoozedUntil(snooze: Snooze, now: Date): Date | null {
  const at = (days: number, hour: number) => new Date(dayFrom(now, days).setHours(hour));
  switch (snooze) {
    case 'hour':
      return new Date(now.getTime() + HOUR_MS);
    case 'evening': {
      const evening = at(0, EVENING);
      return evening > now ? evening : null;
    }
    case 'tomorrow':
      return at(1, MORNING);
    case 'week':
      return at(7, MORNING);
  }
}

interface ReminderDeeds {
  readonly done: (reminder: Reminder) => Promise<boolean>;
  readonly skip: (reminder: Reminder) => Promise<boolean>;
  readonly putOff: (reminder: Reminder, until: Date) => Promise<boolean>;
  readonly reopen: (reminder: Reminder) => Promise<boolean>;
  readonly remove: (reminder: Reminder) => Promise<boolean>;
}

export function useReminderDeeds(): ReminderDeeds {
  const { t } = useTranslation('upcoming');
  const deed = useDeed();
  return useMemo(() => {
    /** Due as it was before, made from the version that the deed left. */
    const back =
      ({ spaceId, id, dueAt, slotAt }: Reminder) =>
      ({ version }: { version: number }) =>
        invoke('reminders.reopen', { spaceId, id, version, dueAt, slotAt });
    const settle = (reminder: Reminder, outcome: 'done' | 'skipped') => {
      const { spaceId, id, version, title } = reminder;
      return deed({
        run: () =>
          invoke('reminders.settle', { spaceId, id, version, outcome, idempotencyKey: crypto.randomUUID() }),
        done: t(`said.${outcome}`, { title }),
        undo: back(reminder),
      });
    };
    return {
      done: (reminder) => settle(reminder, 'done'),
      skip: (reminder) => settle(reminder, 'skipped'),
      putOff: (reminder, until) =>
        deed({
          run: () => {
            const { spaceId, id, version } = reminder;
            return invoke('reminders.snooze', { spaceId, id, version, until: until.toISOString() });
          },
          done: t('said.putOff', { title: reminder.title }),
          undo: back(reminder),
        }),
      reopen: (reminder) => {
        const { spaceId, id, version, schedule, title } = reminder;
        const dueAt = schedule === null ? null : new Date().toISOString();
        return deed({
          run: () => invoke('reminders.reopen', { spaceId, id, version, dueAt, slotAt: dueAt }),
          done: t('said.reopened', { title }),
        });
      },
      remove: ({ spaceId, id, title }) =>
        deed({
          run: () => invoke('reminders.delete', { spaceId, id }),
          done: t('said.deleted', { title }),
          undo: () => invoke('reminders.undoDelete', { spaceId, id }),
        }),
    };
  }, [deed, t]);
}
