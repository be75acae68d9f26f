/** One import: how far it is while it runs, what came of it when it has ended. */
import { Check, CircleSlash, RotateCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportProgress } from '../../../shared/contracts/imports.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { formatDuration } from './duration.ts';
import { RefusalList } from './refusal-list.tsx';
import { dismissRun } from './use-import-runs.ts';
import { useRunNote } from './use-run-note.ts';

const ICONS = {
  done: { icon: Check, look: 'text-green' },
  cancelled: { icon: CircleSlash, look: 'text-ink-faint' },
  failed: { icon: TriangleAlert, look: 'text-red' },
  interrupted: { icon: TriangleAlert, look: 'text-amber' },
} as const;

/** A card. */
export function ImportRun({ run }: { readonly run: ImportProgress }) {
  const { t } = useTranslation('import');
  const note = useRunNote();
  if (run.state === 'running') {
    return (
      <article className="flex flex-col gap-3 rounded-lg border border-line bg-raised p-4">
        <ProgressLine
          label={t('bringingIn', { source: run.source })}
          done={run.done}
          total={run.total}
          note={note(run)}
          onCancel={() => void invoke('imports.cancel', { runId: run.runId })}
        />
        <RefusalList refused={run.refused} total={run.refusedCount} />
      </article>
    );
  }
  return <EndedRun run={run} state={run.state} />;
}

interface EndedRunProps {
  readonly run: ImportProgress;
  readonly state: keyof typeof ICONS;
}

function EndedRun({ run, state }: EndedRunProps) {
  const { t, i18n } = useTranslation(['import', 'common']);
  const go = useNavigation((place) => place.go);
  const [failure, setFailure] = useState<VaultErrorData | null>(null);
  const { icon: Icon, look } = ICONS[state];

  const resume = async () => {
    const answer = await invoke('imports.resume', { runId: run.runId });
    setFailure(answer.ok ? null : answer.error);
  };

  const counts = [
    t('cameIn', { count: run.imported }),
    ...(run.unchanged > 0 ? [t('wereHere', { count: run.unchanged })] : []),
    ...(run.refusedCount > 0 ? [t('stayedOut', { count: run.refusedCount })] : []),
  ];
  return (
    <article className="flex flex-col gap-3 rounded-lg border border-line bg-raised p-4">
      <div className="flex items-start gap-3">
        <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${look}`} />
        <div className="min-w-0 grow">
          <h2 className="break-words font-semibold">{t(`state.${state}`, { source: run.source })}</h2>
          <p className="text-ink-soft">
            {counts.join(' ')} {t('took', { time: formatDuration(run.seconds, i18n.language) })}
          </p>
        </div>
      </div>
      {run.error !== null && <ErrorNotice error={run.error} />}
      {failure !== null && <ErrorNotice error={failure} onRetry={() => void resume()} />}
      <RefusalList refused={run.refused} total={run.refusedCount} />
      <div className="flex flex-wrap gap-2">
        {state !== 'done' && (
          <Button size="small" variant="primary" icon={RotateCw} onPress={() => void resume()}>
            {t('resume')}
          </Button>
        )}
        {run.imported > 0 && (
          <Button size="small" onPress={() => go({ page: 'timeline', spaceId: run.spaceId })}>
            {t('toTimeline')}
          </Button>
        )}
        <Button size="small" variant="quiet" onPress={() => void dismissRun(run.runId)}>
          {t('common:action.dismiss')}
        </Button>
      </div>
    </article>
  );
}
