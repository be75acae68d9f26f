/**
 * Brings the list to a memory that was opened from elsewhere: a search, a receipt, a link in a text.
 *
 * Its place is asked of main as the number of memories after it in time, so no page has to be searched.
 */
import { type RefObject, useEffect } from 'react';
import type { MemoryFilter } from '../../../shared/contracts/memories.ts';
import { invoke } from '../../bridge.ts';
import type { TimelineListHandle } from './timeline-list.tsx';

interface Locate {
  readonly spaceId: string;
  readonly memoryId: string | null;
  readonly filter: MemoryFilter;
  /** What was opened from the list itself: it is in view already. */
  readonly openedHere: RefObject<{ readonly id: string; readonly index: number } | null>;
  readonly list: RefObject<TimelineListHandle | null>;
  readonly isReady: boolean;
}

/** Scrolls to the open memory where the list did not open it. */
export function useLocate({ spaceId, memoryId, filter, openedHere, list, isReady }: Locate): void {
  useEffect(() => {
    if (memoryId === null || !isReady || openedHere.current?.id === memoryId) return;
    let wanted = true;
    const locate = async () => {
      const memory = await invoke('memories.get', { spaceId, id: memoryId });
      if (!memory.ok) return;
      const newer = await invoke('memories.page', {
        spaceId,
        offset: 0,
        limit: 1,
        filter: { ...filter, after: memory.value.at },
      });
      if (!newer.ok || !wanted) return;
      openedHere.current = { id: memoryId, index: newer.value.total };
      list.current?.reveal(newer.value.total);
    };
    void locate();
    return () => {
      wanted = false;
    };
  }, [spaceId, memoryId, filter, openedHere, list, isReady]);
}
