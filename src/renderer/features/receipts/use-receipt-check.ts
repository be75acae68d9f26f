/** The check of a space's receipts, wherever it was begun: it runs in main whatever page is open. */
import { useEffect, useState } from 'react';
import type { ReceiptCheck } from '../../../shared/contracts/receipts.ts';
import { invoke, listen } from '../../bridge.ts';

/** Follows the check that runs, or the last one's end; null where there was none. */
export function useReceiptCheck(spaceId: string): ReceiptCheck | null {
  const [check, setCheck] = useState<ReceiptCheck | null>(null);
  useEffect(() => {
    let open = true;
    const stop = listen('receipts.checking', (told) => {
      if (told.spaceId === spaceId) setCheck(told);
    });
    void invoke('receipts.verification', { spaceId }).then((answer) => {
      // What was told meanwhile is newer.
      if (open && answer.ok) setCheck((known) => known ?? answer.value);
    });
    return () => {
      open = false;
      stop();
    };
  }, [spaceId]);
  return check;
}
