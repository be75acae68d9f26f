/** What came of verifying all receipts: all well, or which of them do not hold and why. */
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ReceiptCheck } from '../../../shared/contracts/receipts.ts';

const SHOWN_BREAKS = 20;

/** The result in one sentence, the broken ones listed below. */
export function VerificationNotice({
  broken,
  brokenCount,
  verified,
}: Pick<ReceiptCheck, 'broken' | 'brokenCount' | 'verified'>) {
  const { t } = useTranslation('receipts');
  if (brokenCount === 0) {
    return (
      <p className="flex items-center gap-3 rounded-lg border border-green bg-green-wash px-4 py-3">
        <ShieldCheck aria-hidden className="size-5 shrink-0 text-green" />
        {t('allHold', { count: verified })}
      </p>
    );
  }
  return (
    <div role="alert" className="flex gap-3 rounded-lg border border-red bg-red-wash px-4 py-3">
      <ShieldAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-red" />
      <div className="flex flex-col gap-1">
        <p className="font-semibold">{t('someBroken', { count: brokenCount })}</p>
        <p className="text-ink-soft">{t('brokenHint', { count: verified })}</p>
        <ul className="list-disc ps-5 text-sm">
          {broken.slice(0, SHOWN_BREAKS).map(({ seq, reason }) => (
            <li key={`${seq} ${reason}`}>{t('brokenAt', { seq, reason })}</li>
          ))}
        </ul>
        {brokenCount > SHOWN_BREAKS && (
          <p className="text-sm">{t('moreBroken', { count: brokenCount - SHOWN_BREAKS })}</p>
        )}
      </div>
    </div>
  );
}
