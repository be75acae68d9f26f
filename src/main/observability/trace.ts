/**
 * Who asked for this: the id that goes from the click to the SQL, and the spans along the way.
 *
 * A trace follows a call through every `await` of main by itself (AsyncLocalStorage) and crosses to a thread inside the
 * message. Ids have the shape of W3C Trace Context: a trace's id is the correlation id (UUIDv7) without its dashes, a
 * span's are 8 random bytes. Invariant: a span carries names and times, never an input, an answer or an error's text.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface TraceContext {
  /** UUIDv7; in receipts, errors and logs. */
  readonly correlationId: string;
  /** The span that encloses what happens now; 16 hexadecimal characters. */
  readonly spanId: string;
}

export interface Span {
  /** 32 hexadecimal characters. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  /** `ipc memories.page`, `unit memory.add`, `query episodic.page`, `thread episodic.page`. */
  readonly name: string;
  /** Milliseconds since 1970, and how long. */
  readonly startMs: number;
  readonly milliseconds: number;
  /** `ok`, or the error's code. */
  readonly outcome: string;
}

const storage = new AsyncLocalStorage<TraceContext>();

export const currentTrace = (): TraceContext | undefined => storage.getStore();

/** Runs `work` as part of a trace; everything it awaits belongs to it too. */
export function withTrace<T>(trace: TraceContext, work: () => T): T {
  return storage.run(trace, work);
}

let counter = 0;
const seed = Math.floor(Math.random() * 2 ** 32);

/** A span's id: unique in this thread by its second half, among threads by its first. Not a secret. */
function newSpanId(): string {
  counter = (counter + 1) >>> 0;
  return seed.toString(16).padStart(8, '0') + counter.toString(16).padStart(8, '0');
}

const traceIdOf = (correlationId: string): string => correlationId.replaceAll('-', '').toLowerCase();

/** The last spans, oldest first; a bounded ring. */
export class SpanLog {
  readonly #most: number;
  #spans: Span[] = [];

  constructor(most = 500) {
    this.#most = most;
  }

  add(...spans: readonly Span[]): void {
    this.#spans.push(...spans);
    if (this.#spans.length > this.#most * 2) this.#spans = this.#spans.slice(-this.#most);
  }

  get spans(): readonly Span[] {
    return this.#spans.slice(-this.#most);
  }

  take(): readonly Span[] {
    const { spans } = this;
    this.#spans = [];
    return spans;
  }
}

/**
 * Begins a span under the current trace; a call without a trace leaves none.
 * @returns the trace for what happens inside, and the function that ends the span
 */
export function beginSpan(
  log: SpanLog,
  name: string,
  outer: TraceContext | undefined = currentTrace(),
): { readonly trace: TraceContext | undefined; readonly end: (outcome: string) => number } {
  const started = performance.now();
  const startMs = Date.now();
  const spanId = newSpanId();
  return {
    trace: outer === undefined ? undefined : { correlationId: outer.correlationId, spanId },
    end(outcome) {
      const milliseconds = performance.now() - started;
      if (outer !== undefined) {
        log.add({
          traceId: traceIdOf(outer.correlationId),
          spanId,
          parentId: outer.spanId === '' ? null : outer.spanId,
          name,
          startMs,
          milliseconds,
          outcome,
        });
      }
      return milliseconds;
    },
  };
}
