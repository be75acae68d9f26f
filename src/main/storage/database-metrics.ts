/** What an open database counts about its parts: plain numbers, for health and for export. */
import type { HistogramData } from '../observability/histogram.ts';
import type { CacheMetrics } from './cache.ts';

/** Counted since the database was opened; readers, idle and waiting as they are now. */
export interface PoolMetrics {
  readonly readers: number;
  readonly idle: number;
  readonly waiting: number;
  readonly acquired: number;
  readonly timeouts: number;
  /** Readers started because queries waited. */
  readonly grown: number;
  /** Readers let go because nobody needed them. */
  readonly shrunk: number;
  /** Readers that died or failed and were taken out. */
  readonly broken: number;
  /** Readers started in place of broken ones. */
  readonly replaced: number;
  /** Starts that failed; each is tried again after a pause. */
  readonly startsFailed: number;
  /** Milliseconds from asking to having a reader. */
  readonly waits: HistogramData;
}

/** Counted since the database was opened; queued and sent as they are now. */
export interface WriterMetrics {
  /** Units that wait here. */
  readonly queued: number;
  /** Units in the thread's hands. */
  readonly sent: number;
  readonly committed: number;
  /** Answered by the receipt of an earlier unit with the same key. */
  readonly replayed: number;
  readonly failed: number;
  /** Tries beyond the first. */
  readonly retries: number;
}

/** One open database. */
export interface DatabaseMetrics {
  readonly pool: PoolMetrics;
  readonly writer: WriterMetrics;
  /** Of answers kept in front of the readers. */
  readonly results: CacheMetrics;
}
