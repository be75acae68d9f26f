/** An answer of main about a space's reminders, goals, moods or scenarios, asked for again whenever they change. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChannelInput, ChannelName, ChannelOutput } from '../../../shared/channels.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke, listen } from '../../bridge.ts';

type PlanningChannel = Extract<
  ChannelName,
  `reminders.${string}` | `goals.${string}` | `moods.${string}` | `scenarios.${string}`
>;

export interface Followed<T> {
  /** Null until the first answer; stays while the same question is asked again. */
  readonly value: T | null;
  readonly error: VaultErrorData | null;
  readonly reload: () => void;
}

/** Asks, and follows. The input is compared by what it says, so that it may be written in place. */
export function useFollowed<C extends PlanningChannel>(
  channel: C,
  input: ChannelInput<C> & { readonly spaceId: string },
): Followed<ChannelOutput<C>> {
  const [value, setValue] = useState<ChannelOutput<C> | null>(null);
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
    if (answer.ok) setValue(answer.value);
    setError(answer.ok ? null : answer.error);
  }, [channel]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another question is asked at once.
  useEffect(() => {
    void reload();
    const stop = listen('planning.changed', (change) => {
      if (change.spaceId === null || change.spaceId === spaceId) void reload();
    });
    return () => {
      stop();
      asked.current += 1;
    };
  }, [reload, spaceId, question]);

  return { value, error, reload: () => void reload() };
}
