/**
 * What one open database knows of its own doing: what callers waited for, what its threads gathered, which faults came.
 *
 * Invariant: names, durations and counts; what was asked and answered is not looked at. Costs a unit of work two looks at
 * the clock here and none in messages: threads hand over what they have when `figures` asks.
 */
import type { SeriesKind } from '../../shared/contracts/health.ts';
import { VaultError } from '../../shared/errors.ts';
import { Metrics, type MetricsData } from '../observability/metrics.ts';
import { SlowStatementLog, type SlowStatementRecord } from '../observability/slow-statements.ts';
import type { ThreadFigures } from '../observability/thread-recorder.ts';
import { beginSpan, currentTrace, type Span, SpanLog, type TraceContext } from '../observability/trace.ts';
import type { LogState } from './checkpoint.ts';

/** Counters and histograms since the database was opened; the last spans and slow statements. */
export interface DatabaseFigures {
  readonly metrics: MetricsData;
  readonly spans: readonly Span[];
  readonly slow: readonly SlowStatementRecord[];
  readonly log: LogState;
}

/** Errors that are the disk's or the engine's, not the caller's. */
const DISK_FAULTS: ReadonlySet<string> = new Set([
  'STORAGE_FULL',
  'READ_ONLY',
  'STORAGE_UNAVAILABLE',
  'ENGINE_STOPPED',
  'BUSY',
]);
const DAMAGE: ReadonlySet<string> = new Set(['SPACE_DAMAGED', 'REGISTRY_DAMAGED', 'SEAL_BROKEN']);

export class DatabaseRecorder {
  readonly metrics = new Metrics();
  readonly #spans = new SpanLog();
  readonly #slow = new SlowStatementLog();

  /**
   * Something a caller waits for.
   * @param name of the span
   * @param work gets the trace that crosses to the thread; undefined where nobody traces
   */
  async waited<T>(
    kind: SeriesKind,
    name: string,
    outer: TraceContext | undefined,
    work: (trace: TraceContext | undefined) => Promise<T>,
  ): Promise<T> {
    const span = beginSpan(this.#spans, name, outer);
    let outcome = 'ok';
    try {
      return await work(span.trace);
    } catch (error) {
      outcome = error instanceof VaultError ? error.code : 'failed';
      this.#fault(error);
      throw error;
    } finally {
      this.metrics.observe('operation', kind, span.end(outcome));
    }
  }

  /** The trace that a unit's context names, under the span of whoever asked for it. */
  unitTrace(correlationId: string): TraceContext {
    const outer = currentTrace();
    return outer?.correlationId === correlationId ? outer : { correlationId, spanId: '' };
  }

  absorb(figures: readonly ThreadFigures[]): void {
    for (const { metrics, spans, slow } of figures) {
      this.metrics.absorb(metrics);
      this.#spans.add(...spans);
      this.#slow.add(...slow);
    }
  }

  figures(log: LogState): DatabaseFigures {
    return { metrics: this.metrics.data(), spans: this.#spans.spans, slow: this.#slow.records, log };
  }

  #fault(error: unknown): void {
    if (!(error instanceof VaultError)) return;
    if (DISK_FAULTS.has(error.code)) this.metrics.count('io_errors', error.code);
    if (DAMAGE.has(error.code)) this.metrics.count('corruption');
  }
}
