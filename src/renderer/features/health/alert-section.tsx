/** What one wants to be told of: thresholds that people set, in their own units, each with how it stands now. */
import { Bell, BellOff, BellRing, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert } from '../../../shared/contracts/health.ts';
import { Button } from '../../components/button.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { raisedAlerts } from '../../state/health.ts';
import { AlertDialog } from './alert-dialog.tsx';
import { HealthSection } from './health-section.tsx';
import { useAlertFormat } from './use-alert-format.ts';

/** The section. */
export function AlertSection({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { t } = useTranslation('health');
  const [edited, setEdited] = useState<Alert | null>(null);
  const raised = raisedAlerts(alerts).length;
  return (
    <HealthSection
      title={t('alerts.title')}
      sentence={raised === 0 ? t('alerts.quiet') : t('alerts.raised', { count: raised })}
    >
      <ul aria-label={t('alerts.title')} className="flex flex-col">
        {alerts.map((alert) => (
          <AlertLine key={alert.key} alert={alert} onChange={() => setEdited(alert)} />
        ))}
      </ul>
      {edited !== null && <AlertDialog key={edited.key} alert={edited} onClose={() => setEdited(null)} />}
    </HealthSection>
  );
}

function AlertLine({ alert, onChange }: { readonly alert: Alert; readonly onChange: () => void }) {
  const { t, i18n } = useTranslation('health');
  const format = useAlertFormat();
  const raised = raisedAlerts([alert]).length > 0;
  const Icon: LucideIcon = alert.enabled ? (raised ? BellRing : Bell) : BellOff;
  const now =
    alert.value === null ? t('alerts.unmeasured') : t('alerts.now', { value: format(alert, alert.value) });
  const state = !alert.enabled
    ? t('alerts.off')
    : raised && alert.since !== null
      ? t('alerts.since', { when: formatHere(alert.since, i18n.language) })
      : '';
  const sentence = t(`alerts.when.${alert.key}`, { threshold: format(alert, alert.threshold) });
  return (
    <li className="flex items-start gap-3 py-2">
      <Icon
        aria-hidden
        className={`mt-1 size-4 shrink-0 ${raised ? 'text-amber' : alert.enabled ? 'text-ink-soft' : 'text-ink-faint'}`}
      />
      <div className="min-w-0 grow">
        <p className={alert.enabled ? '' : 'text-ink-faint'}>{sentence}</p>
        <p className="text-ink-soft text-sm">{[state, now].filter((part) => part !== '').join(' ')}</p>
      </div>
      <Button
        size="small"
        variant="quiet"
        aria-label={t('alerts.changeThis', { sentence })}
        onPress={onChange}
      >
        {t('alerts.change')}
      </Button>
    </li>
  );
}
