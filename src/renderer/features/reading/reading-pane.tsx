/** The pane a memory is read in: its tools above, the memory below, or why it cannot be shown. */
import { ArrowLeft, FolderInput, PenLine, Pin, PinOff, Trash2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invoke } from '../../bridge.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Menu } from '../../components/menu.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useMemoryActions } from './memory-actions.ts';
import { MemoryArticle } from './memory-article.tsx';
import { TransferDialog, useOtherSpaces } from './transfer-dialog.tsx';
import { UndoLine } from './undo-line.tsx';
import { useMemory } from './use-memory.ts';

interface ReadingPaneProps {
  readonly spaceId: string;
  readonly memoryId: string;
  /** True where the memory was opened on purpose and reading should go on from its title. */
  readonly takesFocus: boolean;
  readonly isPinned: boolean;
  readonly onPin: () => void;
  readonly onEdit: () => void;
  readonly onClose: () => void;
  readonly onTag: (tag: string) => void;
  readonly onPerson: (person: string) => void;
}

/** Reads one memory. Render it with the memory's id as `key`. */
export function ReadingPane(props: ReadingPaneProps) {
  const { spaceId, memoryId, takesFocus, isPinned, onPin, onEdit, onClose, onTag, onPerson } = props;
  const { t } = useTranslation(['reading', 'transfer']);
  const { memory, error, reload } = useMemory(spaceId, memoryId);
  const { remove, takeBack } = useMemoryActions();
  const targets = useOtherSpaces(spaceId);
  const [transferring, setTransferring] = useState(false);
  const focused = useRef(false);
  const deleting = memory !== null && memory.deletingUntil !== null;

  useEffect(() => {
    if (memory === null || !takesFocus || focused.current) return;
    focused.current = true;
    document.getElementById('memory-title')?.focus({ preventScroll: true });
  }, [memory, takesFocus]);

  // Noted once it can be read, and once for each opening: what is opened often is close at hand.
  const isRead = memory !== null;
  useEffect(() => {
    if (isRead) void invoke('attention.opened', { spaceId, id: memoryId });
  }, [isRead, spaceId, memoryId]);

  // Main forgets a deleted memory in its own time; ask once more when that time has come.
  const deletingUntil = memory?.deletingUntil ?? null;
  useEffect(() => {
    if (deletingUntil === null) return;
    const timer = setTimeout(reload, Math.max(0, Date.parse(deletingUntil) - Date.now()) + 500);
    return () => clearTimeout(timer);
  }, [deletingUntil, reload]);

  return (
    <section aria-label={t('label')} className="flex h-full min-w-0 flex-col">
      <div className="flex shrink-0 items-center gap-1 px-3 py-2">
        <Button variant="quiet" size="small" icon={ArrowLeft} onPress={onClose} className="@3xl/page:hidden">
          {t('back')}
        </Button>
        <span className="grow" />
        {memory !== null && !deleting && (
          <>
            <IconButton icon={PenLine} label={t('edit')} onPress={onEdit} />
            <IconButton icon={Trash2} label={t('delete')} onPress={() => void remove(spaceId, memoryId)} />
            <Menu
              label={t('transfer:more')}
              entries={[
                {
                  id: 'pin',
                  label: t(isPinned ? 'unpin' : 'pin'),
                  icon: isPinned ? PinOff : Pin,
                  // A pin would say that it is there.
                  isDisabled: memory.band === 'BLACK',
                  run: onPin,
                },
                {
                  id: 'transfer',
                  label: t('transfer:entry'),
                  icon: FolderInput,
                  isDisabled: targets.length === 0,
                  run: () => setTransferring(true),
                },
              ]}
            />
            {transferring && (
              <TransferDialog
                memory={memory}
                targets={targets}
                isOpen
                onClose={() => setTransferring(false)}
              />
            )}
          </>
        )}
        <span className="@max-3xl/page:hidden">
          <IconButton icon={X} label={t('close')} onPress={onClose} />
        </span>
      </div>
      <div className="relative min-h-0 grow overflow-y-auto">
        {error !== null && (
          <div className="mx-auto max-w-[40rem] px-6 py-6">
            {error.code === 'MEMORY_NOT_FOUND' ? (
              <p className="text-ink-soft italic">{t('deleted')}</p>
            ) : (
              <ErrorNotice error={error} onRetry={reload} />
            )}
          </div>
        )}
        {error === null && memory === null && (
          <div className="mx-auto max-w-[40rem] px-6 py-6">
            <Skeleton lines={9} />
          </div>
        )}
        {memory !== null && deleting && (
          <div className="mx-auto max-w-[40rem] px-6 py-6" role="status">
            <UndoLine title={memory.title} onUndo={() => void takeBack(spaceId, memoryId)} />
          </div>
        )}
        {memory !== null && !deleting && <MemoryArticle memory={memory} onTag={onTag} onPerson={onPerson} />}
      </div>
    </section>
  );
}
