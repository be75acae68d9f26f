/** On the reading pane: how a memory felt, and a small button to say it. */
import { SmilePlus } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Memory } from '../../../shared/contracts/memories.ts';
import type { Mood } from '../../../shared/contracts/moods.ts';
import { Button } from '../../components/button.tsx';
import { useCurrentSpace } from '../../state/spaces.ts';
import { useFollowed } from '../planning/use-followed.ts';
import { MoodDialog } from './mood-dialog.tsx';
import { MoodMark } from './mood-mark.tsx';
import { useMoodName } from './mood-name.ts';

export function MemoryMood({ memory }: { readonly memory: Memory }) {
  const { t } = useTranslation('moods');
  const space = useCurrentSpace();
  const nameOf = useMoodName();
  const { value } = useFollowed('moods.ofMemory', { spaceId: memory.spaceId, memoryId: memory.id });
  const [editing, setEditing] = useState<Mood | 'new' | null>(null);
  if (value === null || space === null || space.id !== memory.spaceId) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {value.map((mood) => (
        <AriaButton
          key={mood.id}
          aria-label={t('editLabel', { name: nameOf(mood) })}
          onPress={() => setEditing(mood)}
          className="inline-flex cursor-default items-center gap-1.5 rounded-full border border-line bg-raised py-0.5 pr-2.5 pl-1 text-ink-soft text-sm hover:bg-hover hover:text-ink"
        >
          <MoodMark valence={mood.valence} />
          <bdi>{nameOf(mood)}</bdi>
        </AriaButton>
      ))}
      <Button
        size="small"
        variant="quiet"
        icon={SmilePlus}
        onPress={() => setEditing('new')}
        className="-ml-1"
      >
        {t('howDidItFeel')}
      </Button>
      {editing !== null && (
        <MoodDialog
          space={space}
          mood={editing === 'new' ? null : editing}
          memory={{ id: memory.id, at: memory.at }}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}
