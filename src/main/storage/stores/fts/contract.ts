/**
 * fts: words of memories (derived: can always be rebuilt from the sealed records).
 *
 * Commands carry ids alone; the store reads the text itself, so content crosses to the thread once.
 */
import { z } from 'zod';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';
import { episodicFilterSchema } from '../episodic/contract.ts';

export interface FtsHit {
  readonly id: string;
  /** Greater is better; comparable within one answer only. */
  readonly score: number;
  /** The passage that matched, in pieces. */
  readonly snippet: readonly { readonly text: string; readonly match: boolean }[];
}

export interface FtsCount {
  readonly value: string;
  readonly count: number;
}

/** What is found, counted by what it is; the most frequent first, months newest first. */
export interface FtsFacets {
  readonly total: number;
  /** `YYYY-MM`. */
  readonly months: readonly FtsCount[];
  readonly tags: readonly FtsCount[];
  readonly people: readonly FtsCount[];
  readonly bands: readonly FtsCount[];
  readonly kinds: readonly FtsCount[];
}

const question = {
  query: wellFormedText.max(LIMITS.queryLength),
  filter: episodicFilterSchema.default({}),
};

export const ftsContract = {
  name: 'fts',
  commands: {
    /** Takes the memory's words out as they were before this unit. Nothing where it was not indexed. */
    retract: command('retract', z.object({ id: idSchema })),
    /** Puts the memory's words in as this unit leaves them. Nothing for a BLACK memory. */
    index: command('index', z.object({ id: idSchema })),
  },
  queries: {
    /**
     * All words must be there; "…" is a phrase, -word excludes, the last word may be unfinished.
     * Any well-formed string is a valid query.
     */
    search: query<FtsHit[]>()(z.object({ ...question, limit: z.int().min(1).max(1000) })),
    /** Everything that `search` would find without a limit, counted. Tags and people: the `top` most frequent. */
    facets: query<FtsFacets>()(z.object({ ...question, top: z.int().min(1).max(100).default(20) })),
  },
} as const;
