/** What can be done with a scenario by one press, each with its way back. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/contracts/scenarios.ts';
import { invoke } from '../../bridge.ts';
import { useDeed } from '../planning/use-deed.ts';

interface ScenarioDeeds {
  /** What came is not known after all. */
  readonly reopen: (scenario: Scenario) => Promise<boolean>;
  readonly remove: (scenario: Scenario) => Promise<boolean>;
}

export function useScenarioDeeds(): ScenarioDeeds {
  const { t } = useTranslation('scenarios');
  const deed = useDeed();
  return useMemo(
    () => ({
      reopen: ({ spaceId, id, version, resolution, title }) => {
        const resolve = (from: number, to: typeof resolution) =>
          invoke('scenarios.resolve', {
            spaceId,
            id,
            version: from,
            resolution: to,
            idempotencyKey: crypto.randomUUID(),
          });
        return deed({
          run: () => resolve(version, null),
          done: t('said.reopened', { title }),
          undo: (made) => resolve(made.version, resolution),
        });
      },
      remove: ({ spaceId, id, title }) =>
        deed({
          run: () => invoke('scenarios.delete', { spaceId, id }),
          done: t('said.deleted', { title }),
          undo: () => invoke('scenarios.undoDelete', { spaceId, id }),
        }),
    }),
    [deed, t],
  );
}
