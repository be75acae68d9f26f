/**
 * One press of a button that changes something: done at once, with Undo at the foot of the window; what goes wrong is
 * said there too, since what was pressed may be gone by then.
 */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import type { Result } from '../../../shared/result.ts';
import { useToasts } from '../../state/toasts.ts';

interface Deed<T> {
  readonly run: () => Promise<Result<T>>;
  /** Said when it is done. */
  readonly done: string;
  /** Takes it back. */
  readonly undo?: (made: T) => Promise<Result<unknown>>;
}

/** Answers with the function that does a deed. */
export function useDeed(): <T>(deed: Deed<T>) => Promise<boolean> {
  const { t } = useTranslation(['common', 'errors']);
  const show = useToasts((store) => store.show);
  return useCallback(
    async ({ run, done, undo }) => {
      const tell = (error: VaultErrorData) => show({ message: t(`errors:${error.code}.message`) });
      const answer = await run();
      if (!answer.ok) {
        tell(answer.error);
        return false;
      }
      const takeBack = async () => {
        const taken = await undo?.(answer.value);
        if (taken !== undefined && !taken.ok) tell(taken.error);
      };
      const action =
        undo === undefined ? undefined : { label: t('common:action.undo'), run: () => void takeBack() };
      show({ message: done, action });
      return true;
    },
    [show, t],
  );
}
