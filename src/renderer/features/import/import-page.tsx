/** Bringing in what people have: what runs and what came of it above, choosing the next below. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useCurrentSpace, useSpaces } from '../../state/spaces.ts';
import { ImportForm } from './import-form.tsx';
import { ImportRun } from './import-run.tsx';
import { useImportRuns } from './use-import-runs.ts';

/** The Import page. */
export function ImportPage() {
  const { t } = useTranslation('import');
  const space = useCurrentSpace();
  const spaces = useSpaces((store) => store.spaces);
  const runs = useImportRuns();

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  return (
    <PageScroll>
      <PageHeader title={t('title')} subtitle={t('subtitle')} />
      {runs.length > 0 && (
        <section aria-label={t('runs')} aria-live="polite" className="flex flex-col gap-3 pb-8">
          {runs.map((run) => (
            <ImportRun key={run.runId} run={run} />
          ))}
        </section>
      )}
      {space === null || spaces === null ? (
        <Skeleton lines={6} />
      ) : (
        <ImportForm key={space.id} space={space} spaces={spaces.filter((one) => one.problem === null)} />
      )}
    </PageScroll>
  );
}
