/**
 * "You wanted to think of this": reminders whose person, place or tag stands in what is being written or read.
 * Nothing shows where there are none.
 */
import { Check, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { useFollowed } from '../planning/use-followed.ts';
import { useReminderDeeds } from './use-reminder-deeds.ts';

interface ComingUpProps {
  readonly spaceId: string;
  readonly people: readonly string[];
  readonly tags: readonly string[];
  /** Title and text. */
  readonly text: string;
}

/** Characters of a text in which places are looked for. */
const LOOKED_THROUGH = 20_000;

export function ComingUp({ spaceId, people, tags, text }: ComingUpProps) {
  const { t } = useTranslation('upcoming');
  const deeds = useReminderDeeds();
  const { value } = useFollowed('reminders.comingUp', {
    spaceId,
    people: [...people],
    tags: [...tags],
    text: text.slice(0, LOOKED_THROUGH),
  });
  if (value === null || value.length === 0) return null;
  return (
    <section aria-label={t('comingUp')} className="flex flex-col gap-1 rounded-lg bg-accent-wash px-4 py-3">
      {value.map((reminder) => (
        <div key={reminder.id} className="flex items-start gap-3">
          <Sparkles aria-hidden className="mt-1 size-4 shrink-0 text-accent" />
          <p className="min-w-0 grow">
            <span className="text-ink-soft text-sm">{t('youWanted')} </span>
            <bdi className="break-words font-serif">{reminder.title}</bdi>
          </p>
          <Button
            size="small"
            icon={Check}
            aria-label={t('done', { title: reminder.title })}
            onPress={() => void deeds.done(reminder)}
          >
            {t('doneShort')}
          </Button>
        </div>
      ))}
    </section>
  );
}
