/** The drafts of one space that wait to be finished; asked for again after each change of the space. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft } from '../../../shared/contracts/memories.ts';
import { invoke } from '../../bridge.ts';

interface Drafts {
  /** Null until the first answer. */
  readonly drafts: readonly Draft[] | null;
  readonly reload: () => void;
}

/** Follows the drafts while `isWanted`; what was loaded stays with the component that shows it. */
export function useDrafts(spaceId: string, isWanted: boolean): Drafts {
  const [drafts, setDrafts] = useState<readonly Draft[] | null>(null);
  const asked = useRef(0);

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await invoke('drafts.list', {});
    if (mine !== asked.current) return;
    // Where drafts cannot be read, writing must still be possible; the error shows itself on saving.
    setDrafts(answer.ok ? answer.value.filter((draft) => draft.spaceId === spaceId) : []);
  }, [spaceId]);

  useEffect(() => {
    if (isWanted) void reload();
    return () => {
      asked.current += 1;
    };
  }, [isWanted, reload]);

  return { drafts, reload };
}
