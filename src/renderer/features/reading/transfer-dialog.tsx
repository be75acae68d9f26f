/**
 * Where a memory should go, and whether it stays here too. Says plainly that there is no undo: moving it back is one.
 */
import { Copy, FolderInput } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { staysOnDevice } from '../../../shared/bands.ts';
import type { Memory } from '../../../shared/contracts/memories.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceCards } from '../../components/choice-cards.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Select } from '../../components/select.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useSpaces } from '../../state/spaces.ts';
import { useToasts } from '../../state/toasts.ts';

/** The spaces a memory of this one can go to. */
export function useOtherSpaces(spaceId: string): readonly Space[] {
  const spaces = useSpaces((store) => store.spaces);
  return (spaces ?? []).filter(({ id, problem }) => id !== spaceId && problem === null);
}

interface TransferDialogProps {
  readonly memory: Memory;
  /** At least one. */
  readonly targets: readonly Space[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks, moves or copies, and says where it is now. Render it anew for each memory. */
export function TransferDialog({ memory, targets, isOpen, onClose }: TransferDialogProps) {
  const { t } = useTranslation(['transfer', 'common']);
  const [kind, setKind] = useState<'move' | 'copy'>('move');
  const [targetId, setTargetId] = useState(targets[0]?.id ?? '');
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);
  // Pressing twice, or again after an answer that got lost, is one transfer.
  const key = useRef(crypto.randomUUID());
  const target = targets.find(({ id }) => id === targetId) ?? targets[0];
  const show = useToasts((store) => store.show);
  const go = useNavigation((place) => place.go);
  if (target === undefined) return null;

  const transfer = async () => {
    setPending(true);
    setError(null);
    const answer = await invoke('memories.transfer', {
      spaceId: memory.spaceId,
      id: memory.id,
      targetSpaceId: target.id,
      kind,
      idempotencyKey: key.current,
    });
    setPending(false);
    key.current = crypto.randomUUID();
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    onClose();
    const { id } = answer.value;
    show({
      message: t(kind === 'move' ? 'moved' : 'copied', { space: target.name }),
      action: { label: t('open'), run: () => go({ page: 'timeline', spaceId: target.id, memoryId: id }) },
    });
  };

  return (
    <Dialog
      title={t('title')}
      isOpen={isOpen}
      isDismissable={!isPending}
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" isDisabled={isPending} onPress={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button variant="primary" isPending={isPending} onPress={() => void transfer()}>
            {t(kind === 'move' ? 'move' : 'copy')}
          </Button>
        </>
      }
    >
      {error !== null && <ErrorNotice error={error} onRetry={() => void transfer()} />}
      <Select
        label={t('where')}
        choices={targets.map(({ id, name }) => ({ value: id, label: name }))}
        value={target.id}
        onChange={setTargetId}
      />
      <ChoiceCards
        label={t('how')}
        value={kind}
        onChange={setKind}
        choices={[
          { value: 'move', label: t('move'), description: t('moveHint'), icon: FolderInput },
          { value: 'copy', label: t('copy'), description: t('copyHint'), icon: Copy },
        ]}
      />
      <p className="text-ink-soft text-sm">
        {t(kind === 'move' ? 'noUndoMove' : 'noUndoCopy')}
        {staysOnDevice(target.tier, memory.band) && ` ${t('staysOnDevice', { space: target.name })}`}
      </p>
    </Dialog>
  );
}
