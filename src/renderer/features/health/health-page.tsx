/**
 * How the vault is, in words; what was found and what to do; backups, room, speed, thresholds. The machinery is one
 * step away, at the end. Jobs run in main: leaving the page stops nothing.
 */
import { Stethoscope } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HealthReport } from '../../../shared/contracts/health.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { raisedAlerts, useHealth } from '../../state/health.ts';
import { AlertSection } from './alert-section.tsx';
import { BackupSection } from './backup-section.tsx';
import { EngineDetails } from './engine-details.tsx';
import { FindingList } from './finding-list.tsx';
import { JobLine } from './job-line.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { RoomSection } from './room-section.tsx';
import { SpeedSection } from './speed-section.tsx';
import { STATUS_MARKS, StatusList } from './status-list.tsx';
import { useHealthActions } from './use-health-actions.ts';

/** The Health page, of the whole vault. */
export function HealthPage() {
  const { t } = useTranslation('health');
  const { report, error, load } = useHealth();
  const job = useHealth((store) => store.job);
  const actions = useHealthActions();
  const [isRestoring, setRestoring] = useState(false);

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
    void useHealth.getState().load();
  }, []);

  const restore = () => setRestoring(true);
  return (
    <PageScroll>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle')}
        actions={
          <Button
            variant="primary"
            icon={Stethoscope}
            isDisabled={actions.isBusy}
            onPress={() => actions.check(null)}
          >
            {t('action.check')}
          </Button>
        }
      />
      <div aria-live="polite" className="flex flex-col gap-3 pb-4 empty:hidden">
        {actions.failure !== null && <ErrorNotice error={actions.failure} />}
        {job !== null && <JobLine job={job} onCancel={actions.cancel} />}
        {error !== null && <ErrorNotice error={error} onRetry={() => void load()} />}
      </div>
      {report === null && error === null && <Skeleton lines={9} />}
      {report !== null && (
        <>
          <Overall report={report} />
          <FindingList databases={report.databases} actions={actions} onRestore={restore} />
          <div className="pb-6">
            <StatusList databases={report.databases} />
          </div>
          <BackupSection onRestore={restore} />
          <RoomSection report={report} actions={actions} />
          <SpeedSection alerts={report.alerts} />
          <AlertSection alerts={report.alerts} />
          <EngineDetails report={report} />
        </>
      )}
      {isRestoring && <RestoreDialog onClose={() => setRestoring(false)} />}
    </PageScroll>
  );
}

/** The one sentence that everybody reads. */
function Overall({ report }: { readonly report: HealthReport }) {
  const { t, i18n } = useTranslation('health');
  const { icon: Icon, look } = STATUS_MARKS[report.status];
  const raised = raisedAlerts(report.alerts).length;
  return (
    <div className="flex items-start gap-3 pb-5">
      <Icon aria-hidden className={`mt-1 size-6 shrink-0 ${look}`} />
      <div>
        <p className="font-serif text-xl">{t(`overall.${report.status}`)}</p>
        <p className="text-ink-soft">
          {t('lastLooked', { when: formatHere(report.at, i18n.language) })}{' '}
          {raised > 0 && t('alerts.raised', { count: raised })}
        </p>
      </div>
    </div>
  );
}
