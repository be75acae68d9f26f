/**
 * The figures of the whole vault: gathered from its databases, kept by minute, hour and day in vault.db, shown as series,
 * counters and OpenMetrics text.
 *
 * Invariants: figures are names and numbers; what is kept is written in one transaction without a receipt, and nothing is
 * written where nothing happened; a database that does not answer keeps its figures to itself and holds up no other.
 */
import type {
  Counter,
  Series,
  SeriesKind,
  SeriesRange,
  SlowStatement,
} from '../../shared/contracts/health.ts';
import { SERIES_KINDS } from '../../shared/contracts/health.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { Histogram } from '../observability/histogram.ts';
import { difference, Metrics, type MetricsData, NO_METRICS } from '../observability/metrics.ts';
import { openMetricsText } from '../observability/openmetrics.ts';
import { type Span, SpanLog } from '../observability/trace.ts';
import type { DatabaseFigures } from '../storage/database-figures.ts';
import type { TelemetryFigure, TelemetryLine } from '../storage/stores/telemetry/contract.ts';
import type { OpenVault } from '../vault/contract.ts';
import type { Target } from './targets.ts';

/** Counters that are kept over days, and the group they are shown in. */
const GROUPS: Readonly<Record<string, Counter['group']>> = {
  errors: 'errors',
  security: 'security',
  io_errors: 'io',
  checkpoints: 'io',
  corruption: 'recovery',
  recoveries: 'recovery',
  retries: 'recovery',
  connections_replaced: 'recovery',
  acquisition_timeouts: 'io',
  units: 'work',
  commits: 'work',
  acquisitions: 'work',
  slow_statements: 'work',
};

/** Errors that are refusals, or signs that somebody tampered with something. */
const SECURITY: ReadonlySet<ErrorCode> = new Set([
  'ACCESS_DENIED',
  'SENDER_REFUSED',
  'UNKNOWN_CHANNEL',
  'WRONG_PASSPHRASE',
  'RATE_LIMITED',
  'WRONG_KEY',
  'SEAL_BROKEN',
  'SPACE_SWAPPED',
  'SPACE_ROLLED_BACK',
  'RECEIPT_CHAIN_BROKEN',
  'MIGRATION_CHECKSUM',
]);

const RANGES: Readonly<Record<SeriesRange, { seconds: number; bucket: number; resolution: 60 | 3_600 }>> = {
  hour: { seconds: 3_600, bucket: 60, resolution: 60 },
  day: { seconds: 86_400, bucket: 900, resolution: 60 },
  month: { seconds: 30 * 86_400, bucket: 6 * 3_600, resolution: 3_600 },
};

export interface KindDurations {
  readonly kind: SeriesKind;
  readonly count: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface Gathered {
  readonly target: Target;
  readonly figures: DatabaseFigures;
}

export class Figures {
  /** What happened outside of any database: errors told, refusals, recoveries. */
  readonly own = new Metrics();
  /** Calls of the page. */
  readonly calls = new SpanLog();
  /** The last look at each database, by space id; empty for the registry. */
  #before = new Map<string, MetricsData>();
  #ownBefore: MetricsData = NO_METRICS;
  #gathered: readonly Gathered[] = [];
  /** What came in each of the last gatherings, newest last. */
  #recent: MetricsData[] = [];

  /** Somebody was told of an error. */
  told(code: ErrorCode): void {
    this.own.count('errors', code);
    if (SECURITY.has(code)) this.own.count('security', code);
  }

  /** Looks at every database. Nothing is kept yet. */
  async gather(targets: readonly Target[]): Promise<readonly Gathered[]> {
    const seen = await Promise.allSettled(
      targets.map(async (target) => ({ target, figures: withPool(target, await target.database.figures()) })),
    );
    this.#gathered = seen.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    return this.#gathered;
  }

