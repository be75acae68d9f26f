/** What every change leaves behind: receipts and tombstones. */
import { z } from 'zod';
import { idSchema } from '../contracts/primitives.ts';
import { receiptSchema, receiptVerificationSchema, tombstoneSchema } from '../contracts/receipts.ts';
import { channel, pageLimit } from './channel.ts';

export const RECORD_CHANNELS = {
  'receipts.page': channel(
    z.object({
      spaceId: idSchema,
      beforeSeq: z.int().positive().nullable(),
      limit: pageLimit,
      subjectId: idSchema.nullable().default(null),
    }),
    z.object({ total: z.int().nonnegative(), rows: z.array(receiptSchema) }),
  ),
  'receipts.verify': channel(z.object({ spaceId: idSchema }), receiptVerificationSchema),
  'receipts.export': channel(
    z.object({ spaceId: idSchema }),
    z.object({ path: z.string().nullable(), receipts: z.int() }),
  ),
  'tombstones.page': channel(
    z.object({ spaceId: idSchema, offset: z.int().min(0), limit: pageLimit }),
    z.object({ total: z.int().nonnegative(), rows: z.array(tombstoneSchema) }),
  ),
} as const;
