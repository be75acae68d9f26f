/** The slips that fit a filter, newest first, a page at a time. */
import { ArrowLeft, ArrowRight, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Receipt } from '../../../shared/contracts/receipts.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { isFiltered, type ReceiptFilter } from './receipt-filter.ts';
import { ReceiptSlip } from './receipt-slip.tsx';
import { useReceipts } from './use-receipts.ts';

interface ReceiptListProps {
  readonly spaceId: string;
  /** Only those about this memory. */
  readonly memoryId: string | null;
  /** Another filter is another list: give it another key. */
  readonly filter: ReceiptFilter;
  readonly onFollow: (seq: number) => void;
  readonly onSaveProof: (receipt: Receipt) => void;
}

/** Shows what was found while older receipts are still looked through. */
export function ReceiptList({ spaceId, memoryId, filter, onFollow, onSaveProof }: ReceiptListProps) {
  const { t } = useTranslation('receipts');
  const go = useNavigation((place) => place.go);
  const receipts = useReceipts(spaceId, memoryId, filter);
  const { page, isLooking } = receipts;
  if (receipts.error) return <ErrorNotice error={receipts.error} onRetry={receipts.reload} />;
  if (page === null || (page.rows.length === 0 && isLooking)) return <Skeleton lines={9} />;
  if (page.rows.length === 0) {
    return <EmptyState icon={ScrollText} title={isFiltered(filter) ? t('nothingFits') : t('empty')} />;
  }
  const count =
    page.total === null ? t('shown', { count: page.rows.length }) : t('count', { count: page.total });
  return (
    <>
      <ol aria-label={t('title')} className="flex flex-col gap-3 pt-3">
        {page.rows.map((receipt) => (
          <li key={receipt.seq}>
            <ReceiptSlip
              receipt={receipt}
              onOpenSubject={memoryId === null ? (id) => go({ page: 'timeline', memoryId: id }) : undefined}
              onFollow={onFollow}
              onSaveProof={onSaveProof}
            />
          </li>
        ))}
      </ol>
      <nav aria-label={t('pages')} className="flex items-center justify-between gap-4 pt-6">
        <Button variant="quiet" icon={ArrowLeft} isDisabled={!receipts.hasNewer} onPress={receipts.showNewer}>
          {t('newer')}
        </Button>
        <span className="text-ink-soft text-sm tabular-nums">{isLooking ? t('looking') : count}</span>
        <Button
          variant="quiet"
          icon={ArrowRight}
          isDisabled={!receipts.hasOlder}
          onPress={receipts.showOlder}
        >
          {t('older')}
        </Button>
      </nav>
    </>
  );
}
