/**
 * Every change of a space as a slip, newest first, a page at a time; with a memory in the place, only its own.
 * Verifying and exporting are main's work; this page asks and tells.
 */
import { ArrowLeft, ArrowRight, FileCheck2, FileOutput, ScrollText } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptVerification } from '../../../shared/contracts/receipts.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useCurrentSpace } from '../../state/spaces.ts';
import { useToasts } from '../../state/toasts.ts';
import { ReceiptSlip } from './receipt-slip.tsx';
import { useReceipts } from './use-receipts.ts';
import { VerificationNotice } from './verification-notice.tsx';

/** The receipts of the current space. */
export function ReceiptsPage() {
  const spaceId = useNavigation((place) => place.spaceId);
  const memoryId = useNavigation((place) => place.memoryId);
  if (spaceId === null) return null;
  return <SpaceReceipts key={`${spaceId} ${memoryId}`} spaceId={spaceId} memoryId={memoryId} />;
}

interface SpaceReceiptsProps {
  readonly spaceId: string;
  readonly memoryId: string | null;
}

function SpaceReceipts({ spaceId, memoryId }: SpaceReceiptsProps) {
  const { t } = useTranslation(['receipts', 'common']);
  const space = useCurrentSpace();
  const go = useNavigation((place) => place.go);
  const showToast = useToasts((store) => store.show);
  const receipts = useReceipts(spaceId, memoryId);
  const [working, setWorking] = useState<'verify' | 'export' | null>(null);
  const [verification, setVerification] = useState<ReceiptVerification | null>(null);
  const [failure, setFailure] = useState<VaultErrorData | null>(null);

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  const verify = async () => {
    setWorking('verify');
    setFailure(null);
    const answer = await invoke('receipts.verify', { spaceId });
    setWorking(null);
    if (answer.ok) setVerification(answer.value);
    else setFailure(answer.error);
    receipts.reload();
  };

  const exportAll = async () => {
    setWorking('export');
    setFailure(null);
    const answer = await invoke('receipts.export', { spaceId });
    setWorking(null);
    if (!answer.ok) setFailure(answer.error);
    else if (answer.value.path !== null) {
      showToast({ message: t('exported', { count: answer.value.receipts, path: answer.value.path }) });
    }
  };

  const { page } = receipts;
  return (
    <PageScroll>
      <PageHeader
        title={memoryId === null ? t('title') : t('titleOfMemory')}
        subtitle={memoryId === null ? t('subtitle', { space: space?.name ?? '' }) : undefined}
        actions={
          <>
            {memoryId !== null && (
              <>
                <Button icon={ArrowLeft} onPress={() => go({ page: 'timeline', memoryId })}>
                  {t('toMemory')}
                </Button>
                <Button onPress={() => go({ page: 'receipts' })}>{t('all')}</Button>
              </>
            )}
            <Button icon={FileOutput} isDisabled={working !== null} onPress={() => void exportAll()}>
              {working === 'export' ? t('exporting') : t('export')}
            </Button>
            <Button
              variant="primary"
              icon={FileCheck2}
              isDisabled={working !== null}
              onPress={() => void verify()}
            >
              {working === 'verify' ? t('verifying') : t('verify')}
            </Button>
          </>
        }
      />
      <div className="flex flex-col gap-3" aria-live="polite">
        {failure && <ErrorNotice error={failure} />}
        {verification && <VerificationNotice verification={verification} />}
      </div>
      {receipts.error && <ErrorNotice error={receipts.error} onRetry={receipts.reload} />}
      {!receipts.error && page === null && <Skeleton lines={9} />}
      {page !== null && page.rows.length === 0 && <EmptyState icon={ScrollText} title={t('empty')} />}
      {page !== null && page.rows.length > 0 && (
        <>
          <ol aria-label={t('title')} className="flex flex-col gap-3 pt-3">
            {page.rows.map((receipt) => (
              <li key={receipt.id}>
                <ReceiptSlip
                  receipt={receipt}
                  onOpenSubject={
                    memoryId === null ? (id) => go({ page: 'timeline', memoryId: id }) : undefined
                  }
                />
              </li>
            ))}
          </ol>
          <nav aria-label={t('pages')} className="flex items-center justify-between gap-4 pt-6">
            <Button
              variant="quiet"
              icon={ArrowLeft}
              isDisabled={!receipts.hasNewer}
              onPress={receipts.showNewer}
            >
              {t('newer')}
            </Button>
            <span className="text-ink-soft text-sm tabular-nums">{t('count', { count: page.total })}</span>
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
      )}
    </PageScroll>
  );
}
