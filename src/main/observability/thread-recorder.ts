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

/** Names are made once: a unit has several commands, and there are few different ones. */
const partNames = new Map<string, Map<string, string>>();

function partName(store: string, op: string): string {
  let ops = partNames.get(store);
  if (ops === undefined) {
    ops = new Map();
    partNames.set(store, ops);
  }
  let name = ops.get(op);
  if (name === undefined) {
    name = `${store}.${op}`;
    ops.set(op, name);
  }
  return name;
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
   * Begins a group of units. Call what it answers with each unit's outcome, `ok` or a code, when they have one: every
   * unit then has a span, under the span that waits for it.
   */
  group(
    units: readonly {
      readonly spanId: string;
      readonly context: { readonly correlationId: string; readonly purpose: string };
    }[],
  ): (outcomes: readonly string[]) => void {
    const spans = units.map(({ spanId, context }) =>
      beginSpan(this.#spans, `thread ${context.purpose}`, { correlationId: context.correlationId, spanId }),
    );
    return (outcomes) => {
      let done = 0;
      for (const [index, span] of spans.entries()) {
        const outcome = outcomes[index] ?? 'failed';
        span.end(outcome);
        if (outcome === 'ok') done += 1;
      }
      if (done > 0) this.metrics.count('units', '', done);
    };
  }

  /** Runs one command of a unit: timed, without a span of its own. */
  timed<T>(store: string, op: string, work: () => T): T {
    const started = performance.now();
    const outer = this.#part;
    this.#part = partName(store, op);
    try {
      return work();
    } finally {
      this.metrics.observe('part', this.#part, performance.now() - started);
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
