/** Memories that came back by themselves, a quiet line each; pressing one opens it where it stands in the timeline. */
import { useTranslation } from 'react-i18next';
import type { Rediscovered } from '../../../shared/contracts/rediscovery.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { formatTime } from '../../i18n/dates.ts';
import { useNavigation } from '../../state/navigation.ts';

interface ReturningListProps {
  readonly label: string;
  readonly found: readonly Rediscovered[];
}

export function ReturningList({ label, found }: ReturningListProps) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {found.map((each) => (
        <ReturningLine key={each.memory.id} found={each} />
      ))}
    </ol>
  );
}

function ReturningLine({ found: { memory, yearsAgo } }: { readonly found: Rediscovered }) {
  const { t, i18n } = useTranslation('rediscover');
  const go = useNavigation((place) => place.go);
  return (
    <li className="border-line border-t">
      <button
        type="button"
        onClick={() => go({ page: 'timeline', memoryId: memory.id })}
        className="flex w-full cursor-default flex-wrap items-baseline gap-x-5 gap-y-0.5 rounded-md px-2 py-3 text-start hover:bg-hover"
      >
        <span className="w-36 shrink-0 text-ink-soft text-sm">
          <span className="block">{yearsAgo === 0 ? t('thisYear') : t('yearsAgo', { count: yearsAgo })}</span>
          <time dateTime={memory.at} className="block text-ink-faint text-xs">
            {formatTime(memory.at, 'short', i18n.language)}
          </time>
        </span>
        <span className="min-w-0 grow basis-64">
          <span dir="auto" className="block truncate font-semibold font-serif text-ink">
            {memory.title === '' ? t('untitled') : memory.title}
          </span>
          <span dir="auto" className="line-clamp-2 font-serif text-ink-soft text-sm">
            {memory.excerpt}
          </span>
        </span>
        {memory.band !== 'GREEN' && <BandMark band={memory.band} compact />}
      </button>
    </li>
  );
}
