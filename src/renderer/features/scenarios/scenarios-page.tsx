/** What if: what is imagined and still open, how well the guesses went, and what really came. */
import { Lightbulb, Plus } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/contracts/scenarios.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useCurrentSpace } from '../../state/spaces.ts';
import { useFollowed } from '../planning/use-followed.ts';
import { GuessScore } from './guess-score.tsx';
import { ResolveDialog } from './resolve-dialog.tsx';
import { ScenarioCard } from './scenario-card.tsx';
import { ScenarioDialog } from './scenario-dialog.tsx';

/** The scenarios of the current space. */
export function ScenariosPage() {
  const space = useCurrentSpace();
  return space === null ? null : <SpaceScenarios key={space.id} space={space} />;
}

function SpaceScenarios({ space }: { readonly space: Space }) {
  const { t } = useTranslation('scenarios');
  const { value, error, reload } = useFollowed('scenarios.lists', { spaceId: space.id });
  const [editing, setEditing] = useState<Scenario | 'new' | null>(null);
  const [resolving, setResolving] = useState<Scenario | null>(null);
  const isEmpty = value !== null && value.open.length === 0 && value.resolved.length === 0;

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  const add = (
    <Button variant="primary" icon={Plus} onPress={() => setEditing('new')}>
      {t('new')}
    </Button>
  );
  const cards = (scenarios: readonly Scenario[]) =>
    scenarios.map((scenario) => (
      <ScenarioCard key={scenario.id} scenario={scenario} onEdit={setEditing} onResolve={setResolving} />
    ));
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
        <EmptyState icon={Lightbulb} title={t('empty.title')} action={add}>
          {t('empty.body')}
        </EmptyState>
      )}
      {value !== null && !isEmpty && (
        <div className="flex flex-col gap-8">
          {value.open.length > 0 && <Group title={t('open')}>{cards(value.open)}</Group>}
          {value.score !== null && <GuessScore score={value.score} />}
          {value.resolved.length > 0 && <Group title={t('resolved')}>{cards(value.resolved)}</Group>}
        </div>
      )}
      {editing !== null && (
        <ScenarioDialog
          space={space}
          scenario={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {resolving !== null && <ResolveDialog scenario={resolving} onClose={() => setResolving(null)} />}
    </PageScroll>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="small-caps pb-2 text-ink-faint text-lg">{title}</h2>
      <ul className="flex flex-col gap-4">{children}</ul>
    </section>
  );
}
