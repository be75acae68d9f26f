/**
 * Follows the chain: one receipt between the one after it and the one before it, and what ties each to the next. Drafts,
 * which the list leaves out, are links like all others.
 */
import { ArrowLeft, ArrowRight, Link2, Link2Off } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Receipt } from '../../../shared/contracts/receipts.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ReceiptSlip } from './receipt-slip.tsx';

interface ReceiptChainProps {
  readonly spaceId: string;
  /** The receipt in the middle. */
  readonly seq: number;
  readonly onGo: (seq: number) => void;
  readonly onSaveProof: (receipt: Receipt) => void;
}

/** Newest first, as the list is. */
export function ReceiptChain({ spaceId, seq, onGo, onSaveProof }: ReceiptChainProps) {
  const { t } = useTranslation('receipts');
  const [links, setLinks] = useState<readonly Receipt[] | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);

  useEffect(() => {
    let wanted = true;
    const numbers = [seq + 1, seq, seq - 1].filter((number) => number > 0);
    void Promise.all(numbers.map((number) => invoke('receipts.one', { spaceId, seq: number }))).then(
      (answers) => {
        if (!wanted) return;
        const failed = answers.find((answer) => !answer.ok);
        setError(failed === undefined || failed.ok ? null : failed.error);
        setLinks(answers.flatMap((answer) => (answer.ok && answer.value !== null ? [answer.value] : [])));
      },
    );
    return () => {
      wanted = false;
    };
  }, [spaceId, seq]);

  if (error !== null) return <ErrorNotice error={error} />;
  if (links === null) return <Skeleton lines={9} />;
  const hasAfter = links.some((link) => link.seq === seq + 1);
  return (
    <>
      <ol aria-label={t('chain.title')} className="flex flex-col pt-3">
        {links.map((link, index) => (
          <li key={link.seq} className="flex flex-col">
            <div className={link.seq === seq ? 'rounded-sm ring-2 ring-accent' : ''}>
              <ReceiptSlip
                receipt={link}
                onFollow={onGo}
                onSaveProof={onSaveProof}
                isOpen={link.seq === seq}
              />
            </div>
            <Tie newer={link} older={links[index + 1] ?? null} />
          </li>
        ))}
      </ol>
      <nav aria-label={t('chain.title')} className="flex items-center justify-between gap-4 pt-4">
        <Button variant="quiet" icon={ArrowLeft} isDisabled={!hasAfter} onPress={() => onGo(seq + 1)}>
          {t('chain.after')}
        </Button>
        <Button variant="quiet" icon={ArrowRight} isDisabled={seq === 1} onPress={() => onGo(seq - 1)}>
          {t('chain.before')}
        </Button>
      </nav>
    </>
  );
}

/** What ties a receipt to the one below it. */
function Tie({ newer, older }: { readonly newer: Receipt; readonly older: Receipt | null }) {
  const { t } = useTranslation('receipts');
  if (older === null) {
    return newer.seq === 1 ? (
      <p className="py-3 text-center text-ink-soft text-sm">{t('chain.first')}</p>
    ) : null;
  }
  const holds = newer.previousHash === older.hash;
  const Icon = holds ? Link2 : Link2Off;
  return (
    <p className="flex items-center justify-center gap-2 py-3 text-sm">
      <Icon aria-hidden className={`size-4 shrink-0 ${holds ? 'text-green' : 'text-red'}`} />
      <span className={holds ? 'text-ink-soft' : 'font-semibold text-red'}>
        {t(holds ? 'chain.holds' : 'chain.broken', { hash: older.hash.slice(0, 12) })}
      </span>
    </p>
  );
}
