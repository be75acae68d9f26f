/**
 * Saving what the editor holds.
 *
 * Invariants: trying again after a failure sends the same idempotency key as long as nothing was changed in
 * between, so that a save whose answer got lost is not done twice; a conflict never overwrites anything, it
 * brings the newer version to be shown beside what was typed.
 */
import { useRef, useState } from 'react';
import type { Memory, MemoryInput } from '../../../shared/contracts/memories.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';

/** What a save is of: a memory at the version it was begun from, or a new one. */
interface SaveTarget {
  readonly spaceId: string;
  readonly id: string | null;
  readonly version: number | null;
}

interface Saving {
  readonly isSaving: boolean;
  readonly error: VaultErrorData | null;
  /** The newer version, while there is a conflict to be settled. */
  readonly newer: Memory | null;
  /** Answers with the memory's id once it is saved. */
  readonly save: (target: SaveTarget, input: MemoryInput) => Promise<string | null>;
  readonly settle: () => void;
}

/** One editor's saves. */
export function useSaving(): Saving {
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const [newer, setNewer] = useState<Memory | null>(null);
  const attempt = useRef({ sent: '', key: '' });

  const keyFor = (target: SaveTarget, input: MemoryInput): string => {
    const sent = JSON.stringify([target, input]);
    if (attempt.current.sent !== sent) attempt.current = { sent, key: crypto.randomUUID() };
    return attempt.current.key;
  };

  const send = ({ spaceId, id, version }: SaveTarget, input: MemoryInput, idempotencyKey: string) =>
    id === null || version === null
      ? invoke('memories.add', { spaceId, input, idempotencyKey })
      : invoke('memories.edit', { spaceId, id, version, input, idempotencyKey });

  return {
    isSaving,
    error,
    newer,
    settle: () => setNewer(null),
    save: async (target, input) => {
      setSaving(true);
      setError(null);
      const answer = await send(target, input, keyFor(target, input));
      if (answer.ok) {
        setSaving(false);
        return answer.value.id;
      }
      if (answer.error.code === 'CONFLICT' && target.id !== null) {
        const theirs = await invoke('memories.get', { spaceId: target.spaceId, id: target.id });
        if (theirs.ok) setNewer(theirs.value);
        else setError(theirs.error);
      } else {
        setError(answer.error);
      }
      setSaving(false);
      return null;
    },
  };
}
