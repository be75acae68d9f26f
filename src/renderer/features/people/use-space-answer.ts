/** An answer of main about a space's memories or graph, asked for again whenever something in the space changes. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChannelInput, ChannelName, ChannelOutput } from '../../../shared/channels.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke, listen } from '../../bridge.ts';

type SpaceChannel = Extract<ChannelName, `people.${'list' | 'view'}` | `rediscovery.${string}`>;

export interface SpaceAnswer<T> {
  /** Null until the first answer to this question; stays while the same one is asked again. */
  readonly value: T | null;
  readonly error: VaultErrorData | null;
  readonly reload: () => void;
}

/** Asks, and follows. The input is compared by what it says, so that it may be written in place. */
export function useSpaceAnswer<C extends SpaceChannel>(
  channel: C,
  input: ChannelInput<C> & { readonly spaceId: string },
): SpaceAnswer<ChannelOutput<C>> {
  const [answered, setAnswered] = useState<{ question: string; value: ChannelOutput<C> } | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const asked = useRef(0);
  const latest = useRef(input);
  latest.current = input;
  const { spaceId } = input;
  const question = JSON.stringify(input);

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await invoke(channel, latest.current);
    if (mine !== asked.current) return;
    if (answer.ok) setAnswered({ question: JSON.stringify(latest.current), value: answer.value });
    setError(answer.ok ? null : answer.error);
  }, [channel]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another question is asked at once.
  useEffect(() => {
    void reload();
    const stop = listen('memories.changed', (change) => {
      if (change.spaceId === spaceId) void reload();
    });
    return () => {
      stop();
      asked.current += 1;
    };
  }, [reload, spaceId, question]);

  const value = answered?.question === question ? answered.value : null;
  return { value, error, reload: () => void reload() };
}
