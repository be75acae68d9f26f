/** What can be done with a goal by one press, each with its way back. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goal } from '../../../shared/contracts/goals.ts';
import { invoke } from '../../bridge.ts';
import { useDeed } from '../planning/use-deed.ts';

interface GoalDeeds {
  readonly satisfy: (goal: Goal) => Promise<boolean>;
  /** Puts away, or takes up again. */
  readonly rest: (goal: Goal, resting: boolean) => Promise<boolean>;
  readonly remove: (goal: Goal) => Promise<boolean>;
}

export function useGoalDeeds(): GoalDeeds {
  const { t } = useTranslation('goals');
  const deed = useDeed();
  return useMemo(() => {
    const setResting = (
      { spaceId, id, title, note, band, halfLifeDays }: Goal,
      version: number,
      resting: boolean,
    ) =>
      invoke('goals.edit', {
        spaceId,
        id,
        version,
        input: { title, note, band, halfLifeDays, resting },
        idempotencyKey: crypto.randomUUID(),
      });
    return {
      satisfy: ({ spaceId, id, title }) =>
        deed({
          run: () => invoke('goals.satisfy', { spaceId, id, idempotencyKey: crypto.randomUUID() }),
          done: t('said.done', { title }),
          undo: ({ metId }) => invoke('goals.unsatisfy', { spaceId, id, metId }),
        }),
      rest: (goal, resting) =>
        deed({
          run: () => setResting(goal, goal.version, resting),
          done: t(resting ? 'said.rests' : 'said.wakes', { title: goal.title }),
          undo: ({ version }) => setResting(goal, version, !resting),
        }),
      remove: ({ spaceId, id, title }) =>
        deed({
          run: () => invoke('goals.delete', { spaceId, id }),
          done: t('said.deleted', { title }),
          undo: () => invoke('goals.undoDelete', { spaceId, id }),
        }),
    };
  }, [deed, t]);
}
