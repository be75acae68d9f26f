/** How many connections a database may have, and how long one waits for one. */
import { z } from 'zod';
import { VaultError } from '../../shared/errors.ts';

/** Connections of one database, its one writer included. */
export const poolSettingsSchema = z
  .strictObject({
    /** 2 to 8: kept even when nobody asks. */
    min: z.int().min(2).max(8).default(2),
    /** 2 to 8. */
    max: z.int().min(2).max(8).default(8),
    /** Milliseconds a query waits for a reader before it is told BUSY. */
    acquireMs: z.int().min(1).max(600_000).default(30_000),
    /** Milliseconds after which a reader that nobody needed is let go. */
    idleMs: z.int().min(50).max(3_600_000).default(60_000),
  })
  .refine(({ min, max }) => min <= max, { error: 'is more than max', path: ['min'] });

export type PoolSettings = z.output<typeof poolSettingsSchema>;

/** Throws INVALID_INPUT naming the field. */
export function poolSettings(given: z.input<typeof poolSettingsSchema> = {}): PoolSettings {
  const parsed = poolSettingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = `pool.${issue?.path.join('.') ?? ''}`;
  throw new VaultError('INVALID_INPUT', `A database cannot be opened so: ${field} ${issue?.message ?? ''}`, {
    hint: 'Nothing was opened. Between 2 and 8 connections can be asked for.',
    details: { store: 'pool', field },
  });
}
