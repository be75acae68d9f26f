/** What somebody pinned and opened, and what they thought of answers. */
import { z } from 'zod';
import { memoryRowSchema } from '../contracts/memories.ts';
import { idSchema, wellFormedText } from '../contracts/primitives.ts';
import { LIMITS } from '../limits.ts';
import { channel, nothing } from './channel.ts';

const question = wellFormedText.min(1).max(LIMITS.queryLength);

export const ATTENTION_CHANNELS = {
  /** Mine, last pinned first. */
  'pins.list': channel(z.object({ spaceId: idSchema }), z.array(memoryRowSchema)),
  'pins.set': channel(z.object({ spaceId: idSchema, id: idSchema, pinned: z.boolean() }), nothing),
  /** A memory was opened to be read. */
  'attention.opened': channel(z.object({ spaceId: idSchema, id: idSchema }), nothing),
  /** What I thought of the answers to a question; in one space, or in all. */
  'answers.judged': channel(
    z.object({ spaceId: idSchema.nullable(), question }),
    z.array(z.object({ spaceId: idSchema, memoryId: idSchema, helpful: z.boolean() })),
  ),
  /** Null takes it back. */
  'answers.judge': channel(
    z.object({
      spaceId: idSchema,
      question,
      memoryId: idSchema,
      /** Where it stood, from 1. */
      place: z.int().min(1).max(10_000),
      helpful: z.boolean().nullable(),
    }),
    nothing,
  ),
};
