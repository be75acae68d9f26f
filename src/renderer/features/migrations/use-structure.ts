/** Where the structure of every database stands, asked when the page opens and when the spaces change. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DatabaseStructureView } from '../../../shared/contracts/migrations.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke, listen } from '../../bridge.ts';

interface Structure {
  /** Null until it is known. */
  readonly databases: readonly DatabaseStructureView[] | null;
  readonly error: VaultErrorData | null;
  readonly reload: () => void;
}

export function useStructure(): Structure {
  const [databases, setDatabases] = useState<Structure['databases']>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const asked = useRef(0);

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await invoke('migrations.status', {});
    if (mine !== asked.current) return;
    if (answer.ok) setDatabases(answer.value.databases);
    setError(answer.ok ? null : answer.error);
  }, []);

  useEffect(() => {
    void reload();
    const stop = listen('spaces.changed', () => void reload());
    return () => {
      stop();
      asked.current += 1;
    };
  }, [reload]);

  return { databases, error, reload: () => void reload() };
}
