/**
 * hippocampus: how well memories are kept in mind, which of them wait to be gone through, and gists of months.
 *
 * Nothing is ever deleted by forgetting: strength only decides what is offered to be read again. A gist is made of
 * sentences that stand in the memories as they are, chosen by a known method; nothing is made up.
 */
import { z } from 'zod';
import { BANDS, type Band } from '../../../../shared/bands.ts';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';
import { instantSchema, offsetSchema } from '../shapes.ts';

/** Memories that one gist is made of, at most. */
export const GIST_MEMORIES = 200;

const openBandSchema = z.enum(BANDS).exclude(['BLACK']);
/** `YYYY-MM`. */
const monthSchema = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/);
const sentenceSchema = z.object({ memoryId: idSchema, text: wellFormedText.min(1).max(1000) });
export type GistSentence = z.infer<typeof sentenceSchema>;

export interface MemoryStrength {
  readonly id: string;
  /** 0 (faded) to 1 (just read). */
  readonly strength: number;
  readonly recalls: number;
  readonly halfLifeDays: number;
  /** When it was last read, or first gone through. */
  readonly lastMs: number;
}

/** Memories of one month and band, some of which wait. */
export interface WaitingMonth {
  readonly month: string;
  readonly band: Band;
  /** How many of them wait. */
  readonly waiting: number;
}

export interface Gist {
  readonly id: string;
  readonly band: Band;
  readonly month: string;
  readonly madeMs: number;
  /** In the order they happened. */
  readonly sentences: readonly GistSentence[];
  readonly memoryIds: readonly string[];
}

/** What a gist would be made of: handed to `settle` as it is. */
export interface Condensed {
  readonly memories: readonly { readonly id: string; readonly version: number }[];
  readonly sentences: readonly GistSentence[];
}

export const hippocampusContract = {
  name: 'hippocampus',
  commands: {
    /** Memories were read. Those that are gone meanwhile, and BLACK ones, are passed over. */
    recall: command(
      'write',
      z.object({
        readings: z
          .array(z.object({ id: idSchema, atMs: instantSchema }))
          .min(1)
          .max(500),
      }),
    ),
    /** Lets memories wait that never did, oldest first. */
    queue: command('write', z.object({ limit: z.int().min(1).max(5000) })),
    /**
     * A month was gone through: nothing of it waits, its gist is what is given (null for none). CONFLICT where one of
     * the memories changed meanwhile.
     */
    settle: command(
      'write',
      z.object({
        month: monthSchema,
        band: openBandSchema,
        memories: z.array(z.object({ id: idSchema, version: z.int().positive() })).max(GIST_MEMORIES),
        gist: z.object({ id: idSchema, sentences: z.array(sentenceSchema).min(1).max(20) }).nullable(),
      }),
    ),
  },
  queries: {
    /** Months that hold waiting memories, the oldest number first. */
    waiting: query<WaitingMonth[]>()(z.object({ limit: z.int().min(1).max(100) })),
    /** The most central sentences of a month's memories (of the newest `GIST_MEMORIES`). */
    condense: query<Condensed>()(
      z.object({ month: monthSchema, band: openBandSchema, sentences: z.int().min(1).max(20) }),
    ),
    /** Of those that were read or gone through; the others are left out. */
    strengths: query<MemoryStrength[]>()(
      z.object({ ids: z.array(idSchema).max(1000), nowMs: instantSchema }),
    ),
    /** Memories whose strength fell below one half, in an order that `seed` (the day, say) decides. */
    fading: query<MemoryStrength[]>()(
      z.object({ nowMs: instantSchema, limit: z.int().min(1).max(100), seed: z.int().min(0) }),
    ),
    /** The latest month first. */
    gists: query<{ total: number; rows: Gist[] }>()(
      z.object({ offset: offsetSchema, limit: z.int().min(1).max(100) }),
    ),
    /** `unseen` where some memories never waited: there is something to `queue`. */
    stats: query<{
      waiting: number;
      remembered: number;
      fading: number;
      gists: number;
      unseen: boolean;
    }>()(z.object({ nowMs: instantSchema })),
  },
} as const;
