/** Memories: what a person writes, what a list shows, what the reading view shows. */
import { z } from 'zod';
import { bandSchema } from '../bands.ts';
import { LIMITS } from '../limits.ts';
import { idSchema, timestampSchema, wellFormedText } from './primitives.ts';
import { receiptReferenceSchema } from './receipts.ts';

/** Kinds the app has a picture for. Imports may bring others. */
export const KNOWN_KINDS = [
  'note',
  'event',
  'conversation',
  'letter',
  'photo',
  'recipe',
  'quote',
  'health',
] as const;

export const kindSchema = z
  .string()
  .min(1)
  .max(LIMITS.kindLength)
  .regex(/^[\p{L}\p{N}_-]+$/u);

const label = (length: number) =>
  wellFormedText
    .trim()
    .min(1)
    .max(length)
    .regex(/^[^\p{Cc}]+$/u);
export const tagSchema = label(LIMITS.tagLength);
export const personSchema = label(LIMITS.personLength);

const encoder = new TextEncoder();

/** What a person writes. Times are kept with the offset they were given in. */
export const memoryInputSchema = z.object({
  title: wellFormedText.max(LIMITS.titleLength).default(''),
  text: wellFormedText.refine(
    (text) => text.length <= LIMITS.textBytes / 3 || encoder.encode(text).length <= LIMITS.textBytes,
    { error: `is longer than ${LIMITS.textBytes} bytes` },
  ),
  at: timestampSchema,
  /** True where only the day is known; `at` is then that day's midnight. */
  dateOnly: z.boolean().default(false),
  band: bandSchema.default('GREEN'),
  kind: kindSchema.default('note'),
  tags: z.array(tagSchema).max(LIMITS.tagsPerMemory).default([]),
  people: z.array(personSchema).max(LIMITS.peoplePerMemory).default([]),
});
export type MemoryInput = z.infer<typeof memoryInputSchema>;

export const attachmentSchema = z.object({
  /** Hexadecimal keyed hash of the bytes; also the address under `app://vault/attachment/<space>/<id>`. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int().nonnegative(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** One line of the timeline. */
export const memoryRowSchema = z.object({
  id: idSchema,
  spaceId: idSchema,
  version: z.int().positive(),
  at: timestampSchema,
  dateOnly: z.boolean(),
  title: z.string(),
  /** The first 240 characters of the text, white space folded. */
  excerpt: z.string(),
  band: bandSchema,
  kind: z.string(),
  tags: z.array(z.string()),
  people: z.array(z.string()),
  externalId: z.string().nullable(),
  attachments: z.array(attachmentSchema),
  /** Deleted a moment ago; can be undone until the time given. */
  deletingUntil: timestampSchema.nullable(),
});
export type MemoryRow = z.infer<typeof memoryRowSchema>;

export const memorySchema = memoryRowSchema.omit({ excerpt: true }).extend({
  text: z.string(),
  author: z.object({ id: idSchema, name: z.string() }),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
  /** Above its space's cap, or BLACK: it stays on this device. */
  staysOnDevice: z.boolean(),
  receipt: receiptReferenceSchema,
});
export type Memory = z.infer<typeof memorySchema>;

export const memoryFilterSchema = z.object({
  before: timestampSchema.optional(),
  after: timestampSchema.optional(),
  band: bandSchema.optional(),
  kind: kindSchema.optional(),
  tag: tagSchema.optional(),
  person: personSchema.optional(),
});
export type MemoryFilter = z.infer<typeof memoryFilterSchema>;

/** One month of the rail: how many memories it has, and how many newer ones lie above it. */
export const monthSchema = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  count: z.int(),
  offset: z.int(),
});
export type Month = z.infer<typeof monthSchema>;

export const searchHitSchema = z.object({
  memory: memoryRowSchema,
  score: z.number(),
  /** The passage that matched, in pieces; `match` pieces are marked. */
  snippet: z.array(z.object({ text: z.string(), match: z.boolean() })),
  why: z.array(z.enum(['words', 'meaning', 'person', 'time'])),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const changeSchema = z.object({
  id: idSchema,
  version: z.int().positive(),
  receipt: receiptReferenceSchema,
});
export type Change = z.infer<typeof changeSchema>;

export const draftSchema = z.object({
  /** Of the memory it edits, or its own where the memory is new. */
  id: idSchema,
  spaceId: idSchema,
  /** The version it was begun from; null for a new memory. */
  baseVersion: z.int().positive().nullable(),
  input: memoryInputSchema.partial().extend({ text: wellFormedText.default('') }),
  savedAt: timestampSchema,
});
export type Draft = z.infer<typeof draftSchema>;
