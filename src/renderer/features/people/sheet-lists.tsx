/** The lists of a sheet: who is near, which memories name them, and with whom they were joined. */
import { useTranslation } from 'react-i18next';
import type { GraphRef, GraphView } from '../../../shared/contracts/graph.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { PersonChip } from '../../components/person-chip.tsx';
import { Tag } from '../../components/tag.tsx';
import { formatHere, formatTime } from '../../i18n/dates.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useDeed } from '../planning/use-deed.ts';

export function NearList({
  view,
  onOpen,
}: {
  readonly view: GraphView;
  readonly onOpen: (ref: GraphRef) => void;
}) {
  const { t } = useTranslation('people');
  if (view.near.length === 0) return null;
  return (
    <section aria-label={t('near')}>
      <h2 className="pb-2 font-semibold font-serif text-lg">{t('near')}</h2>
      <ul className="flex flex-wrap gap-2">
        {view.near.map((node) => (
          <li key={JSON.stringify(node.ref)}>
            {node.kind === 'person' ? (
              <PersonChip name={node.name} onPress={() => onOpen(node.ref)} />
            ) : (
              <Tag onPress={() => onOpen(node.ref)}>{node.name}</Tag>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function NamedIn({ view }: { readonly view: GraphView }) {
  const { t, i18n } = useTranslation('people');
  const go = useNavigation((place) => place.go);
  if (view.memories.length === 0) return null;
  return (
    <section aria-label={t('memories')}>
      <h2 className="pb-2 font-semibold font-serif text-lg">{t('memories')}</h2>
      <ol>
        {view.memories.map(({ id, title, at }) => (
          <li key={id} className="border-line border-t">
            <button
              type="button"
              onClick={() => go({ page: 'timeline', memoryId: id })}
              className="flex w-full cursor-default items-baseline gap-4 rounded-md px-1 py-2 text-start hover:bg-hover"
            >
              <time dateTime={at} className="w-28 shrink-0 text-ink-soft text-sm">
                {formatTime(at, 'short', i18n.language)}
              </time>
              <span dir="auto" className="min-w-0 truncate font-serif">
                {title === '' ? t('untitled') : title}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {view.node.memories > view.memories.length && (
        <p className="pt-2 text-ink-soft text-sm">
          {t('moreMemories', { count: view.node.memories - view.memories.length })}
        </p>
      )}
    </section>
  );
}

/** Who was joined with them; each can be taken apart again. */
export function Apart({ spaceId, view }: { readonly spaceId: string; readonly view: GraphView }) {
  const { t, i18n } = useTranslation('people');
  const doDeed = useDeed();
  const { entity } = view;
  const standing = (entity?.merges ?? []).filter(({ undone }) => !undone);
  if (entity === null || standing.length === 0) return null;
  return (
    <section aria-label={t('joined')}>
      <h2 className="pb-2 font-semibold font-serif text-lg">{t('joined')}</h2>
      <ul>
        {standing.map((merge) => (
          <li key={merge.id} className="flex flex-wrap items-center gap-x-4 border-line border-t py-1.5">
            <span className="min-w-0 grow">
              <bdi className="font-serif">{merge.name}</bdi>{' '}
              <span className="text-ink-soft text-sm">{formatHere(merge.at, i18n.language, 'day')}</span>
            </span>
            <Button
              size="small"
              onPress={() =>
                void doDeed({
                  run: () => invoke('people.unmerge', { spaceId, entityId: entity.id, mergeId: merge.id }),
                  done: t('apart.done', { name: merge.name }),
                })
              }
            >
              {t('apart.open')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
