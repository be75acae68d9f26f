/**
 * Deleting a memory and taking it back, from wherever it is shown.
 *
 * Main keeps a deleted memory for a few seconds (`deletingUntil`) and tells every list; nothing is kept here.
 * What goes wrong is said at the foot of the window, since the row that was pressed may be gone by then.
 */
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { useToasts } from '../../state/toasts.ts';

interface MemoryActions {
  readonly remove: (spaceId: string, id: string) => Promise<void>;
  readonly takeBack: (spaceId: string, id: string) => Promise<void>;
}

/** Delete and Undo. */
export function useMemoryActions(): MemoryActions {
  const { t } = useTranslation(['reading', 'errors']);
  const show = useToasts((store) => store.show);
  const tell = (error: VaultErrorData) => show({ message: t(`errors:${error.code}.message`) });
  return {
    async remove(spaceId, id) {
      const answer = await invoke('memories.delete', { spaceId, id });
      if (!answer.ok) tell(answer.error);
    },
    async takeBack(spaceId, id) {
      const answer = await invoke('memories.undoDelete', { spaceId, id });
      if (!answer.ok) tell(answer.error);
      else if (!answer.value.undone) show({ message: t('reading:undoTooLate') });
    },
  };
}
