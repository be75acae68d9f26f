/** Searching while someone types: one question at a time, a moment after the last key, the newest wins. */
import { useCallback, useEffect, useState } from 'react';
import type { ChannelOutput } from '../../../shared/channels.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { invoke } from '../../bridge.ts';

const REST_MS = 150;
const MOST_HITS = 100;

interface Search {
  /** What was found last; stays until the next answer. Null before the first. */
  readonly found: ChannelOutput<'memories.search'> | null;
  readonly error: VaultErrorData | null;
  readonly isLooking: boolean;
  readonly retry: () => void;
}

/** Looks in one space, or in all where that is null. An empty query finds nothing and asks nothing. */
export function useSearch(spaceId: string | null, query: string): Search {
  const [found, setFound] = useState<Search['found']>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const [isLooking, setLooking] = useState(false);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again after a failure.
  useEffect(() => {
    setError(null);
    if (query === '') {
      setFound(null);
      setLooking(false);
      return;
    }
    let wanted = true;
    setLooking(true);
    const timer = setTimeout(async () => {
      const answer = await invoke('memories.search', {
        spaceId,
        query: query.slice(0, LIMITS.queryLength),
        limit: MOST_HITS,
      });
      if (!wanted) return;
      setLooking(false);
      setFound(answer.ok ? answer.value : null);
      setError(answer.ok ? null : answer.error);
    }, REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [spaceId, query, round]);

  return { found, error, isLooking, retry: useCallback(() => setRound((last) => last + 1), []) };
}
