/** What wants doing again and again, most needed first. Nothing here scolds. */
import { ChevronRight, HeartHandshake, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Goal } from '../../../shared/contracts/goals.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useCurrentSpace } from '../../state/spaces.ts';
import { useFollowed } from '../planning/use-followed.ts';
import { GoalCard } from './goal-card.tsx';
import { GoalDialog } from './goal-dialog.tsx';

/** The goals of the current space. */
export function GoalsPage() {
  const space = useCurrentSpace();
  return space === null ? null : <SpaceGoals key={space.id} space={space} />;
}

function SpaceGoals({ space }: { readonly space: Space }) {
  const { t } = useTranslation('goals');
  const { value, error, reload } = useFollowed('goals.lists', { spaceId: space.id });
  const [editing, setEditing] = useState<Goal | 'new' | null>(null);
  const isEmpty = value !== null && value.active.length === 0 && value.resting.length === 0;

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  const add = (
    <Button variant="primary" icon={Plus} onPress={() => setEditing('new')}>
      {t('new')}
    </Button>
  );
  return (
    <PageScroll>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle', { space: space.name })}
        actions={isEmpty ? undefined : add}
      />
      {error !== null && <ErrorNotice error={error} onRetry={reload} />}
      {error === null && value === null && <Skeleton lines={9} />}
      {isEmpty && (
        <EmptyState icon={HeartHandshake} title={t('empty.title')} action={add}>
          {t('empty.body')}
        </EmptyState>
      )}
      {value !== null && !isEmpty && (
        <div className="flex flex-col gap-8">
          <Cards label={t('title')} goals={value.active} onEdit={setEditing} />
          {value.resting.length > 0 && (
            <Disclosure className="group">
              <Heading level={2}>
                <AriaButton
                  slot="trigger"
                  className="flex cursor-default items-center gap-1.5 rounded text-ink-soft hover:text-ink"
                >
                  <ChevronRight aria-hidden className="size-4 group-data-[expanded]:rotate-90" />
                  {t('resting', { count: value.resting.length })}
                </AriaButton>
              </Heading>
              <DisclosurePanel className="pt-3">
                <Cards
                  label={t('resting', { count: value.resting.length })}
                  goals={value.resting}
                  onEdit={setEditing}
                />
              </DisclosurePanel>
            </Disclosure>
          )}
        </div>
      )}
      {editing !== null && (
        <GoalDialog
          space={space}
          goal={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </PageScroll>
  );
}

interface CardsProps {
  readonly label: string;
  readonly goals: readonly Goal[];
  readonly onEdit: (goal: Goal) => void;
}

function Cards({ label, goals, onEdit }: CardsProps) {
  const { t } = useTranslation('goals');
  if (goals.length === 0) return <p className="text-ink-soft italic">{t('allRest')}</p>;
  return (
    <section aria-label={label}>
      <h2 className="sr-only">{label}</h2>
      <ul className="grid @3xl/page:grid-cols-2 gap-4">
        {goals.map((goal) => (
          <GoalCard key={goal.id} goal={goal} onEdit={onEdit} />
        ))}
      </ul>
    </section>
  );
}
