/** How far the check of all receipts is, and what came of it. */
import { useTranslation } from 'react-i18next';
import type { ReceiptCheck } from '../../../shared/contracts/receipts.ts';
import { invoke } from '../../bridge.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { formatDuration, secondsLeft } from '../import/duration.ts';
import { VerificationNotice } from './verification-notice.tsx';

/** Nothing for a check that was cancelled: who cancelled it knows. */
export function CheckLine({ check }: { readonly check: ReceiptCheck }) {
  const { t, i18n } = useTranslation('receipts');
  if (check.state === 'cancelled') return null;
  if (check.state === 'failed') return check.error === null ? null : <ErrorNotice error={check.error} />;
  if (check.state === 'done') {
    const { broken, brokenCount, verified } = check;
    return <VerificationNotice broken={broken} brokenCount={brokenCount} verified={verified} />;
  }
  const left = secondsLeft(check.done, check.total, check.seconds);
  const soFar = t('checked', { count: check.total, done: check.done });
  return (
    <ProgressLine
      label={t('checking')}
      done={check.done}
      total={check.total}
      note={left === null ? soFar : `${soFar}, ${t('left', { time: formatDuration(left, i18n.language) })}`}
      onCancel={() => void invoke('receipts.cancelVerify', { runId: check.runId })}
    />
  );
}
