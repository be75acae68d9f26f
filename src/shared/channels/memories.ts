/** Memories, drafts and search. */
import { z } from 'zod';
import {
  changeSchema,
  draftSchema,
  memoryFilterSchema,
  memoryInputSchema,
  memoryRowSchema,
  memorySchema,
  monthSchema,
  searchHitSchema,
} from '../contracts/memories.ts';
import { idSchema, timestampSchema } from '../contracts/primitives.ts';
import { receiptReferenceSchema } from '../contracts/receipts.ts';
import { LIMITS } from '../limits.ts';
import { channel, nothing, pageLimit } from './channel.ts';

export const MEMORY_CHANNELS = {
  'memories.page': channel(
    z.object({
      spaceId: idSchema,
      offset: z.int().min(0),
      limit: pageLimit,
      filter: memoryFilterSchema.default({}),
    }),
    z.object({ total: z.int().nonnegative(), rows: z.array(memoryRowSchema) }),
  ),
  'memories.months': channel(
    z.object({ spaceId: idSchema, filter: memoryFilterSchema.default({}) }),
    z.array(monthSchema),
  ),
  'memories.facets': channel(
    z.object({ spaceId: idSchema }),
    z.object({
      tags: z.array(z.object({ value: z.string(), count: z.int() })),
      people: z.array(z.object({ value: z.string(), count: z.int() })),
    }),
  ),
  'memories.get': channel(z.object({ spaceId: idSchema, id: idSchema }), memorySchema),
  'memories.add': channel(
    z.object({ spaceId: idSchema, input: memoryInputSchema, idempotencyKey: idSchema }),
    changeSchema,
  ),
  'memories.edit': channel(
    z.object({
      spaceId: idSchema,
      id: idSchema,
      version: z.int().positive(),
      input: memoryInputSchema,
      idempotencyKey: idSchema,
    }),
    changeSchema,
  ),
  'memories.delete': channel(
    z.object({ spaceId: idSchema, id: idSchema, reason: z.string().max(500).nullable().default(null) }),
    z.object({ undoUntil: timestampSchema }),
  ),
  'memories.undoDelete': channel(
    z.object({ spaceId: idSchema, id: idSchema }),
    z.object({ undone: z.boolean() }),
  ),
  /** Moves or copies a memory to another space; its id there is the idempotency key. */
  'memories.transfer': channel(
    z.object({
      spaceId: idSchema,
      id: idSchema,
      targetSpaceId: idSchema,
      kind: z.enum(['move', 'copy']),
      idempotencyKey: idSchema,
    }),
    z.object({ id: idSchema, receipt: receiptReferenceSchema }),
  ),
  'memories.search': channel(
    z.object({ spaceId: idSchema.nullable(), query: z.string().max(LIMITS.queryLength), limit: pageLimit }),
    z.object({ hits: z.array(searchHitSchema), milliseconds: z.number() }),
  ),
  'drafts.list': channel(nothing, z.array(draftSchema)),
  'drafts.save': channel(draftSchema.omit({ savedAt: true }), z.object({ savedAt: timestampSchema })),
  'drafts.discard': channel(z.object({ spaceId: idSchema, id: idSchema }), nothing),
} as const;
