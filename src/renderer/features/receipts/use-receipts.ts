/** One page of a space's receipts at a time; older pages are asked for by the number they come before. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChannelOutput } from '../../../shared/channels.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import type { Result } from '../../../shared/result.ts';
import { invoke, listen } from '../../bridge.ts';
import { asRequest, type ReceiptFilter } from './receipt-filter.ts';

const ROWS = 50;

type Page = ChannelOutput<'receipts.page'>;
type Answer = Result<Page>;

const EMPTY: Page = { total: null, rows: [], nextSeq: null };

/** Two stretches of one page, one after the other. */
function together(first: Page, second: Page): Page {
  return {
    total: first.total ?? second.total,
    rows: [...first.rows, ...second.rows],
    nextSeq: second.nextSeq,
  };
}

interface Receipts {
  readonly page: Page | null;
  readonly error: VaultErrorData | null;
  /** Older receipts are still being looked through. */
  readonly isLooking: boolean;
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
  readonly showNewer: () => void;
  readonly showOlder: () => void;
  readonly reload: () => void;
}

/**
 * Pages through receipts. The first page follows what happens; older ones stand still while they are read. Where few
 * receipts fit the filter, a page is filled by several requests and shows what it has in between.
 */
export function useReceipts(spaceId: string, subjectId: string | null, filter: ReceiptFilter): Receipts {
  /** Where each page that was left behind began; the last is where the shown one begins. */
  const [starts, setStarts] = useState<readonly (number | null)[]>([null]);
  const [page, setPage] = useState<Page | null>(null);
  const [isLooking, setLooking] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const asked = useRef(0);
  const beforeSeq = starts.at(-1) ?? null;

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const request = { spaceId, subjectId, ...asRequest(filter, new Date()) };
    setLooking(true);
    for (let found = EMPTY, next = beforeSeq; ; next = found.nextSeq) {
      const limit = ROWS - found.rows.length;
      const answer: Answer = await invoke('receipts.page', { ...request, beforeSeq: next, limit });
      if (mine !== asked.current) return;
      setError(answer.ok ? null : answer.error);
      if (!answer.ok) break;
      found = together(found, answer.value);
      setPage(found);
      if (found.nextSeq === null || found.rows.length >= ROWS) break;
    }
    setLooking(false);
  }, [spaceId, subjectId, filter, beforeSeq]);

  useEffect(() => {
    void reload();
    const stop = listen('memories.changed', (change) => {
      if (change.spaceId === spaceId && beforeSeq === null) void reload();
    });
    return () => {
      stop();
      asked.current += 1;
    };
  }, [reload, spaceId, beforeSeq]);

  const nextSeq = page?.nextSeq ?? null;
  return {
    page,
    error,
    isLooking,
    hasNewer: starts.length > 1,
    hasOlder: !isLooking && nextSeq !== null,
    showNewer: () => setStarts(starts.slice(0, -1)),
    showOlder: () => {
      if (nextSeq !== null) setStarts([...starts, nextSeq]);
    },
    reload,
  };
}
