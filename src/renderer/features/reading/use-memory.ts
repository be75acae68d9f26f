/** One memory as main has it now: loaded when shown, asked for again when its space changes. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Memory } from '../../../shared/contracts/memories.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke, listen } from '../../bridge.ts';

export interface LoadedMemory {
  readonly memory: Memory | null;
  readonly error: VaultErrorData | null;
  readonly reload: () => void;
}

/** Follows a memory. It is held by the component that shows it and nowhere else. */
export function useMemory(spaceId: string, id: string): LoadedMemory {
  const [memory, setMemory] = useState<Memory | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const asked = useRef(0);

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await invoke('memories.get', { spaceId, id });
    if (mine !== asked.current) return;
    setMemory(answer.ok ? answer.value : null);
    setError(answer.ok ? null : answer.error);
  }, [spaceId, id]);

  useEffect(() => {
    setMemory(null);
    setError(null);
    void reload();
    const stop = listen('memories.changed', (change) => {
      if (change.spaceId === spaceId) void reload();
    });
    return () => {
      stop();
      asked.current += 1;
    };
  }, [reload, spaceId]);

  return { memory, error, reload };
}
