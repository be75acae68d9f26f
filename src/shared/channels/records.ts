/** What every change leaves behind: receipts and tombstones. */
import { z } from 'zod';
import { idSchema } from '../contracts/primitives.ts';
import {
  actionSchema,
  receiptCheckSchema,
  receiptKindSchema,
  receiptSchema,
  tombstoneSchema,
} from '../contracts/receipts.ts';
import { channel, nothing, pageLimit } from './channel.ts';

export const RECORD_CHANNELS = {
  'receipts.page': channel(
    z.object({
      spaceId: idSchema,
      beforeSeq: z.int().positive().nullable(),
      limit: pageLimit,
      subjectId: idSchema.nullable().default(null),
      /** One of these; empty for any. The same below. */
      actions: z.array(actionSchema).default([]),
      kinds: z.array(receiptKindSchema).default([]),
      actorId: idSchema.nullable().default(null),
      /** From the first time on, before the second; ISO 8601 in UTC. */
      fromAt: z.iso.datetime().nullable().default(null),
      beforeAt: z.iso.datetime().nullable().default(null),
    }),
    z.object({
      /** Of all that fit; null where only a look at each could tell. */
      total: z.int().nonnegative().nullable(),
      rows: z.array(receiptSchema),
      /** Where to go on: receipts before this one were not looked at yet. Null at the end. */
      nextSeq: z.int().positive().nullable(),
    }),
  ),
  /** One receipt by its number: the one before or after another. Null where there is none. */
  'receipts.one': channel(z.object({ spaceId: idSchema, seq: z.int().positive() }), receiptSchema.nullable()),
  /** Begins to check every receipt of a space; `receipts.checking` tells the rest. */
  'receipts.verify': channel(z.object({ spaceId: idSchema }), z.object({ runId: idSchema })),
  'receipts.cancelVerify': channel(z.object({ runId: idSchema }), nothing),
  /** The check that is going on, or how the last one ended; null where there was none since the vault was opened. */
  'receipts.verification': channel(z.object({ spaceId: idSchema }), receiptCheckSchema.nullable()),
  /** Writes a file that others can check: all receipts, or one with its proof. Null path where nothing was chosen. */
  'receipts.export': channel(
    z.object({ spaceId: idSchema, seq: z.int().positive().nullable().default(null) }),
    z.object({ path: z.string().nullable(), receipts: z.int() }),
  ),
  'tombstones.page': channel(
    z.object({ spaceId: idSchema, offset: z.int().min(0), limit: pageLimit }),
    z.object({ total: z.int().nonnegative(), rows: z.array(tombstoneSchema) }),
  ),
} as const;
