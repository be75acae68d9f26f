/** What I pinned in a space, as main has it now: asked for again when the space changes. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemoryRow } from '../../../shared/contracts/memories.ts';
import { invoke, listen } from '../../bridge.ts';
import { useToasts } from '../../state/toasts.ts';

interface Pins {
  /** Last pinned first; empty until they are known. */
  readonly rows: readonly MemoryRow[];
  /** Pins a memory, or takes its pin away. What goes wrong is said at the foot of the window. */
  readonly toggle: (id: string) => void;
}

/** Follows the pins of a space. */
export function usePins(spaceId: string): Pins {
  const { t } = useTranslation('errors');
  const show = useToasts((store) => store.show);
  const [rows, setRows] = useState<readonly MemoryRow[]>([]);
  const asked = useRef(0);

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await invoke('pins.list', { spaceId });
    // A shelf that does not load is no shelf: the timeline below says what is wrong with the space.
    if (mine === asked.current) setRows(answer.ok ? answer.value : []);
  }, [spaceId]);

  useEffect(() => {
    void reload();
    const stop = listen('memories.changed', (change) => {
      if (change.spaceId === spaceId) void reload();
    });
    return () => {
      stop();
      asked.current += 1;
    };
  }, [reload, spaceId]);

  const toggle = useCallback(
    (id: string) => {
      const pinned = !rows.some((row) => row.id === id);
      void invoke('pins.set', { spaceId, id, pinned }).then((answer) => {
        if (!answer.ok) show({ message: t(`${answer.error.code}.message`) });
      });
    },
    [rows, spaceId, show, t],
  );

  return { rows, toggle };
}
