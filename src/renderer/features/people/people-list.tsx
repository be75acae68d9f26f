/** Everybody and everything, the most named first; found by a few letters or by kind. */
import { Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import {
  ENTITY_KINDS,
  type EntityKind,
  type GraphNode,
  type GraphRef,
} from '../../../shared/contracts/graph.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Select } from '../../components/select.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { Face } from './face.tsx';
import { useSpaceAnswer } from './use-space-answer.ts';

const SHOWN = 60;

interface PeopleListProps {
  readonly space: Space;
  readonly onOpen: (ref: GraphRef) => void;
}

export function PeopleList({ space, onOpen }: PeopleListProps) {
  const { t } = useTranslation('people');
  const { value, error, reload } = useSpaceAnswer('people.list', { spaceId: space.id });
  const [wanted, setWanted] = useState('');
  const [kind, setKind] = useState<EntityKind | 'any'>('any');
  const [shown, setShown] = useState(SHOWN);
  const go = useNavigation((place) => place.go);

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  const fitting = (value ?? []).filter(
    (node) =>
      (kind === 'any' || node.kind === kind) &&
      node.name.toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase()),
  );
  return (
    <PageScroll>
      <PageHeader title={t('title')} subtitle={t('subtitle', { space: space.name })} />
      {error !== null && <ErrorNotice error={error} onRetry={reload} />}
      {error === null && value === null && <Skeleton lines={9} />}
      {value?.length === 0 && (
        <EmptyState
          icon={Users}
          title={t('empty.title')}
          action={
            <Button variant="primary" onPress={() => go({ page: 'timeline', composing: true })}>
              {t('empty.write')}
            </Button>
          }
        >
          {t('empty.body')}
        </EmptyState>
      )}
      {value !== null && value.length > 0 && (
        <>
          <div className="flex flex-wrap items-end gap-4 pb-5">
            <TextField
              type="search"
              label={t('find')}
              value={wanted}
              onChange={setWanted}
              autoComplete="off"
              className="min-w-56 grow"
            />
            <Select
              label={t('kindLabel')}
              value={kind}
              onChange={setKind}
              choices={[
                { value: 'any' as const, label: t('anyKind') },
                ...ENTITY_KINDS.map((each) => ({ value: each, label: t(`kind.${each}`) })),
              ]}
              className="w-44"
            />
          </div>
          <p role="status" className="pb-2 text-ink-soft text-sm tabular-nums">
            {t('count', { count: fitting.length })}
          </p>
          <ul aria-label={t('title')} className="grid @3xl/page:grid-cols-2 gap-x-6">
            {fitting.slice(0, shown).map((node) => (
              <NodeLine key={JSON.stringify(node.ref)} node={node} onOpen={onOpen} />
            ))}
          </ul>
          {fitting.length > shown && (
            <div className="pt-5 text-center">
              <Button onPress={() => setShown(shown + SHOWN * 2)}>{t('showMore')}</Button>
            </div>
          )}
        </>
      )}
    </PageScroll>
  );
}

function NodeLine({ node, onOpen }: { readonly node: GraphNode; readonly onOpen: (ref: GraphRef) => void }) {
  const { t } = useTranslation('people');
  return (
    <li className="border-line border-t">
      <AriaButton
        onPress={() => onOpen(node.ref)}
        className="flex w-full cursor-default items-center gap-3 rounded-md px-2 py-2.5 text-start hover:bg-hover"
      >
        <Face name={node.name} kind={node.kind} />
        <span className="min-w-0 grow">
          <span dir="auto" className="block truncate font-serif text-ink">
            {node.name}
          </span>
          <span className="block text-ink-soft text-sm">
            {t(`kind.${node.kind}`)}
            {node.memories > 0 && ` · ${t('inMemories', { count: node.memories })}`}
          </span>
        </span>
      </AriaButton>
    </li>
  );
}
