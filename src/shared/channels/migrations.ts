/** The structure of the databases: where it stands, and how it came to be. */
import { z } from 'zod';
import { databaseStructureSchema, migrationStepSchema } from '../contracts/migrations.ts';
import { idSchema } from '../contracts/primitives.ts';
import { channel, nothing } from './channel.ts';

export const MIGRATION_CHANNELS = {
  /** The vault's own database first, then every space's, by tier and name. */
  'migrations.status': channel(nothing, z.object({ databases: z.array(databaseStructureSchema) })),
  /** Every step ever taken, newest first; of the vault's own database where `spaceId` is null. */
  'migrations.history': channel(
    z.object({ spaceId: idSchema.nullable() }),
    z.object({ steps: z.array(migrationStepSchema) }),
  ),
} as const;
