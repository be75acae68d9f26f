/** Moods: how it felt, said by the person, never guessed. */
import { z } from 'zod';
import { bandSchema } from '../bands.ts';
import { LIMITS } from '../limits.ts';
import { idSchema, timestampSchema, wellFormedText } from './primitives.ts';

/**
 * Words for feelings and about where they lie on the circumplex of J. A. Russell ("A circumplex model of affect",
 * Journal of Personality and Social Psychology 39, 1980): how pleasant, and how much alive.
 */
export const FEELINGS = {
  joyful: { valence: 0.9, arousal: 0.5 },
  excited: { valence: 0.6, arousal: 0.8 },
  surprised: { valence: 0.1, arousal: 0.8 },
  tense: { valence: -0.4, arousal: 0.7 },
  angry: { valence: -0.8, arousal: 0.6 },
  worried: { valence: -0.6, arousal: 0.3 },
  sad: { valence: -0.8, arousal: -0.3 },
  lonely: { valence: -0.6, arousal: -0.5 },
  tired: { valence: -0.2, arousal: -0.8 },
  calm: { valence: 0.4, arousal: -0.7 },
  content: { valence: 0.7, arousal: -0.3 },
  grateful: { valence: 0.8, arousal: 0.1 },
} as const;
export type Feeling = keyof typeof FEELINGS;
export const FEELING_NAMES = Object.keys(FEELINGS) as [Feeling, ...Feeling[]];
export const feelingSchema = z.enum(FEELING_NAMES);

export const moodFields = {
  /** −1 unpleasant to 1 pleasant. */
  valence: z.number().min(-1).max(1),
  /** −1 quiet to 1 wide awake. */
  arousal: z.number().min(-1).max(1),
  feeling: feelingSchema.nullable().default(null),
  /** The person's own word for it. */
  word: wellFormedText.trim().max(LIMITS.tagLength).default(''),
  note: wellFormedText.max(LIMITS.noteLength).default(''),
  memoryId: idSchema.nullable().default(null),
};

export const moodInputSchema = z.object({
  ...moodFields,
  at: timestampSchema,
  /** Of a mood about a memory the memory's own is taken. */
  band: bandSchema.default('GREEN'),
});
export type MoodInput = z.infer<typeof moodInputSchema>;

export const moodSchema = z.object({
  id: idSchema,
  spaceId: idSchema,
  version: z.int().positive(),
  valence: z.number(),
  arousal: z.number(),
  feeling: feelingSchema.nullable(),
  word: z.string(),
  note: z.string(),
  memoryId: idSchema.nullable(),
  at: timestampSchema,
  band: bandSchema,
  author: z.object({ id: idSchema, name: z.string() }),
  staysOnDevice: z.boolean(),
});
export type Mood = z.infer<typeof moodSchema>;

export const moodStepSchema = z.enum(['day', 'week', 'month']);
export type MoodStep = z.infer<typeof moodStepSchema>;

/** A day on the wall: `2026-11-24`. */
export const daySchema = z.iso.date();

/** One day, week (by its Monday) or month (by its first) with moods in it. */
export const moodPointSchema = z.object({
  day: daySchema,
  count: z.int().positive(),
  mean: z.number(),
  min: z.number(),
  max: z.number(),
  /** Of arousal. */
  meanArousal: z.number(),
});
export type MoodPoint = z.infer<typeof moodPointSchema>;
