/** On the timeline: what happened on this day in other years. Quiet, and gone for the day when it is waved away. */
import { Sunrise, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { IconButton } from '../../components/button.tsx';
import { useSpaceAnswer } from '../people/use-space-answer.ts';
import { today } from './today.ts';

/** The day on which it was waved away: nothing out of a vault, so that locking need not forget it. */
const useWavedAway = create<{ readonly day: string }>(() => ({ day: '' }));

const SHOWN = 3;

interface OnThisDayStripProps {
  readonly spaceId: string;
  readonly onOpen: (memoryId: string) => void;
}

export function OnThisDayStrip({ spaceId, onOpen }: OnThisDayStripProps) {
  const { t } = useTranslation('rediscover');
  const day = today();
  const key = `${day.year}-${day.month}-${day.day}`;
  const wavedAway = useWavedAway((store) => store.day);
  const { value } = useSpaceAnswer('rediscovery.onThisDay', { spaceId, day, days: 0, limit: SHOWN });
  if (wavedAway === key || value === null || value.length === 0) return null;
  return (
    <section
      aria-label={t('onThisDay')}
      className="mx-4 mb-2 flex items-start gap-2 rounded-lg bg-sunk py-1.5 pr-1 pl-3"
    >
      <Sunrise aria-hidden strokeWidth={1.5} className="mt-2 size-4 shrink-0 text-ink-faint" />
      <ul className="min-w-0 grow">
        {value.map(({ memory, yearsAgo }) => (
          <li key={memory.id}>
            <button
              type="button"
              onClick={() => onOpen(memory.id)}
              className="flex w-full cursor-default items-baseline gap-2 rounded px-1 py-1 text-start hover:bg-hover"
            >
              <span className="shrink-0 text-ink-soft text-xs">
                {yearsAgo === 0 ? t('thisYear') : t('yearsAgo', { count: yearsAgo })}
              </span>
              <span dir="auto" className="min-w-0 truncate font-serif text-sm">
                {memory.title === '' ? memory.excerpt : memory.title}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <IconButton
        icon={X}
        label={t('wave')}
        onPress={() => useWavedAway.setState({ day: key })}
        className="!size-8"
      />
    </section>
  );
}
