/**
 * drives: goals and needs, and each time they were met.
 *
 * Title and notes are sealed; beside the seal lie the half-life and when it was last met, because that is what they
 * are ordered by. How much something is needed is worked out from these two (`shared/need-level.ts`), never stored.
 */
import { z } from 'zod';
import { bandSchema } from '../../../../shared/bands.ts';
import { goalWords, halfLifeSchema } from '../../../../shared/contracts/goals.ts';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';
import { instantSchema, rowsSchema } from '../shapes.ts';
import type { RecordHead } from '../versioned-records.ts';

const wordsSchema = z.object(goalWords);
export type GoalWords = z.infer<typeof wordsSchema>;

export interface GoalRecord extends RecordHead, GoalWords {
  readonly halfLifeDays: number;
  readonly resting: boolean;
  readonly begunMs: number;
  /** `begunMs` where it was never met. */
  readonly metMs: number;
  /** The last times, newest first, at most 50. */
  readonly met: readonly number[];
}

const metSchema = z.object({
  note: wellFormedText.max(LIMITS.noteLength),
  memoryId: idSchema.nullable(),
});
export type MetWords = z.infer<typeof metSchema>;

export interface MetRecord extends MetWords {
  readonly id: string;
  readonly atMs: number;
}

const written = {
  band: bandSchema,
  words: wordsSchema,
  halfLifeDays: halfLifeSchema,
  resting: z.boolean(),
};

export const drivesContract = {
  name: 'drives',
  commands: {
    /** A new one, version 1; it counts from `begunMs`. CONFLICT where the id is taken. */
    want: command(
      'write',
      z.object({ id: idSchema, authorId: idSchema, begunMs: instantSchema, ...written }),
    ),
    /** Everything anew; the history stays. NOT_FOUND, CONFLICT. */
    revise: command('write', z.object({ id: idSchema, expectedVersion: z.int().positive(), ...written })),
    /** It was done. `metId` names this one time. NOT_FOUND; CONFLICT where `metId` is taken. */
    meet: command(
      'write',
      z.object({ id: idSchema, metId: idSchema, atMs: instantSchema, words: metSchema }),
    ),
    /** Takes one time back. NOT_FOUND. */
    unmeet: command('write', z.object({ metId: idSchema }), { erases: true }),
    /** Row, history and keys gone. Nothing where there is none. */
    forget: command('write', z.object({ id: idSchema }), { erases: true }),
  },
  queries: {
    /** Null where there is none, or where its band's key is not held. */
    get: query<GoalRecord | null>()(z.object({ id: idSchema })),
    /** Most needed first: by how many half-lives have passed. */
    goals: query<GoalRecord[]>()(z.object({ nowMs: instantSchema, resting: z.boolean(), limit: rowsSchema })),
    /** The times it was met, newest first. */
    history: query<MetRecord[]>()(z.object({ id: idSchema, limit: rowsSchema })),
  },
} as const;
