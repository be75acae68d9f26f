/** Goals and needs: what is to be done again and again, and how much it is needed by now. */
import { z } from 'zod';
import { bandSchema } from '../bands.ts';
import { LIMITS } from '../limits.ts';
import { idSchema, timestampSchema, wellFormedText } from './primitives.ts';

/** Days after which half of it is needed again: an hour to ten years. */
export const halfLifeSchema = z
  .number()
  .min(1 / 24)
  .max(3650);

export const goalWords = {
  title: wellFormedText.trim().min(1).max(LIMITS.titleLength),
  note: wellFormedText.max(LIMITS.noteLength).default(''),
};

export const goalInputSchema = z.object({
  ...goalWords,
  band: bandSchema.default('GREEN'),
  halfLifeDays: halfLifeSchema,
  /** Put away: kept with its history, not shown among what is needed. */
  resting: z.boolean().default(false),
});
export type GoalInput = z.infer<typeof goalInputSchema>;

export const goalSchema = z.object({
  id: idSchema,
  spaceId: idSchema,
  version: z.int().positive(),
  title: z.string(),
  note: z.string(),
  band: bandSchema,
  author: z.object({ id: idSchema, name: z.string() }),
  halfLifeDays: z.number(),
  resting: z.boolean(),
  /** 0 just after it was done, towards 1 while it is not: see `need-level.ts`. */
  level: z.number().min(0).max(1),
  /** From when it counts, where it was never done. */
  begunAt: timestampSchema,
  /** When it was done, newest first, at most 50. */
  met: z.array(timestampSchema),
  staysOnDevice: z.boolean(),
});
export type Goal = z.infer<typeof goalSchema>;

/** One time that it was done. */
export const goalMetSchema = z.object({
  id: idSchema,
  at: timestampSchema,
  note: z.string(),
  memoryId: idSchema.nullable(),
});
export type GoalMet = z.infer<typeof goalMetSchema>;
