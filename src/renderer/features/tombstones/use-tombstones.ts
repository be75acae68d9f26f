/** One page of tombstones at a time, followed while it is shown. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChannelOutput } from '../../../shared/channels.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke, listen } from '../../bridge.ts';

const ROWS = 100;

interface Tombstones {
  readonly page: ChannelOutput<'tombstones.page'> | null;
  readonly error: VaultErrorData | null;
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
  readonly showNewer: () => void;
  readonly showOlder: () => void;
  readonly reload: () => void;
}

/** Pages through the tombstones of a space. */
export function useTombstones(spaceId: string): Tombstones {
  const [offset, setOffset] = useState(0);
  const [page, setPage] = useState<Tombstones['page']>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const asked = useRef(0);

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await invoke('tombstones.page', { spaceId, offset, limit: ROWS });
    if (mine !== asked.current) return;
    if (answer.ok) setPage(answer.value);
    setError(answer.ok ? null : answer.error);
  }, [spaceId, offset]);

  useEffect(() => {
    void reload();
    const stop = listen('memories.changed', (change) => {
      if (change.spaceId === spaceId) void reload();
    });
    return () => {
      stop();
      asked.current += 1;
    };
  }, [reload, spaceId]);

  return {
    page,
    error,
    hasNewer: offset > 0,
    hasOlder: page !== null && offset + page.rows.length < page.total,
    showNewer: () => setOffset(Math.max(0, offset - ROWS)),
    showOlder: () => setOffset(offset + ROWS),
    reload,
  };
}
