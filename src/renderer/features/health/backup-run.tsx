/** A backup being made, checked or restored: how far it is, and in words how it ended. */
import { Check, CircleSlash, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BackupProgress } from '../../../shared/contracts/backups.ts';
import { invoke } from '../../bridge.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { errorWords } from '../../components/error-words.ts';
import { ProgressLine } from '../../components/progress-line.tsx';
import { useUnlocked } from '../../state/session.ts';
import { formatDuration, secondsLeft } from '../import/duration.ts';
import { formatBytes } from '../reading/byte-size.ts';

/** A card. */
export function BackupRun({ run }: { readonly run: BackupProgress }) {
  const { t, i18n } = useTranslation('health');
  if (run.state === 'running') {
    const left = secondsLeft(run.done, run.total, run.seconds);
    const note = t('backup.soFar', {
      done: formatBytes(run.done, i18n.language),
      total: formatBytes(run.total, i18n.language),
    });
    return (
      <div className="rounded-lg border border-line bg-raised p-4">
        <ProgressLine
          label={t(`backup.step.${run.step}`)}
          done={run.done}
          total={run.total}
          note={
            left === null
              ? note
              : `${note}, ${t('backup.left', { time: formatDuration(left, i18n.language) })}`
          }
          onCancel={() => void invoke('backups.cancel', { runId: run.runId })}
        />
      </div>
    );
  }
  if (run.state === 'failed' && run.error !== null) return <ErrorNotice error={run.error} />;
  return <EndedRun run={run} />;
}

function EndedRun({ run }: { readonly run: BackupProgress }) {
  const { t } = useTranslation(['health', 'errors', 'common']);
  const { t: errorText } = useTranslation(['errors', 'common']);
  const isOpen = useUnlocked() !== null;
  const whole = run.state === 'done' && run.broken.length === 0 && run.missing.length === 0;
  const Icon = run.state === 'cancelled' ? CircleSlash : whole ? Check : TriangleAlert;
  const look = run.state === 'cancelled' ? 'text-ink-faint' : whole ? 'text-green' : 'text-amber';
  const sentence =
    run.state === 'cancelled'
      ? t('health:backup.cancelled')
      : run.what === 'verify' && run.broken.length > 0
        ? t('health:backup.notWhole', { count: run.broken.length })
        : t(`health:backup.done.${run.what}`, { count: run.backup?.records ?? 0, into: run.into ?? '' });
  return (
    <div className="flex gap-3 rounded-lg border border-line bg-raised p-4">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${look}`} />
      <div className="flex min-w-0 flex-col gap-1">
        <p>
          {sentence}
          {run.what === 'restore' && run.state === 'done' && isOpen && ` ${t('health:backup.lockFirst')}`}
        </p>
        {run.what === 'create' && run.state === 'done' && (
          <p className="break-all text-ink-soft text-sm">{run.directory}</p>
        )}
        {run.missing.length > 0 && (
          <ul aria-label={t('health:backup.missing')} className="list-disc ps-5 text-sm">
            {run.missing.map(({ space, error }) => (
              <li key={space}>
                <bdi>{space}</bdi>: {errorWords(errorText, error).message}
              </li>
            ))}
          </ul>
        )}
        {run.broken.length > 0 && (
          <ul aria-label={t('health:backup.broken')} className="list-disc ps-5 text-sm">
            {run.broken.map(({ piece, reason }) => (
              <li key={`${piece} ${reason}`} className="break-all">
                {piece}: {reason}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
