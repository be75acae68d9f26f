/** One mood: what it was called, when, the note, the memory it is about. */
import { ArrowUpRight, PenLine, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Mood } from '../../../shared/contracts/moods.ts';
import { invoke } from '../../bridge.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { Button } from '../../components/button.tsx';
import { DateText } from '../../components/date-text.tsx';
import { Menu } from '../../components/menu.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useDeed } from '../planning/use-deed.ts';
import { MoodMark } from './mood-mark.tsx';
import { useMoodName } from './mood-name.ts';
import { arousalStep, valenceStep } from './valence.ts';

interface MoodLineProps {
  readonly mood: Mood;
  readonly onEdit: (mood: Mood) => void;
}

export function MoodLine({ mood, onEdit }: MoodLineProps) {
  const { t } = useTranslation('moods');
  const name = useMoodName()(mood);
  const go = useNavigation((place) => place.go);
  const remove = useRemoveMood();
  const { memoryId, note, at, valence, arousal } = mood;
  return (
    <li className="flex items-start gap-3 border-line border-t py-2.5 first:border-t-0">
      <span className="mt-1">
        <MoodMark valence={valence} />
      </span>
      <div className="min-w-0 grow">
        <p>
          <bdi className="font-serif text-lg">{name}</bdi>
          <span className="text-ink-soft text-sm">
            {' · '}
            {t(`valence.${valenceStep(valence)}`)}, {t(`arousal.${arousalStep(arousal)}`)}
          </span>
        </p>
        <DateText at={at} style="moment" className="text-ink-soft text-sm tabular-nums" />
        {note !== '' && (
          <p dir="auto" className="whitespace-pre-line break-words text-ink-soft">
            {note}
          </p>
        )}
        {memoryId !== null && (
          <Button
            size="small"
            variant="quiet"
            icon={ArrowUpRight}
            onPress={() => go({ page: 'timeline', memoryId })}
            className="-ml-3"
          >
            {t('toMemory')}
          </Button>
        )}
      </div>
      {mood.band !== 'GREEN' && <BandMark band={mood.band} compact />}
      <Menu
        label={t('more', { name })}
        entries={[
          { id: 'edit', label: t('edit'), icon: PenLine, run: () => onEdit(mood) },
          {
            id: 'delete',
            label: t('delete'),
            icon: Trash2,
            isDanger: true,
            run: () => void remove(mood),
          },
        ]}
      />
    </li>
  );
}

function useRemoveMood(): (mood: Mood) => Promise<boolean> {
  const { t } = useTranslation('moods');
  const deed = useDeed();
  return ({ spaceId, id }) =>
    deed({
      run: () => invoke('moods.delete', { spaceId, id }),
      done: t('deleted'),
      undo: () => invoke('moods.undoDelete', { spaceId, id }),
    });
}
