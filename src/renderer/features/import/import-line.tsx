/** What is being brought in, wherever one is in the app: one line for the shell, gone when nothing runs. */
import { useTranslation } from 'react-i18next';
import type { ImportProgress } from '../../../shared/contracts/imports.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useToasts } from '../../state/toasts.ts';
import { useImportRuns } from './use-import-runs.ts';
import { useRunNote } from './use-run-note.ts';

/** Mount it once, in the shell. Says at the end what came of it. */
export function ImportLine() {
  const { t } = useTranslation('import');
  const page = useNavigation((place) => place.page);
  const go = useNavigation((place) => place.go);
  const show = useToasts((store) => store.show);
  const runs = useImportRuns((run) => {
    if (useNavigation.getState().page === 'import') return;
    show({
      message: t(`ended.${run.state === 'running' ? 'done' : run.state}`, {
        source: run.source,
        count: run.imported,
      }),
      action: { label: t('show'), run: () => go({ page: 'import' }) },
    });
  });
  const running = runs.filter((run) => run.state === 'running');
  // The Import page shows the same, larger.
  if (page === 'import' || running.length === 0) return null;
  return (
    <section
      aria-label={t('running')}
      className="flex shrink-0 flex-col gap-2 border-line border-b px-4 py-2"
    >
      {running.map((run) => (
        <RunningLine key={run.runId} run={run} onShow={() => go({ page: 'import' })} />
      ))}
    </section>
  );
}

function RunningLine({ run, onShow }: { readonly run: ImportProgress; readonly onShow: () => void }) {
  const { t } = useTranslation('import');
  const note = useRunNote();
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-0 grow">
        <ProgressLine
          label={t('bringingIn', { source: run.source })}
          done={run.done}
          total={run.total}
          note={note(run)}
          onCancel={() => void invoke('imports.cancel', { runId: run.runId })}
        />
      </div>
      <Button size="small" variant="quiet" onPress={onShow}>
        {t('show')}
      </Button>
    </div>
  );
}
