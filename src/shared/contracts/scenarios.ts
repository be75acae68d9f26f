/** Scenarios: what might be, how likely, and what really came. */
import { z } from 'zod';
import { bandSchema } from '../bands.ts';
import { LIMITS } from '../limits.ts';
import { idSchema, timestampSchema, wellFormedText } from './primitives.ts';

const line = wellFormedText.trim().min(1).max(LIMITS.titleLength);
const share = z.number().min(0).max(1);

const outcomeSchema = z.strictObject({ text: line, likelihood: share });

export const scenarioWords = {
  /** What if … */
  title: line,
  note: wellFormedText.max(LIMITS.noteLength).default(''),
  assumptions: z.array(line).max(20).default([]),
  outcomes: z.array(outcomeSchema).min(1).max(10),
  memoryIds: z.array(idSchema).max(20).default([]),
};

/** What really came. */
export const resolutionSchema = z.strictObject({
  /** What happened, in words. */
  note: wellFormedText.max(LIMITS.noteLength).default(''),
  /** Whether each outcome came, in the order of the outcomes. */
  came: z.array(z.boolean()).min(1).max(10),
  /** How close it was to what had been imagined, 0 to 1. */
  closeness: share,
});
export type Resolution = z.infer<typeof resolutionSchema>;

export const scenarioInputSchema = z.object({
  ...scenarioWords,
  band: bandSchema.default('GREEN'),
  /** When to look at it again. */
  lookAt: timestampSchema.nullable().default(null),
});
export type ScenarioInput = z.infer<typeof scenarioInputSchema>;

export const scenarioSchema = z.object({
  id: idSchema,
  spaceId: idSchema,
  version: z.int().positive(),
  title: z.string(),
  note: z.string(),
  assumptions: z.array(z.string()),
  outcomes: z.array(z.object({ text: z.string(), likelihood: z.number() })),
  memories: z.array(z.object({ id: idSchema, title: z.string() })),
  band: bandSchema,
  author: z.object({ id: idSchema, name: z.string() }),
  createdAt: timestampSchema,
  lookAt: timestampSchema.nullable(),
  resolvedAt: timestampSchema.nullable(),
  resolution: resolutionSchema.nullable(),
  staysOnDevice: z.boolean(),
});
export type Scenario = z.infer<typeof scenarioSchema>;
