/** What the alerts look at: the figures of the last five minutes, the disk, the logs. */
import { statfs } from 'node:fs/promises';
import type { AlertKey, SeriesKind } from '../../shared/contracts/health.ts';
import type { Figures } from './metrics.ts';

/** Fewer than so many of a kind say little about a 95th percentile, and fewer look-ups little about a share. */
const LEAST_COUNT = 20;
const LEAST_LOOKUPS = 100;

/** Null where nothing, or too little, was measured. */
export async function valuesOf(
  directory: string,
  figures: Figures,
): Promise<Readonly<Record<AlertKey, number | null>>> {
  const recent = figures.recent();
  const p95 = (kind: SeriesKind): number | null => {
    const histogram = recent.histogram('operation', kind);
    return histogram === null || histogram.count < LEAST_COUNT ? null : histogram.quantile(0.95);
  };
  const { counters, gauges } = recent.data();
  const sum = (labels: Readonly<Record<string, number>> | undefined): number =>
    Object.values(labels ?? {}).reduce((total, value) => total + value, 0);
  const hits = sum(counters.cache_hits);
  const lookups = hits + sum(counters.cache_misses);
  const room = await statfs(directory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
  return {
    'unit-p95': p95('unit'),
    'acquisition-p95': p95('acquisition'),
    'query-p95': p95('query'),
    'aggregation-p95': p95('aggregation'),
    'health-p95': p95('health'),
    'hit-rate': lookups < LEAST_LOOKUPS ? null : hits / lookups,
    'disk-room': room,
    'log-size': Math.max(0, ...Object.values(gauges.log_size ?? {})),
  };
}
