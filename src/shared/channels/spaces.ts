/** The spaces of the open vault. */
import { z } from 'zod';
import { tierSchema } from '../bands.ts';
import { codecSchema, compressionChoiceSchema } from '../contracts/compression.ts';
import { idSchema, spaceNameSchema } from '../contracts/primitives.ts';
import { spaceSchema } from '../contracts/vaults.ts';
import { channel, nothing } from './channel.ts';

export const SPACE_CHANNELS = {
  'spaces.list': channel(nothing, z.array(spaceSchema)),
  'spaces.create': channel(
    z.object({
      tier: tierSchema,
      name: spaceNameSchema,
      people: z.array(z.string().trim().min(1).max(80)).max(50).default([]),
    }),
    spaceSchema,
  ),
  'spaces.acceptRollback': channel(z.object({ spaceId: idSchema }), spaceSchema),
  /** How a space packs its texts before they are sealed. */
  'spaces.compression': channel(z.object({ spaceId: idSchema }), compressionChoiceSchema),
  /** For what is written from now on. INVALID_INPUT where this runtime lacks the codec. */
  'spaces.setCompression': channel(
    z.object({ spaceId: idSchema, codec: codecSchema }),
    compressionChoiceSchema,
  ),
} as const;