  /** Keeps what came since the last time. @returns what that was, all databases together */
  async keep(vault: OpenVault, nowMs: number): Promise<MetricsData> {
    const rows: TelemetryFigure[] = [];
    const all = new Metrics();
    const add = (spaceId: string | null, more: MetricsData): void => {
      all.absorb(more);
      rows.push(...rowsOf(spaceId, more));
    };
    const own = this.own.data();
    add(null, difference(own, this.#ownBefore));
    const before = new Map<string, MetricsData>();
    for (const { target, figures } of this.#gathered) {
      const key = target.spaceId ?? '';
      before.set(key, figures.metrics);
      const last = this.#before.get(key);
      // A database that was opened anew counts from 0 again.
      add(
        target.spaceId,
        last === undefined || isReset(figures.metrics, last)
          ? figures.metrics
          : difference(figures.metrics, last),
      );
    }
    if (rows.length > 0) {
      const atS = Math.max(0, Math.floor(nowMs / 1000));
      await vault.database.upkeep((notes) => notes.telemetry.record({ atS, figures: merged(rows) }));
    }
    this.#before = before;
    this.#ownBefore = own;
    const data = all.data();
    this.#recent = [...this.#recent, data].slice(-5);
    return data;
  }

  /** The last five minutes, as far as there were any. */
  recent(): Metrics {
    const metrics = new Metrics();
    for (const data of this.#recent) metrics.absorb(data);
    return metrics;
  }

  /** Everything since the vault was unlocked. */
  total(): Metrics {
    const metrics = new Metrics();
    metrics.absorb(this.own.data());
    for (const { figures } of this.#gathered) metrics.absorb(figures.metrics);
    return metrics;
  }

  async counters(vault: OpenVault, nowMs: number): Promise<Counter[]> {
    const fromS = Math.max(0, Math.floor(nowMs / 1000) - 30 * 86_400);
    const kept = await vault.database.query('telemetry.totals', { fromS });
    const month = new Map(kept.map(({ figure, label, count }) => [`${figure}/${label}`, count]));
    const now = this.total().data().counters;
    const names = new Set([
      ...month.keys(),
      ...Object.entries(now).flatMap(([figure, labels]) =>
        Object.keys(labels).map((label) => `${figure}/${label}`),
      ),
    ]);
    return [...names].sort().flatMap((name): Counter[] => {
      const [figure = '', label = ''] = name.split('/');
      const group = GROUPS[figure];
      if (group === undefined) return [];
      const value = now[figure]?.[label] ?? 0;
      if (value === 0 && !month.has(name)) return [];
      const unkept = value - (this.#keptSoFar(figure, label) ?? 0);
      const shown = (label === '' ? figure : `${figure}-${label}`).replaceAll('_', '-').toLowerCase();
      return [{ group, name: shown, value, month: (month.get(name) ?? 0) + Math.max(0, unkept) }];
    });
  }

  /** Durations of the last 30 days, by kind of operation. */
  async histograms(vault: OpenVault, nowMs: number): Promise<KindDurations[]> {
    const toS = Math.floor(nowMs / 1000);
    const lines = await vault.database.query('telemetry.series', {
      resolution: 86_400,
      fromS: Math.max(0, toS - 30 * 86_400),
      toS: toS + 1,
      figure: 'operation',
    });
    const now = this.total();
    return SERIES_KINDS.flatMap((kind) => {
      const histogram = new Histogram();
      for (const line of lines) if (line.label === kind) histogram.merge(line);
      // What came since the last gathering is not kept yet; a script keeps nothing.
      const fresh = now.histogram('operation', kind);
      if (lines.length === 0 && fresh !== null) histogram.merge(fresh.data());
      return histogram.count === 0 ? [] : [{ kind, ...durationsOf(histogram) }];
    });
  }

  async series(vault: OpenVault, range: SeriesRange, spaceId: string | null, nowMs: number): Promise<Series> {
    const { seconds, bucket, resolution } = RANGES[range];
    const toS = Math.floor(nowMs / 1000);
    const fromS = Math.max(0, Math.floor((toS - seconds) / bucket) * bucket);
    const lines = await vault.database.query('telemetry.series', {
      resolution,
      fromS,
      toS: toS + 1,
      figure: 'operation',
      ...(spaceId === null ? {} : { spaceId }),
    });
    return {
      range,
      from: isoOf(fromS),
      to: isoOf(toS),
      bucketSeconds: bucket,
      series: SERIES_KINDS.flatMap((kind) => seriesOf(kind, lines, bucket)),
    };
  }

  slowStatements(): SlowStatement[] {
    return this.#gathered
      .flatMap(({ target, figures }) =>
        figures.slow.map(({ atMs, part, statement, plan, milliseconds, correlationId }) => ({
          at: new Date(atMs).toISOString(),
          spaceId: target.spaceId,
          part,
          statement,
          plan: [...plan],
          milliseconds,
          correlationId,
        })),
      )
      .sort((a, b) => b.at.localeCompare(a.at))
      .slice(0, 100);
  }

  /** The last spans of every database, for whoever follows one correlation id. */
  spans(): readonly Span[] {
    return [...this.calls.spans, ...this.#gathered.flatMap(({ figures }) => figures.spans)];
  }

  openMetrics(): string {
    return openMetricsText(this.total().data());
  }

  forget(): void {
    this.#before.clear();
    this.#gathered = [];
    this.#recent = [];
  }

  #keptSoFar(figure: string, label: string): number {
    let kept = this.#ownBefore.counters[figure]?.[label] ?? 0;
    for (const data of this.#before.values()) kept += data.counters[figure]?.[label] ?? 0;
    return kept;
  }
}

const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** A database's own figures with those of its pool and its cache. */
function withPool({ database }: Target, figures: DatabaseFigures): DatabaseFigures {
  const { pool, ...caches } = database.metrics();
  const metrics = new Metrics();
  metrics.absorb(figures.metrics);
  metrics.absorb({ counters: {}, gauges: {}, histograms: { operation: { acquisition: pool.waits } } });
  metrics.count('acquisitions', '', pool.acquired);
  metrics.count('acquisition_timeouts', '', pool.timeouts);
  metrics.count('connections_replaced', '', pool.replaced);
  metrics.set('connections_open', '', pool.readers);
  metrics.set('connections_idle', '', pool.idle);
  metrics.set('queries_waiting', '', pool.waiting);
  for (const { name, hits, misses, bytes } of cachesOf(caches)) {
    metrics.count('cache_hits', name, hits);
    metrics.count('cache_misses', name, misses);
    metrics.set('cache_size', name, bytes);
  }
  metrics.set('log_size', '', figures.log.bytes);
  return { ...figures, metrics: metrics.data() };
}

export interface CacheFigures {
  readonly name: string;
  readonly hits: number;
  readonly misses: number;
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

/** Whatever of a database's metrics is a cache's: it counts hits and misses. */
export function cachesOf(metrics: object): CacheFigures[] {
  return Object.entries(metrics).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null || !('hits' in value) || !('misses' in value)) return [];
    const number = (key: string): number => {
      const found: unknown = Reflect.get(value, key);
      return typeof found === 'number' ? found : 0;
    };
    return [
      {
        name,
        hits: number('hits'),
        misses: number('misses'),
        entries: number('entries'),
        bytes: number('bytes'),
        maxBytes: number('maxBytes'),
      },
    ];
  });
}

const durationsOf = (histogram: Histogram): Omit<KindDurations, 'kind'> => ({
  count: histogram.count,
  p50: histogram.quantile(0.5),
  p95: histogram.quantile(0.95),
  p99: histogram.quantile(0.99),
});

function isReset(after: MetricsData, before: MetricsData): boolean {
  return Object.entries(before.histograms).some(([name, labels]) =>
    Object.entries(labels).some(
      ([label, { count }]) => (after.histograms[name]?.[label]?.count ?? 0) < count,
    ),
  );
}

function rowsOf(spaceId: string | null, { counters, histograms }: MetricsData): TelemetryFigure[] {
  const rows: TelemetryFigure[] = [];
  for (const [figure, labels] of Object.entries(counters)) {
    if (GROUPS[figure] === undefined) continue;
    for (const [label, count] of Object.entries(labels)) {
      if (count > 0) rows.push({ spaceId, figure, label, count: Math.round(count), sum: 0, counts: [] });
    }
  }
  for (const [label, { count, sum, counts }] of Object.entries(histograms.operation ?? {})) {
    rows.push({ spaceId, figure: 'operation', label, count, sum, counts: counts.map(([at, n]) => [at, n]) });
  }
  return rows;
}

/** The registry's figures and those of no database are one. */
function merged(rows: readonly TelemetryFigure[]): TelemetryFigure[] {
  const byPlace = new Map<string, TelemetryFigure>();
  for (const row of rows) {
    const place = `${row.spaceId ?? ''}/${row.figure}/${row.label}`;
    const held = byPlace.get(place);
    if (held === undefined) byPlace.set(place, row);
    else {
      const both = Histogram.from(held);
      both.merge(row);
      const { counts } = both.data();
      byPlace.set(place, {
        ...row,
        count: held.count + row.count,
        sum: held.sum + row.sum,
        counts: counts.map(([at, n]) => [at, n]),
      });
    }
  }
  return [...byPlace.values()];
}

function seriesOf(kind: SeriesKind, lines: readonly TelemetryLine[], bucket: number): Series['series'] {
  const buckets = new Map<number, Histogram>();
  for (const line of lines) {
    if (line.label !== kind || line.count === 0) continue;
    const start = Math.floor(line.startS / bucket) * bucket;
    const histogram = buckets.get(start) ?? new Histogram();
    histogram.merge(line);
    buckets.set(start, histogram);
  }
  if (buckets.size === 0) return [];
  const points = [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([start, histogram]) => ({
      at: isoOf(start),
      ...durationsOf(histogram),
    }));
  return [{ kind, points }];
}
