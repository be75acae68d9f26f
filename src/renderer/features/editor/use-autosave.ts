/** Joins `DraftAutosave` to the editor: drafts go to main, and what is still unsaved goes when the editor does. */
import { useEffect, useRef, useState } from 'react';
import type { Draft } from '../../../shared/contracts/memories.ts';
import { invoke } from '../../bridge.ts';
import { onLock } from '../../state/on-lock.ts';
import { type AutosaveState, DraftAutosave } from './draft-autosave.ts';
import { draftInputOf, type EditorForm } from './editor-form.ts';

export interface DraftKey {
  readonly id: string;
  readonly spaceId: string;
  readonly baseVersion: number | null;
}

interface Autosave {
  readonly state: AutosaveState;
  readonly savedAt: string | null;
  readonly change: (key: DraftKey, form: EditorForm) => void;
  readonly flush: () => void;
  /** Nothing is saved any more, and what was is gone from main. */
  readonly discard: (key: DraftKey) => Promise<void>;
}

/** Autosave for as long as the editor is open. */
export function useAutosave(): Autosave {
  const [state, setState] = useState<AutosaveState>('unchanged');
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const autosave = useRef<DraftAutosave<{ key: DraftKey; form: EditorForm }> | null>(null);

  useEffect(() => {
    const running = new DraftAutosave<{ key: DraftKey; form: EditorForm }>({
      onState: setState,
      save: async ({ key, form }) => {
        const draft: Omit<Draft, 'savedAt'> = { ...key, input: draftInputOf(form) };
        const answer = await invoke('drafts.save', draft);
        if (answer.ok) setSavedAt(answer.value.savedAt);
        return answer.ok;
      },
    });
    autosave.current = running;
    const stopOnLock = onLock(() => void running.stop());
    return () => {
      stopOnLock();
      void running.flush().then(() => running.stop());
    };
  }, []);

  return {
    state,
    savedAt,
    change: (key, form) => autosave.current?.change({ key, form }),
    flush: () => void autosave.current?.flush(),
    discard: async ({ spaceId, id }) => {
      await autosave.current?.stop();
      await invoke('drafts.discard', { spaceId, id });
    },
  };
}
