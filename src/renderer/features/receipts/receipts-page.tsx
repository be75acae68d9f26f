/**
 * Every change of a space as a slip: the list, narrowed as one likes, or one receipt and its neighbours in the chain;
 * with a memory in the place, only its own. Verifying and exporting are main's work; this page asks and tells.
 */
import { ArrowLeft, FileCheck2, FileOutput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useCurrentSpace } from '../../state/spaces.ts';
import { useToasts } from '../../state/toasts.ts';
import { CheckLine } from './check-line.tsx';
import { ReceiptChain } from './receipt-chain.tsx';
import { NO_FILTER } from './receipt-filter.ts';
import { ReceiptFilters } from './receipt-filters.tsx';
import { ReceiptList } from './receipt-list.tsx';
import { useReceiptCheck } from './use-receipt-check.ts';

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
  const [filter, setFilter] = useState(NO_FILTER);
  const check = useReceiptCheck(spaceId);
  const [isExporting, setExporting] = useState(false);
  const [chainSeq, setChainSeq] = useState<number | null>(null);
  const [failure, setFailure] = useState<VaultErrorData | null>(null);

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  const verify = async () => {
    setFailure(null);
    const answer = await invoke('receipts.verify', { spaceId });
    if (!answer.ok) setFailure(answer.error);
  };

  /** @param seq one receipt with its proof; null all of them */
  const save = async (seq: number | null) => {
    setExporting(true);
    setFailure(null);
    const answer = await invoke('receipts.export', { spaceId, seq });
    setExporting(false);
    if (!answer.ok) setFailure(answer.error);
    else if (answer.value.path !== null) {
      const { path, receipts: count } = answer.value;
      showToast({ message: seq === null ? t('exported', { count, path }) : t('proofSaved', { path }) });
    }
  };

  const isChecking = check?.state === 'running';
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
            <Button icon={FileOutput} isDisabled={isExporting} onPress={() => void save(null)}>
              {isExporting ? t('exporting') : t('export')}
            </Button>
            <Button variant="primary" icon={FileCheck2} isDisabled={isChecking} onPress={() => void verify()}>
              {isChecking ? t('verifying') : t('verify')}
            </Button>
          </>
        }
      />
      <div className="flex flex-col gap-3" aria-live="polite">
        {failure && <ErrorNotice error={failure} />}
        {check && <CheckLine check={check} />}
      </div>
      {chainSeq === null ? (
        <>
          <ReceiptFilters filter={filter} onChange={setFilter} />
          <ReceiptList
            key={JSON.stringify(filter)}
            spaceId={spaceId}
            memoryId={memoryId}
            filter={filter}
            onFollow={setChainSeq}
            onSaveProof={({ seq }) => void save(seq)}
          />
        </>
      ) : (
        <section aria-label={t('chain.title')} className="pt-2">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-ink-soft">{t('chain.subtitle')}</p>
            <Button icon={ArrowLeft} onPress={() => setChainSeq(null)}>
              {t('backToList')}
            </Button>
          </div>
          <ReceiptChain
            spaceId={spaceId}
            seq={chainSeq}
            onGo={setChainSeq}
            onSaveProof={({ seq }) => void save(seq)}
          />
        </section>
      )}
    </PageScroll>
  );
}
