/**
 * upkeep: what the engine notes about its own file. How far the check of every page has come, what it found, what
 * vacuuming gave back; and counts of memories by month, band, kind and author.
 *
 * None of it is a record of anybody's: written by `database.upkeep`, without receipts, and derived or dispensable all of
 * it. Holds names of tables and stores, numbers, times. No content.
 */
import { z } from 'zod';
import { type Band, bandSchema } from '../../../../shared/bands.ts';
import { wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { query as asked, command } from '../../contract.ts';

/** A part of a round: `schema`, `table/memory`, `index/memory_by_id`, `store/fts`. Ends a round in the order of names. */
const partSchema = wellFormedText.min(1).max(200);

/** Where a part's next slice begins, and what was gathered on the way. */
export const sliceStateSchema = z.object({
  cursor: z.int(),
  /** Bytes that the rows looked at hold. */
  bytes: z.int().nonnegative(),
  /** Rows that cannot be read. */
  unreadable: z.int().nonnegative(),
  /** Rows that refer to rows that are not there. */
  broken: z.int().nonnegative(),
  /** What a store found wrong with itself so far. */
  notes: z
    .array(
      z.object({
        check: wellFormedText.max(100),
        severity: z.enum(['note', 'warning', 'damage']),
        count: z.int().nonnegative(),
        rebuildHelps: z.boolean(),
      }),
    )
    .max(100),
});
export type SliceState = z.infer<typeof sliceStateSchema>;

export const FRESH_SLICE: SliceState = {
  cursor: Number.MIN_SAFE_INTEGER,
  bytes: 0,
  unreadable: 0,
  broken: 0,
  notes: [],
};

/** As the check sees it; sentences are made where people are. */
const noticeSchema = z.object({
  code: z.enum([
    'page-damaged',
    'index-damaged',
    'reference-broken',
    'store-inconsistent',
    'derived-out-of-step',
    'store-note',
    'receipts-broken',
  ]),
  severity: z.enum(['note', 'warning', 'damage']),
  /** Tells findings of one code and part apart: the store's own code. */
  check: wellFormedText.max(100),
  params: z.record(wellFormedText.max(40), z.union([wellFormedText.max(200), z.number()])),
});
export type Notice = z.infer<typeof noticeSchema>;

const finishedSchema = z.object({
  part: partSchema,
  bytes: z.int().nonnegative(),
  notices: z.array(noticeSchema).max(100),
});
export type FinishedPart = z.infer<typeof finishedSchema>;

/** What one run of slices did. */
export interface SliceReport {
  /** The part under way; null where the round has ended. */
  readonly part: string | null;
  readonly state: SliceState;
  readonly finished: readonly FinishedPart[];
  /** Parts of the round that lie behind, and all of them. */
  readonly done: number;
  readonly total: number;
}

export interface UpkeepState {
  /** Null before the first round. */
  readonly round: {
    readonly startedMs: number;
    readonly wholeMs: number | null;
    readonly rounds: number;
    readonly part: string | null;
    readonly state: SliceState;
  } | null;
  readonly parts: readonly {
    readonly part: string;
    readonly table: string;
    readonly checkedMs: number;
    readonly bytes: number;
  }[];
  readonly notices: readonly (Notice & { readonly part: string; readonly firstMs: number })[];
  /** Newest first, at most 100. */
  readonly reclaimed: readonly {
    readonly atMs: number;
    readonly bytes: number;
    readonly how: 'incremental' | 'full';
  }[];
  readonly reclaimedBytes: number;
  readonly total: number;
  readonly done: number;
}

/** The file and its settings as this connection sees them. */
export interface FileFacts {
  readonly pageBytes: number;
  readonly pages: number;
  readonly freePages: number;
  readonly incremental: boolean;
  /** Time of the newest receipt; null where there is none. */
  readonly newestReceiptMs: number | null;
}

export interface RollupLine {
  /** year * 12 + month, January 0. */
  readonly month: number;
  readonly band: Band;
  readonly kind: string;
  readonly authorId: string;
  readonly memories: number;
}

export const upkeepContract = {
  name: 'upkeep',
  upkeep: true,
  commands: {
    /** How far the round has come. Findings of a finished part take the place of those it had. */
    advance: command(
      'write',
      z.object({
        atMs: z.int(),
        /** Null: the round has ended. */
        part: partSchema.nullable(),
        state: sliceStateSchema,
        finished: z.array(finishedSchema).max(2_000),
      }),
    ),
    /** Vacuuming gave bytes back to the disk. */
    reclaimed: command(
      'write',
      z.object({ atMs: z.int(), bytes: z.int().nonnegative(), how: z.enum(['incremental', 'full']) }),
    ),
  },
  queries: {
    state: asked<UpkeepState>()(z.object({})),
    /**
     * Looks at the file for about `budgetMs` from the given place on. Every page is read from the disk, by a connection
     * of its own, so that nothing is taken for well because it is in a cache.
     */
    slice: asked<SliceReport>()(
      z.object({
        /** Null begins a round. */
        part: partSchema.nullable(),
        state: sliceStateSchema,
        budgetMs: z.int().min(1).max(2_000),
        /** Also lets SQLite check the structure of each table and its indexes: longer, and not to be cut into slices. */
        deep: z.boolean().default(false),
      }),
    ),
    facts: asked<FileFacts>()(z.object({})),
    /** Memories by month, band, kind and author: from the rollup that every change keeps. */
    overview: asked<RollupLine[]>()(z.object({ band: bandSchema.optional() })),
  },
} as const;
