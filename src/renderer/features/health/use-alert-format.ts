import { useTranslation } from 'react-i18next';
import type { Alert } from '../../../shared/contracts/health.ts';
import { formatBytes } from '../reading/byte-size.ts';
import { formatMilliseconds, formatShare } from './amounts.ts';

/** A value of an alert with its unit. */
export function useAlertFormat(): (alert: Pick<Alert, 'unit'>, value: number) => string {
  const { i18n } = useTranslation();
  return ({ unit }, value) => {
    if (unit === 'milliseconds') return formatMilliseconds(value, i18n.language);
    return unit === 'share' ? formatShare(value, i18n.language) : formatBytes(value, i18n.language);
  };
}
