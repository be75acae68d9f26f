/** The backup being made, checked or restored, or how the last one ended: it runs in main, whoever looks. */
import { useEffect, useState } from 'react';
import type { BackupProgress } from '../../../shared/contracts/backups.ts';
import { invoke, listen } from '../../bridge.ts';

/** Null where there was none since the app started. */
export function useBackupRun(): BackupProgress | null {
  const [run, setRun] = useState<BackupProgress | null>(null);
  useEffect(() => {
    let open = true;
    const stop = listen('backups.progress', setRun);
    void invoke('backups.state', {}).then((answer) => {
      // What was told meanwhile is newer.
      if (open && answer.ok) setRun((told) => told ?? answer.value);
    });
    return () => {
      open = false;
      stop();
    };
  }, []);
  return run;
}
