/** Bringing in what people have. */
import { z } from 'zod';
import { importPreviewSchema, importProgressSchema, importRequestSchema } from '../contracts/imports.ts';
import { idSchema } from '../contracts/primitives.ts';
import { channel, nothing } from './channel.ts';

export const IMPORT_CHANNELS = {
  'imports.choose': channel(
    z.object({ what: z.enum(['folder', 'file']) }),
    z.object({ path: z.string().nullable() }),
  ),
  'imports.preview': channel(importRequestSchema, importPreviewSchema),
  'imports.start': channel(importRequestSchema, z.object({ runId: idSchema })),
  'imports.cancel': channel(z.object({ runId: idSchema }), nothing),
  'imports.resume': channel(z.object({ runId: idSchema }), z.object({ runId: idSchema })),
  'imports.dismiss': channel(z.object({ runId: idSchema }), nothing),
  'imports.list': channel(nothing, z.array(importProgressSchema)),
} as const;
