/**
 * Health as pages and scripts see it: what was found and what to do about it, how far the file has been checked, how
 * fast things are, what the databases hold, and the thresholds that people set.
 *
 * Invariant: nothing here holds content. Findings, counters and statements name parts of the engine, never a memory.
 * Every figure carries its unit in its name or in the comment beside it. What each code means: docs/health.md.
 */
import { z } from 'zod';
import { bandSchema, tierSchema } from '../bands.ts';
import { vaultErrorDataSchema } from '../errors.ts';
import { idSchema, timestampSchema } from './primitives.ts';

/** `attention`: everything is there, and somebody should do something. `damaged`: something is lost or may be. */
const healthStatusSchema = z.enum(['healthy', 'attention', 'damaged']);
export type HealthStatus = z.infer<typeof healthStatusSchema>;

/** Stable: scripts and translations go by them. A new one may be added, none changes its meaning. */
const FINDING_CODES = [
  /** Pages of records cannot be read. Params: table, count (of rows, at least). */
  'page-damaged',
  /** Pages of an index or of a derived store cannot be read; the records are whole. Params: table, count, store (where derived). */
  'index-damaged',
  /** The file cannot be opened. Params: code (an error code), reason. */
  'not-openable',
  /** Rows refer to rows that are not there. Params: table, count. */
  'reference-broken',
  /** A store's records contradict one another. Params: store, check (the store's own code), count. */
  'store-inconsistent',
  /** A derived store (words, vectors) and the records are out of step. Params: store, check, count. */
  'derived-out-of-step',
  /** Good to know, from a store's own check. Params: store, check, count. */
  'store-note',
  /** Receipts were changed, are missing or carry no valid signature. Params: store, check, count. */
  'receipts-broken',
  /** Much of the file is empty. Params: bytes, share (0 to 1). */
  'free-pages',
  /** The write-ahead log is larger than its threshold. Params: bytes. */
  'log-large',
  /** A reader holds an old snapshot, so the log cannot be emptied and grows. Params: bytes, seconds. */
  'log-grows',
  /** The disk has little room left. Params: bytes. */
  'disk-low',
  /** The newest receipt lies in the future of this machine's clock. Params: seconds. */
  'clock-behind',
  /** The clock went back while the vault was open. Params: seconds. */
  'clock-went-back',
  /** A setting of the engine is not what it was asked to be. Params: pragma, wanted, effective. */
  'setting-differs',
  /** No whole round of the check ended in a long time. Params: days (absent params.days: never). */
  'check-overdue',
  /** A derived store was found broken and was built anew. Params: store. */
  'repaired',
  /** The last check could not end. Params: code (an error code). */
  'check-failed',
] as const;
const findingCodeSchema = z.enum(FINDING_CODES);
export type FindingCode = z.infer<typeof findingCodeSchema>;

/** What the page offers beside a finding. `backup`: bring it back from one. `update`: a newer app. */
const findingActionSchema = z.enum(['rebuild', 'vacuum', 'check', 'backup', 'update']);
export type FindingAction = z.infer<typeof findingActionSchema>;

