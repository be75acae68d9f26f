/** Memories that come back by themselves. */
import { z } from 'zod';
import { bandSchema } from '../bands.ts';
import { memoryRowSchema } from './memories.ts';
import { idSchema } from './primitives.ts';

/** A day on the person's own wall clock. */
export const calendarDaySchema = z.object({
  year: z.int().min(1).max(9999),
  month: z.int().min(1).max(12),
  day: z.int().min(1).max(31),
});
export type CalendarDay = z.infer<typeof calendarDaySchema>;

export const rediscoveredSchema = z.object({
  memory: memoryRowSchema,
  /** Calendar years. */
  yearsAgo: z.int().nonnegative(),
});
export type Rediscovered = z.infer<typeof rediscoveredSchema>;

/** A month in a few sentences that stand in its memories. */
export const monthGistSchema = z.object({
  id: idSchema,
  month: z.string().regex(/^\d{4}-\d{2}$/),
  band: bandSchema,
  /** How many memories it was made of. */
  memories: z.int().nonnegative(),
  sentences: z.array(z.object({ memoryId: idSchema, text: z.string() })),
});
export type MonthGist = z.infer<typeof monthGistSchema>;
