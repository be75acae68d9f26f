/** What I thought of the answers to a question: known from before, and changed by a press. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../../shared/contracts/memories.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { invoke } from '../../bridge.ts';
import { useToasts } from '../../state/toasts.ts';

interface Judgements {
  /** Null where I said nothing. */
  readonly of: (hit: SearchHit) => boolean | null;
  /** @param place where it stands, from 1 */
  readonly judge: (hit: SearchHit, place: number, helpful: boolean | null) => void;
}

const REST_MS = 300;

const keyOf = (spaceId: string, memoryId: string): string => `${spaceId} ${memoryId}`;

/** Follows one question, in one space or (null) in all; asks a moment after the typing rests. */
export function useJudgements(spaceId: string | null, query: string): Judgements {
  const { t } = useTranslation('errors');
  const show = useToasts((store) => store.show);
  const [known, setKnown] = useState<ReadonlyMap<string, boolean>>(new Map());
  const question = query.slice(0, LIMITS.queryLength);

  useEffect(() => {
    setKnown(new Map());
    if (question === '') return;
    let wanted = true;
    const timer = setTimeout(async () => {
      const answer = await invoke('answers.judged', { spaceId, question });
      // Not knowing it shows no thumb pressed, which is what a new question shows.
      if (!wanted || !answer.ok) return;
      setKnown(new Map(answer.value.map((one) => [keyOf(one.spaceId, one.memoryId), one.helpful])));
    }, REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [spaceId, question]);

  const judge = async ({ memory }: SearchHit, place: number, helpful: boolean | null) => {
    const asked = { spaceId: memory.spaceId, memoryId: memory.id, question, place, helpful };
    const answer = await invoke('answers.judge', asked);
    if (!answer.ok) {
      show({ message: t(`${answer.error.code}.message`) });
      return;
    }
    setKnown((before) => {
      const after = new Map(before);
      const key = keyOf(memory.spaceId, memory.id);
      if (helpful === null) after.delete(key);
      else after.set(key, helpful);
      return after;
    });
  };

  return {
    of: ({ memory }) => known.get(keyOf(memory.spaceId, memory.id)) ?? null,
    judge: (hit, place, helpful) => void judge(hit, place, helpful),
  };
}
