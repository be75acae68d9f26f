/**
 * Every figure that is measured: its name, its unit, what it says. docs/observability.md has the same list, held against
 * this one by a test.
 *
 * Invariant: a label is one of a few names that the program itself knows (a kind, a store's query, an error's code), so
 * no figure can carry content.
 */

export interface FigureDescription {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly unit: 'seconds' | 'bytes' | null;
  readonly help: string;
  /** What the label names; null for a figure without one. */
  readonly label: string | null;
}

const figure = <T extends FigureDescription['type']>(
  type: T,
  unit: FigureDescription['unit'],
  label: string | null,
  help: string,
) => ({ type, unit, label, help });

export const FIGURES = {
  operation: figure('histogram', 'seconds', 'kind', 'What a caller waited for, by kind of operation.'),
  part: figure('histogram', 'seconds', 'part', 'Time in the engine thread, by query or command of a store.'),
  recovery_time: figure('histogram', 'seconds', 'what', 'How long it took to get over a fault.'),
  units: figure('counter', null, null, 'Units of work committed.'),
  commits: figure('counter', null, null, 'Transactions committed, each with one flush to the disk.'),
  retries: figure('counter', null, null, 'Groups of units tried again after a fault that passes.'),
  checkpoints: figure('counter', null, 'mode', 'Times the write-ahead log was moved into the file.'),
  log_moved: figure('counter', 'bytes', null, 'Bytes moved from the write-ahead log into the file.'),
  reclaimed: figure('counter', 'bytes', 'how', 'Bytes given back to the disk by vacuuming.'),
  slow_statements: figure('counter', null, null, 'Statements that took longer than the threshold.'),
  errors: figure('counter', null, 'code', 'Errors that people or scripts were told of.'),
  security: figure('counter', null, 'event', 'Refusals and signs of tampering.'),
  io_errors: figure('counter', null, 'code', 'Faults of the disk, as the engine met them.'),
  recoveries: figure('counter', null, 'what', 'Faults that were got over.'),
  corruption: figure('counter', null, null, 'Damage that was found.'),
  acquisitions: figure('counter', null, null, 'Connections handed to queries.'),
  acquisition_timeouts: figure('counter', null, null, 'Queries that got no connection in time.'),
  connections_replaced: figure('counter', null, null, 'Connections that died and were replaced.'),
  connections_open: figure('gauge', null, null, 'Reading connections that are open.'),
  connections_idle: figure('gauge', null, null, 'Reading connections that have nothing to do.'),
  queries_waiting: figure('gauge', null, null, 'Queries that wait for a connection.'),
  cache_hits: figure('counter', null, 'cache', 'Found in a cache.'),
  cache_misses: figure('counter', null, 'cache', 'Not found in a cache.'),
  cache_size: figure('gauge', 'bytes', 'cache', 'Bytes that a cache holds.'),
  file_size: figure('gauge', 'bytes', null, 'Bytes of the database files.'),
  log_size: figure('gauge', 'bytes', null, 'Bytes of the write-ahead logs.'),
  free_size: figure('gauge', 'bytes', null, 'Bytes of pages that hold nothing.'),
  disk_room: figure('gauge', 'bytes', null, 'Bytes free on the disk of the vault.'),
} as const satisfies Record<string, FigureDescription>;

export type FigureName = keyof typeof FIGURES;
type OfType<T extends FigureDescription['type']> = {
  [N in FigureName]: (typeof FIGURES)[N]['type'] extends T ? N : never;
}[FigureName];
export type CounterName = OfType<'counter'>;
export type GaugeName = OfType<'gauge'>;
export type HistogramName = OfType<'histogram'>;
