/**
 * The imports main knows of: running, finished and not yet put away, interrupted.
 *
 * They run in main whatever page is open; this only mirrors them for as long as someone looks.
 */
import { useEffect, useRef, useState } from 'react';
import type { ImportProgress } from '../../../shared/contracts/imports.ts';
import { invoke, listen } from '../../bridge.ts';

/** Follows all runs. `onEnded` hears of each that stops running while it is followed. */
export function useImportRuns(onEnded?: (run: ImportProgress) => void): readonly ImportProgress[] {
  const [runs, setRuns] = useState<readonly ImportProgress[]>([]);
  const ended = useRef(onEnded);
  ended.current = onEnded;

  useEffect(() => {
    let open = true;
    const known = new Map<string, ImportProgress>();
    const load = async () => {
      const answer = await invoke('imports.list', {});
      if (!open || !answer.ok) return;
      known.clear();
      for (const run of answer.value) known.set(run.runId, run);
      setRuns(answer.value);
    };
    const stop = listen('imports.progress', (run) => {
      const before = known.get(run.runId);
      known.set(run.runId, run);
      setRuns([...known.values()]);
      if (before?.state === 'running' && run.state !== 'running') ended.current?.(run);
      // A run that is new, or has ended, may have changed what else main remembers.
      if (before === undefined || before.state !== run.state) void load();
    });
    window.addEventListener(DISMISSED, load);
    void load();
    return () => {
      open = false;
      window.removeEventListener(DISMISSED, load);
      stop();
    };
  }, []);

  return runs;
}

const DISMISSED = 'memoryos:import-dismissed';

/** Puts a finished run away, for everyone who follows. */
export async function dismissRun(runId: string): Promise<void> {
  await invoke('imports.dismiss', { runId });
  window.dispatchEvent(new Event(DISMISSED));
}
