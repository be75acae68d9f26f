/** One threshold: its value, whether it is watched at all, and the way back to what the app came with. */
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Alert, AlertChange } from '../../../shared/contracts/health.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Switch } from '../../components/switch.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useHealth } from '../../state/health.ts';
import { fromTyped, toTyped } from './alert-units.ts';
import { useAlertFormat } from './use-alert-format.ts';

interface AlertDialogProps {
  readonly alert: Alert;
  readonly onClose: () => void;
}

/** The sheet. It closes when the new threshold holds. */
export function AlertDialog({ alert, onClose }: AlertDialogProps) {
  const { t } = useTranslation(['health', 'common']);
  const format = useAlertFormat();
  const [typed, setTyped] = useState(String(toTyped(alert.unit, alert.threshold)));
  const [enabled, setEnabled] = useState(alert.enabled);
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const threshold = fromTyped(alert.unit, typed);
  const fits = threshold !== null && threshold >= alert.least && threshold <= alert.most;
  const bounds = t('health:alerts.bounds', {
    least: format(alert, alert.least),
    most: format(alert, alert.most),
  });

  const set = async (change: Omit<AlertChange, 'key'>) => {
    const answer = await invoke('alerts.set', { key: alert.key, ...change });
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    useHealth.getState().setAlerts(answer.value);
    onClose();
  };

  const submit = () => {
    setTried(true);
    if (fits) void set({ threshold, enabled });
  };

  return (
    <Dialog
      title={t('health:alerts.dialogTitle')}
      isOpen
      onClose={onClose}
      footer={
        <>
          {alert.threshold !== alert.standard && (
            <Button variant="quiet" onPress={() => void set({ threshold: null, enabled })}>
              {t('health:alerts.standard', { threshold: format(alert, alert.standard) })}
            </Button>
          )}
          <Button variant="primary" onPress={submit}>
            {t('common:action.save')}
          </Button>
        </>
      }
    >
      <p className="text-ink-soft">
        {t(`health:alerts.when.${alert.key}`, { threshold: format(alert, threshold ?? alert.threshold) })}
      </p>
      <Form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          autoFocus
          inputMode="decimal"
          autoComplete="off"
          label={t(`health:alerts.field.${alert.unit}`)}
          description={bounds}
          error={tried && !fits ? bounds : undefined}
          value={typed}
          onChange={setTyped}
        />
        <Switch isSelected={enabled} onChange={setEnabled}>
          {t('health:alerts.watched')}
        </Switch>
      </Form>
      {error !== null && <ErrorNotice error={error} onRetry={submit} />}
    </Dialog>
  );
}
