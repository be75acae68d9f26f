/** The job under way: what, how far, Cancel; and in one sentence how the last one ended. */
import { Check, CircleSlash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { HealthProgress } from '../../../shared/contracts/health.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { formatBytes } from '../reading/byte-size.ts';

interface JobLineProps {
  readonly job: HealthProgress;
  readonly onCancel: () => void;
}

/** A card. */
export function JobLine({ job, onCancel }: JobLineProps) {
  const { t, i18n } = useTranslation('health');
  const given = job.reclaimedBytes > 0 ? formatBytes(job.reclaimedBytes, i18n.language) : null;
  if (job.state === 'running') {
    return (
      <Card>
        <ProgressLine
          label={t(`job.${job.what}.running`)}
          done={job.done}
          total={job.total}
          {...(given === null ? {} : { note: t('job.reclaimed', { size: given }) })}
          {...(job.cancellable ? { onCancel } : {})}
        />
        {!job.cancellable && <p className="pt-2 text-ink-soft text-sm">{t('job.lastStep')}</p>}
      </Card>
    );
  }
  if (job.state === 'failed' && job.error !== null) return <ErrorNotice error={job.error} />;
  const Icon = job.state === 'done' ? Check : CircleSlash;
  return (
    <Card>
      <p className="flex items-start gap-3">
        <Icon
          aria-hidden
          className={`mt-0.5 size-5 shrink-0 ${job.state === 'done' ? 'text-green' : 'text-ink-faint'}`}
        />
        <span>
          {job.state === 'done' ? t(`job.${job.what}.done`) : t('job.cancelled')}
          {given !== null && ` ${t('job.reclaimed', { size: given })}`}
        </span>
      </p>
    </Card>
  );
}

function Card({ children }: { readonly children: React.ReactNode }) {
  return <div className="rounded-lg border border-line bg-raised p-4">{children}</div>;
}
