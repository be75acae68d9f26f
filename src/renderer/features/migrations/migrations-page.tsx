/** How each database of the vault came to be: its steps as quiet lines, and whether it is what this app expects. */
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatabaseStructureView, MigrationStep } from '../../../shared/contracts/migrations.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { useSpaces } from '../../state/spaces.ts';
import { StepList } from './step-list.tsx';
import { useStructure } from './use-structure.ts';

/** The structure of every database of the open vault. */
export function MigrationsPage() {
  const { t } = useTranslation('migrations');
  const { databases, error, reload } = useStructure();

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  return (
    <PageScroll>
      <PageHeader title={t('title')} subtitle={t('subtitle')} />
      {error !== null && <ErrorNotice error={error} onRetry={reload} />}
      {error === null && databases === null && <Skeleton lines={6} />}
      {databases !== null && (
        <ul className="flex flex-col gap-4">
          {databases.map((database) => (
            <DatabaseCard key={database.spaceId ?? 'vault'} database={database} />
          ))}
        </ul>
      )}
    </PageScroll>
  );
}

function DatabaseCard({ database }: { readonly database: DatabaseStructureView }) {
  const { t } = useTranslation('migrations');
  const { spaceId, structure, problem } = database;
  const titleId = useId();
  const space = useSpaces((store) => store.spaces?.find(({ id }) => id === spaceId));
  return (
    <li aria-labelledby={titleId} className="rounded-lg border border-line bg-raised px-5 py-4">
      <h2 id={titleId} className="font-semibold font-serif text-lg">
        {spaceId === null ? t('vault') : <bdi>{space?.name ?? spaceId}</bdi>}
      </h2>
      {problem !== null && <ErrorNotice error={problem} />}
      {structure !== null && (
        <>
          <Verdict structure={structure} />
          <History spaceId={spaceId} steps={structure.steps} />
        </>
      )}
    </li>
  );
}

type Structure = NonNullable<DatabaseStructureView['structure']>;

function Verdict({ structure }: { readonly structure: Structure }) {
  const { t, i18n } = useTranslation('migrations');
  const { current, expected, pending, lastAt } = structure;
  const Icon = expected ? ShieldCheck : ShieldAlert;
  return (
    <>
      <p className="flex items-baseline gap-2">
        <Icon
          aria-hidden
          className={`size-4 shrink-0 self-center ${expected ? 'text-green' : 'text-amber'}`}
        />
        <span>
          {t(expected ? 'asExpected' : 'notAsExpected', { version: current ?? '0' })}
          {lastAt !== null && (
            <span className="text-ink-soft">
              {' '}
              {t('since', { when: formatHere(lastAt, i18n.language, 'day') })}
            </span>
          )}
        </span>
      </p>
      {pending.length > 0 && (
        <section aria-label={t('plan')} className="mt-2 text-sm">
          <p className="text-ink-soft">{t('planHint', { count: pending.length })}</p>
          <ul className="list-disc ps-5">
            {pending.map(({ number, name, version, breaking }) => (
              <li key={number}>
                {version} {name}
                {breaking && <strong className="text-red"> {t('breaking')}</strong>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Asked for when it is opened. */
function History({ spaceId, steps }: { readonly spaceId: string | null; readonly steps: number }) {
  const { t } = useTranslation('migrations');
  const [history, setHistory] = useState<readonly MigrationStep[] | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);

  const open = async () => {
    const answer = await invoke('migrations.history', { spaceId });
    setHistory(answer.ok ? answer.value.steps : null);
    setError(answer.ok ? null : answer.error);
  };

  return (
    <details className="mt-2" onToggle={(event) => event.currentTarget.open && void open()}>
      <summary className="w-fit cursor-pointer rounded text-ink-soft text-sm hover:text-ink">
        {t('history', { count: steps })}
      </summary>
      {error !== null && <ErrorNotice error={error} onRetry={() => void open()} />}
      {error === null && history === null && <Skeleton lines={3} />}
      {history !== null && <StepList steps={history} />}
    </details>
  );
}