const findingSchema = z.object({
  code: findingCodeSchema,
  severity: z.enum(['note', 'warning', 'damage']),
  /** A sentence in English, for scripts; the page says it by `code` and `params`. */
  what: z.string(),
  todo: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Null: the vault's own registry, or the vault as a whole. */
  spaceId: idSchema.nullable(),
  /** When it was first seen. */
  at: timestampSchema,
  action: findingActionSchema.nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

/** How much of a file the round that is under way has looked at. */
const integritySchema = z.object({
  /** Parts of the file (tables, indexes and ranges of pages) in a round, and how many are done. */
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** Of the round under way; null before the first. */
  since: timestampSchema.nullable(),
  /** When the last whole round ended; null where none has. */
  wholeAt: timestampSchema.nullable(),
  rounds: z.int().nonnegative(),
});
export type Integrity = z.infer<typeof integritySchema>;

const poolSchema = z.object({
  /** Connections: configured bounds, and how many there are now (the writer's is not counted). */
  min: z.int().nonnegative(),
  max: z.int().nonnegative(),
  open: z.int().nonnegative(),
  idle: z.int().nonnegative(),
  /** Queries that wait for a connection now. */
  waiting: z.int().nonnegative(),
  acquisitions: z.int().nonnegative(),
  /** Milliseconds a query waited for its connection, since the vault was unlocked. */
  waitP95: z.number().nonnegative(),
  timeouts: z.int().nonnegative(),
  replaced: z.int().nonnegative(),
});

const cacheSchema = z.object({
  /** `pages` (SQLite's own), `statements`, `results`, `records`, `embeddings` … */
  name: z.string(),
  hits: z.int().nonnegative(),
  misses: z.int().nonnegative(),
  /** 0 to 1; null before the first use. */
  rate: z.number().min(0).max(1).nullable(),
  entries: z.int().nonnegative().nullable(),
  bytes: z.int().nonnegative().nullable(),
  maxBytes: z.int().nonnegative().nullable(),
});

const reclaimedSchema = z.object({
  at: timestampSchema,
  bytes: z.int().nonnegative(),
  how: z.enum(['incremental', 'full']),
});

const spaceUseSchema = z.object({
  fileBytes: z.int().nonnegative(),
  /** The write-ahead log. */
  logBytes: z.int().nonnegative(),
  pageBytes: z.int().positive(),
  pages: z.int().nonnegative(),
  freePages: z.int().nonnegative(),
  /** False for a file from before incremental vacuum; a full vacuum makes it true. */
  incremental: z.boolean(),
  /** Tables and indexes, the largest first; at most 50. `table` is the table an index belongs to. */
  parts: z.array(
    z.object({
      name: z.string(),
      table: z.string(),
      type: z.enum(['table', 'index']),
      bytes: z.int().nonnegative(),
    }),
  ),
  /** When `parts` was measured; null where it has not been yet. */
  partsAt: timestampSchema.nullable(),
  /** What vacuuming gave back, newest first; at most 100. */
  reclaimed: z.array(reclaimedSchema),
  reclaimedBytes: z.int().nonnegative(),
});
export type SpaceUse = z.infer<typeof spaceUseSchema>;

const pragmaSchema = z.object({
  name: z.string(),
  wanted: z.string(),
  effective: z.string(),
  /** False where the effective value is another one and that matters. */
  asWanted: z.boolean(),
});

/** One database: a space, or the vault's own registry. */
const databaseHealthSchema = z.object({
  /** Of the space; null for the registry. */
  spaceId: idSchema.nullable(),
  name: z.string(),
  tier: tierSchema.nullable(),
  status: healthStatusSchema,
  findings: z.array(findingSchema),
  /** Null, like everything below, where the database cannot be opened. */
  integrity: integritySchema.nullable(),
  pool: poolSchema.nullable(),
  caches: z.array(cacheSchema),
  use: spaceUseSchema.nullable(),
  pragmas: z.array(pragmaSchema),
});
export type DatabaseHealth = z.infer<typeof databaseHealthSchema>;

const counterSchema = z.object({
  group: z.enum(['errors', 'security', 'io', 'recovery', 'work']),
  /** Stable, kebab-case: `access-denied`, `seal-broken`, `corruption`, `rebuilds` … docs/observability.md has them all. */
  name: z.string(),
  /** Since the vault was unlocked. */
  value: z.number().nonnegative(),
  /** In the last 30 days. */
  month: z.number().nonnegative(),
});
export type Counter = z.infer<typeof counterSchema>;

export const ALERT_KEYS = [
  /** p95 in milliseconds, over five minutes. */
  'unit-p95',
  'acquisition-p95',
  'query-p95',
  'aggregation-p95',
  'health-p95',
  /** Hits of the read caches, 0 to 1; raised below. */
  'hit-rate',
  /** Bytes free on the vault's disk; raised below. */
  'disk-room',
  /** Bytes of the largest write-ahead log. */
  'log-size',
] as const;
export const alertKeySchema = z.enum(ALERT_KEYS);
export type AlertKey = z.infer<typeof alertKeySchema>;

export const alertSchema = z.object({
  key: alertKeySchema,
  unit: z.enum(['milliseconds', 'share', 'bytes']),
  /** On which side of the threshold it is raised. */
  raisedWhen: z.enum(['above', 'below']),
  threshold: z.number().nonnegative(),
  /** The threshold that the app comes with. */
  standard: z.number().nonnegative(),
  /** Bounds that `alerts.set` accepts. */
  least: z.number().nonnegative(),
  most: z.number().nonnegative(),
  enabled: z.boolean(),
  state: z.enum(['quiet', 'raised']),
  /** When it came into this state; null where it never was in another. */
  since: timestampSchema.nullable(),
  /** The last measured value; null where nothing was measured. */
  value: z.number().nonnegative().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;

export const alertChangeSchema = z.object({
  key: alertKeySchema,
  /** Null: back to the standard. */
  threshold: z.number().nonnegative().nullable(),
  enabled: z.boolean(),
});
export type AlertChange = z.infer<typeof alertChangeSchema>;

const HEALTH_JOBS = ['check', 'rebuild', 'vacuum'] as const;
const healthJobSchema = z.enum(HEALTH_JOBS);
export type HealthJob = z.infer<typeof healthJobSchema>;

/** A job that somebody started, and how far it is. */
export const healthProgressSchema = z.object({
  what: healthJobSchema,
  /** The database being worked on; null for the registry. */
  spaceId: idSchema.nullable(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Over all databases of the job: parts of files for a check, pages for a vacuum, databases for a rebuild. */
  done: z.int().nonnegative(),
  /** Null while it is not known. */
  total: z.int().nonnegative().nullable(),
  /** False where it can no longer be stopped: the last step of a full vacuum. */
  cancellable: z.boolean(),
  /** What a vacuum has given back so far, bytes. */
  reclaimedBytes: z.int().nonnegative(),
  error: vaultErrorDataSchema.nullable(),
});
export type HealthProgress = z.infer<typeof healthProgressSchema>;

export const healthReportSchema = z.object({
  status: healthStatusSchema,
  at: timestampSchema,
  /** What making this report took. */
  milliseconds: z.number().nonnegative(),
  /** The vault's registry first, then the spaces by tier and name. */
  databases: z.array(databaseHealthSchema),
  /** Of the disk the vault lies on; null where the system does not say. */
  disk: z.object({ freeBytes: z.int().nonnegative(), totalBytes: z.int().nonnegative() }).nullable(),
  counters: z.array(counterSchema),
  alerts: z.array(alertSchema),
  /** The job under way, or the last one that ended since the vault was unlocked. */
  job: healthProgressSchema.nullable(),
});
export type HealthReport = z.infer<typeof healthReportSchema>;

export const SERIES_KINDS = [
  'unit',
  'acquisition',
  'query',
  'aggregation',
  'search',
  'health',
  'checkpoint',
  'vacuum',
] as const;
const seriesKindSchema = z.enum(SERIES_KINDS);
export type SeriesKind = z.infer<typeof seriesKindSchema>;

/** `hour`: a point a minute; `day`: a point every 15 minutes; `month`: 30 days, a point every 6 hours. */
export const seriesRangeSchema = z.enum(['hour', 'day', 'month']);
export type SeriesRange = z.infer<typeof seriesRangeSchema>;

export const seriesSchema = z.object({
  range: seriesRangeSchema,
  from: timestampSchema,
  to: timestampSchema,
  bucketSeconds: z.int().positive(),
  /** One for each kind that was measured in the range. Points in order of time; empty buckets are left out. */
  series: z.array(
    z.object({
      kind: seriesKindSchema,
      points: z.array(
        z.object({
          /** Beginning of the bucket. */
          at: timestampSchema,
          count: z.int().positive(),
          /** Milliseconds. */
          p50: z.number().nonnegative(),
          p95: z.number().nonnegative(),
          p99: z.number().nonnegative(),
        }),
      ),
    }),
  ),
});
export type Series = z.infer<typeof seriesSchema>;

/** A statement that took long. Its text has `?` where values were, and its plan is SQLite's own. */
export const slowStatementSchema = z.object({
  at: timestampSchema,
  /** Null: the registry. */
  spaceId: idSchema.nullable(),
  /** The query or command it was part of: `episodic.page`. */
  part: z.string(),
  statement: z.string(),
  /** One line a step. */
  plan: z.array(z.string()),
  milliseconds: z.number().nonnegative(),
  correlationId: z.string().nullable(),
});
export type SlowStatement = z.infer<typeof slowStatementSchema>;

/** What a space holds, from rollups that every change keeps. */
export const spaceOverviewSchema = z.object({
  memories: z.int().nonnegative(),
  /** The first and the last month with memories, `YYYY-MM`. */
  firstMonth: z.string().nullable(),
  lastMonth: z.string().nullable(),
  years: z.array(z.object({ year: z.int(), memories: z.int().nonnegative() })),
  bands: z.array(z.object({ band: bandSchema, memories: z.int().nonnegative() })),
  kinds: z.array(z.object({ kind: z.string(), memories: z.int().nonnegative() })),
  authors: z.array(z.object({ id: idSchema, name: z.string(), memories: z.int().nonnegative() })),
});
export type SpaceOverview = z.infer<typeof spaceOverviewSchema>;
