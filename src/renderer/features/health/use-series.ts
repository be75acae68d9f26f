/** How long things took, asked for anew while it is looked at. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Series, SeriesRange } from '../../../shared/contracts/health.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';

const REFRESH_MS = 30_000;

interface MeasuredTimes {
  readonly series: Series | null;
  readonly error: VaultErrorData | null;
  readonly reload: () => void;
}

/** The series of the whole vault over a range. The one before stays until the next is there. */
export function useSeries(range: SeriesRange): MeasuredTimes {
  const [series, setSeries] = useState<Series | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const asked = useRef(0);

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await invoke('health.series', { spaceId: null, range });
    if (mine !== asked.current) return;
    if (answer.ok) setSeries(answer.value);
    setError(answer.ok ? null : answer.error);
  }, [range]);

  useEffect(() => {
    void reload();
    const timer = setInterval(() => void reload(), REFRESH_MS);
    return () => {
      clearInterval(timer);
      asked.current += 1;
    };
  }, [reload]);

  return { series, error, reload };
}
