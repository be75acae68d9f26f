/**
 * What one engine thread gathers about itself, handed over when it is asked and never sent on its own.
 *
 * Invariant: cheap. A query or unit costs two looks at the clock and a map look-up; statements are timed one by one, and
 * only a slow one costs more, its plan.
 */
import { Metrics, type MetricsData } from './metrics.ts';
import { SLOW_MS, SlowStatementLog, type SlowStatementRecord, withPlaceholders } from './slow-statements.ts';
import { beginSpan, type Span, SpanLog, type TraceContext } from './trace.ts';

/** What crosses from a thread: since it was last asked. */
export interface ThreadFigures {
  readonly metrics: MetricsData;
  readonly spans: readonly Span[];
  readonly slow: readonly SlowStatementRecord[];
}

export class ThreadRecorder {
  readonly metrics = new Metrics();
  readonly #spans = new SpanLog(200);
  readonly #slow = new SlowStatementLog();
  #part = '';
  #correlationId: string | null = null;
  slowMs = SLOW_MS;

  /** Runs a query or a command under its name. */
  part<T>(name: string, trace: TraceContext | undefined, work: () => T): T {
    const outer = this.#part;
    this.#part = name;
    this.#correlationId = trace?.correlationId ?? null;
    const span = beginSpan(this.#spans, `thread ${name}`, trace);
    let outcome = 'failed';
    try {
      const result = work();
      outcome = 'ok';
      return result;
    } finally {
      this.metrics.observe('part', name, span.end(outcome));
      this.#part = outer;
    }
  }

  /**
   * Told of every statement that ran.
   * @param plan asks SQLite for the statement's plan; asked of slow ones alone
   */
  statement(sql: string, milliseconds: number, plan: () => readonly string[]): void {
    if (milliseconds < this.slowMs) return;
    this.metrics.count('slow_statements');
    this.#slow.add({
      atMs: Date.now(),
      part: this.#part,
      statement: withPlaceholders(sql),
      plan: plan(),
      milliseconds,
      correlationId: this.#correlationId,
    });
  }

  take(): ThreadFigures {
    return { metrics: this.metrics.take(), spans: this.#spans.take(), slow: this.#slow.take() };
  }
}
