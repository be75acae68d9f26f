/**
 * affect: moods, several a day, of a person; about a day or about a memory.
 *
 * How it felt and every word is sealed. Beside the seal lie when (on the clock on the wall), whose it is, and the
 * memory it is about, save of BLACK ones: those are named inside the seal alone. Nothing here guesses a mood.
 */
import { z } from 'zod';
import { bandSchema } from '../../../../shared/bands.ts';
import {
  type Feeling,
  type MoodPoint,
  moodFields,
  moodStepSchema,
} from '../../../../shared/contracts/moods.ts';
import { idSchema } from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';
import { instantSchema, rowsSchema } from '../shapes.ts';
import type { RecordHead } from '../versioned-records.ts';

const feltSchema = z.object(moodFields);
export type Felt = z.infer<typeof feltSchema>;

export interface MoodRecord extends RecordHead, Felt {
  readonly atMs: number;
  readonly offsetMinutes: number;
}

/** How often a feeling, or a word of the person's own, was said. */
export interface LabelCount {
  readonly feeling: Feeling | null;
  readonly word: string;
  readonly count: number;
}

const written = {
  band: bandSchema,
  atMs: instantSchema,
  /** Minutes east of UTC where it was. */
  offsetMinutes: z.int().min(-1439).max(1439),
  felt: feltSchema,
};

/** Whose, and from when to when on the wall clock: milliseconds as if it were UTC, `toMs` exclusive. */
const range = {
  authorId: idSchema,
  fromMs: instantSchema,
  toMs: instantSchema,
  /** The bands that whoever asks may see. */
  bands: z.array(bandSchema).max(4),
};

export const affectContract = {
  name: 'affect',
  commands: {
    /** A new one, version 1. CONFLICT where the id is taken; MEMORY_NOT_FOUND where the memory is not there. */
    note: command('write', z.object({ id: idSchema, authorId: idSchema, ...written })),
    /** Everything anew. NOT_FOUND, CONFLICT, MEMORY_NOT_FOUND. */
    revise: command('write', z.object({ id: idSchema, expectedVersion: z.int().positive(), ...written })),
    /** Row and key gone. Nothing where there is none. */
    forget: command('write', z.object({ id: idSchema }), { erases: true }),
  },
  queries: {
    /** Null where there is none, or where its band's key is not held. */
    get: query<MoodRecord | null>()(z.object({ id: idSchema })),
    /** Newest first. */
    list: query<MoodRecord[]>()(z.object({ ...range, limit: rowsSchema })),
    /** About one memory, oldest first. */
    ofMemory: query<MoodRecord[]>()(z.object({ memoryId: idSchema })),
    /** Days, weeks or months that have moods, oldest first. */
    series: query<MoodPoint[]>()(z.object({ ...range, by: moodStepSchema })),
    /** Feelings and own words, most often said first. */
    labels: query<LabelCount[]>()(z.object(range)),
    /** Who has moods here, most first. */
    authors: query<{ authorId: string; count: number }[]>()(z.object({})),
  },
} as const;
