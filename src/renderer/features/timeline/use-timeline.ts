/**
 * The timeline of one space under one filter: its months, and the rows near what is in view.
 *
 * Invariant: rows live in one `PageWindow`, which is closed when space or filter change, when the timeline
 * goes out of sight and when the vault locks; nothing is kept beside it.
 */
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { MemoryFilter, MemoryRow, Month } from '../../../shared/contracts/memories.ts';
import { errorData, VaultError, type VaultErrorData } from '../../../shared/errors.ts';
import { invoke, listen } from '../../bridge.ts';
import { onLock } from '../../state/on-lock.ts';
import { PageWindow } from './page-window.ts';

const PAGE_ROWS = 60;
const MAX_PAGES = 16;
/** An import changes a space many times a second; the list follows at a pace that can be read. */
const REFRESH_MS = 400;

export interface Timeline {
  /** Null until the first answer. */
  readonly months: readonly Month[] | null;
  readonly error: VaultErrorData | null;
  readonly rows: PageWindow<MemoryRow> | null;
  readonly retry: () => void;
}

function openWindow(spaceId: string, filter: MemoryFilter, onChange: () => void): PageWindow<MemoryRow> {
  return new PageWindow<MemoryRow>({
    pageRows: PAGE_ROWS,
    maxPages: MAX_PAGES,
    onChange,
    load: async (offset, limit) => {
      const answer = await invoke('memories.page', { spaceId, offset, limit, filter });
      if (!answer.ok) throw VaultError.fromData(answer.error);
      return answer.value;
    },
  });
}

/** Follows the timeline. `filter` must stay the same object while it says the same. */
export function useTimeline(spaceId: string, filter: MemoryFilter): Timeline {
  const [months, setMonths] = useState<readonly Month[] | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const [rows, setRows] = useState<PageWindow<MemoryRow> | null>(null);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const refresh = useRef<() => void>(() => undefined);

  useEffect(() => {
    let open = true;
    const window = openWindow(spaceId, filter, redraw);
    const loadMonths = async () => {
      const answer = await invoke('memories.months', { spaceId, filter });
      if (!open) return;
      if (answer.ok) setMonths(answer.value);
      setError(answer.ok ? null : answer.error);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    refresh.current = () => {
      window.invalidate();
      void loadMonths();
    };
    const stopListening = listen('memories.changed', (change) => {
      if (change.spaceId !== spaceId) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        refresh.current();
      }, REFRESH_MS);
    });
    const close = () => {
      open = false;
      clearTimeout(timer);
      stopListening();
      window.close();
    };
    const stopOnLock = onLock(close);
    setRows(window);
    void loadMonths();
    return () => {
      stopOnLock();
      close();
      setMonths(null);
      setRows(null);
      setError(null);
    };
  }, [spaceId, filter]);

  const retry = useCallback(() => {
    rows?.retry();
    refresh.current();
  }, [rows]);

  const failure = rows?.failure ?? null;
  return { months, error: error ?? (failure === null ? null : errorData(failure)), rows, retry };
}
