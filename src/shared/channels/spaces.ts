/** The spaces of the open vault. */
import { z } from 'zod';
import { tierSchema } from '../bands.ts';
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
} as const;
