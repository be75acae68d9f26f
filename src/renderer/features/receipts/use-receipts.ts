/** One page of a space's receipts at a time; older pages are asked for by the number they come before. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChannelOutput } from '../../../shared/channels.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke, listen } from '../../bridge.ts';

const ROWS = 50;

interface Receipts {
  readonly page: ChannelOutput<'receipts.page'> | null;
  readonly error: VaultErrorData | null;
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
  readonly showNewer: () => void;
  readonly showOlder: () => void;
  readonly reload: () => void;
}

/** Pages through receipts. The first page follows what happens; older ones stand still while they are read. */
export function useReceipts(spaceId: string, subjectId: string | null): Receipts {
  /** Where each page that was left behind began; the last is where the shown one begins. */
  const [starts, setStarts] = useState<readonly (number | null)[]>([null]);
  const [page, setPage] = useState<Receipts['page']>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const asked = useRef(0);
  const beforeSeq = starts.at(-1) ?? null;

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await invoke('receipts.page', { spaceId, subjectId, beforeSeq, limit: ROWS });
    if (mine !== asked.current) return;
    if (answer.ok) setPage(answer.value);
    setError(answer.ok ? null : answer.error);
  }, [spaceId, subjectId, beforeSeq]);

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

  const last = page?.rows.at(-1)?.seq;
  return {
    page,
    error,
    hasNewer: starts.length > 1,
    hasOlder: page !== null && page.rows.length === ROWS && last !== undefined && last > 1,
    showNewer: () => setStarts(starts.slice(0, -1)),
    showOlder: () => {
      if (last !== undefined) setStarts([...starts, last]);
    },
    reload,
  };
}
