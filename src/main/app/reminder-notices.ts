/**
 * What the system shows when a reminder is due: a notification, and how many are due on the app's icon.
 *
 * Invariants: words stand in it only of GREEN and AMBER reminders that may leave the device, and only while the vault
 * is open; of all others it says that something is due. What was missed while nobody was there is one notification.
 */
import { app, Notification } from 'electron';
import type { DueNews } from '../memory/reminder-clock.ts';
import { mayShowWords } from '../memory/reminder-clock.ts';
import type { Texts } from './texts.ts';

export interface ReminderNoticePorts {
  readonly texts: () => Texts;
  /** The person pressed the notification. */
  readonly onPressed: () => void;
}

/** Shows what is new, and withdraws what was shown when nothing is due any more (the vault was locked, say). */
export function createReminderNotices({ texts, onPressed }: ReminderNoticePorts): (news: DueNews) => void {
  let shown: Notification | null = null;
  return ({ fresh, due }) => {
    app.setBadgeCount(due);
    if (due === 0) {
      shown?.close();
      shown = null;
    }
    if (fresh.length === 0 || !Notification.isSupported()) return;
    shown?.close();
    shown = new Notification(wordsOf(fresh, texts()));
    shown.on('click', onPressed);
    shown.show();
  };
}

function wordsOf(fresh: DueNews['fresh'], texts: Texts): { title: string; body: string } {
  const [one] = fresh;
  const sayable = fresh.filter(mayShowWords).map(({ title }) => title);
  if (fresh.length === 1 && one !== undefined) {
    return sayable.length === 1
      ? { title: one.title, body: texts.reminderDue }
      : { title: texts.somethingDue, body: texts.openToSee };
  }
  const body = sayable.length === 0 ? texts.openToSee : sayable.slice(0, 4).join('\n');
  return { title: texts.severalDue.replace('{count}', String(fresh.length)), body };
}
