/** Whole seconds until something may be tried again. */
import { useEffect, useState } from 'react';

/** Counts down to `until` (milliseconds since 1970); 0 when it has passed or nothing is waited for. */
export function useSecondsUntil(until: number | null): number {
  const left = () => (until === null ? 0 : Math.max(0, Math.ceil((until - Date.now()) / 1000)));
  const [, tick] = useState(0);
  const seconds = left();
  useEffect(() => {
    if (until === null || seconds === 0) return;
    const timer = setTimeout(() => tick((count) => count + 1), 1000);
    return () => clearTimeout(timer);
  }, [until, seconds]);
  return seconds;
}
