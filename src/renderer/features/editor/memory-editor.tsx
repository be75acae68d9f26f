/**
 * Opens the editor: on a new page, on a memory, or on a draft of either, with everything it needs loaded first.
 * A draft whose memory is gone opens as a new memory: what was typed is worth more than where it belonged.
 */
import { useEffect, useState } from 'react';
import type { Draft, Memory } from '../../../shared/contracts/memories.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { EditorSheet } from './editor-sheet.tsx';

interface MemoryEditorProps {
  readonly space: Space;
  /** Null for a new memory. */
  readonly memoryId: string | null;
  readonly draft: Draft | null;
  /** The editor is done; with the memory's id where it was saved. */
  readonly onClose: (savedId: string | null) => void;
  readonly onDraftRestored: () => void;
}

/** Render it with a `key` that says what is edited: what it opens with is read once. */
export function MemoryEditor(props: MemoryEditorProps) {
  const { space, memoryId, draft, onClose, onDraftRestored } = props;
  const [memory, setMemory] = useState<Memory | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again after a failure.
  useEffect(() => {
    if (memoryId === null) return;
    let wanted = true;
    void invoke('memories.get', { spaceId: space.id, id: memoryId }).then((answer) => {
      if (!wanted) return;
      if (answer.ok) setMemory(answer.value);
      setError(answer.ok ? null : answer.error);
    });
    return () => {
      wanted = false;
    };
  }, [space.id, memoryId, round]);

  const orphaned = error?.code === 'MEMORY_NOT_FOUND' && draft !== null;
  if (memoryId !== null && memory === null && !orphaned) {
    return (
      <div className="mx-auto max-w-[44rem] px-6 py-8">
        {error === null ? (
          <Skeleton lines={9} />
        ) : (
          <ErrorNotice error={error} onRetry={() => setRound(round + 1)} />
        )}
      </div>
    );
  }
  return (
    <EditorSheet
      space={space}
      memory={memory}
      draft={draft}
      onClose={onClose}
      onDraftRestored={onDraftRestored}
    />
  );
}
