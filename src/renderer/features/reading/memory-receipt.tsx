/** The slip of a memory's last change, and the way to all of them. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Memory } from '../../../shared/contracts/memories.ts';
import type { Receipt } from '../../../shared/contracts/receipts.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { ReceiptSlip } from '../receipts/receipt-slip.tsx';

/** Asks for the receipt the memory names and shows it. */
export function MemoryReceipt({ memory }: { readonly memory: Memory }) {
  const { t } = useTranslation('reading');
  const go = useNavigation((place) => place.go);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const { spaceId, id } = memory;
  const { seq } = memory.receipt;

  useEffect(() => {
    let wanted = true;
    void invoke('receipts.page', { spaceId, subjectId: id, beforeSeq: seq + 1, limit: 1 }).then((answer) => {
      if (wanted && answer.ok) setReceipt(answer.value.rows[0] ?? null);
    });
    return () => {
      wanted = false;
    };
  }, [spaceId, id, seq]);

  return (
    <section aria-label={t('receipt')} className="flex flex-col items-start gap-2">
      {receipt && <ReceiptSlip receipt={receipt} />}
      <Button variant="quiet" size="small" onPress={() => go({ page: 'receipts', memoryId: id })}>
        {t('history')}
      </Button>
    </section>
  );
}
