/** How far a run is and how long it still takes, in a few words. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportProgress } from '../../../shared/contracts/imports.ts';
import { formatDuration, secondsLeft } from './duration.ts';

/** A function that says it. */
export function useRunNote(): (run: ImportProgress) => string {
  const { t, i18n } = useTranslation('import');
  return useCallback(
    (run) => {
      const far =
        run.total === null
          ? t('soFar', { done: run.done })
          : t('soFarOf', { done: run.done, total: run.total });
      const left = secondsLeft(run.done, run.total, run.seconds);
      return left === null ? far : `${far}, ${t('left', { time: formatDuration(left, i18n.language) })}`;
    },
    [t, i18n.language],
  );
}
