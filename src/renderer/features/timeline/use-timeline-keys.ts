/**
 * The keys of the timeline: n new, e edit, p pin, Delete, Escape back. They mean the row that has the keyboard, else
 * the memory that is open. They rest while someone types and while a dialog is open.
 */
import { useEffect } from 'react';
import type { MemoryRow } from '../../../shared/contracts/memories.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useMemoryActions } from '../reading/memory-actions.ts';
import type { PageWindow } from './page-window.ts';

interface TimelineKeys {
  readonly spaceId: string;
  readonly rows: PageWindow<MemoryRow> | null;
  readonly memoryId: string | null;
  readonly composing: boolean;
  readonly close: () => void;
  readonly pin: (id: string) => void;
}

const TYPING = 'input, textarea, select, [role="textbox"], [role="slider"], [contenteditable="true"]';

function isBusyElsewhere(event: KeyboardEvent): boolean {
  return (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    (event.target instanceof Element && event.target.closest(TYPING) !== null) ||
    document.querySelector('[role="dialog"], [role="alertdialog"], [role="listbox"], [role="menu"]') !== null
  );
}

/** The memory of the row that has the keyboard. */
function focusedMemory(rows: PageWindow<MemoryRow> | null): string | null {
  const row = document.activeElement?.closest<HTMLElement>('[data-index]');
  const index = row?.dataset.index;
  return index === undefined ? null : (rows?.row(Number(index))?.id ?? null);
}

/** Listens while the timeline is shown. */
export function useTimelineKeys({ spaceId, rows, memoryId, composing, close, pin }: TimelineKeys): void {
  const { remove } = useMemoryActions();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isBusyElsewhere(event) || composing) return;
      const { go } = useNavigation.getState();
      const meant = focusedMemory(rows) ?? memoryId;
      if (event.key === 'n') go({ composing: true });
      else if (event.key === 'e' && meant !== null) go({ memoryId: meant, composing: true });
      else if (event.key === 'p' && meant !== null) pin(meant);
      else if (event.key === 'Delete' && meant !== null) void remove(spaceId, meant);
      else if (event.key === 'Escape' && memoryId !== null) close();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [spaceId, rows, memoryId, composing, close, pin, remove]);
}
