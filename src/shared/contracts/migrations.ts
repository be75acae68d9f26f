/** The structure of the databases as pages see it. */
import { z } from 'zod';
import { vaultErrorDataSchema } from '../errors.ts';
import { idSchema, sha256HexSchema, timestampSchema } from './primitives.ts';

const stepName = { number: z.int().positive(), name: z.string(), version: z.string() };

/** One database: the vault's own where `spaceId` is null. */
export const databaseStructureSchema = z.object({
  spaceId: idSchema.nullable(),
  /** Null where `problem` says why. */
  structure: z
    .object({
      /** Null for a database that went all the way down. */
      current: z.string().nullable(),
      newest: z.string(),
      /** Every step that stands, and each ever taken, ran the SQL that this app carries. */
      expected: z.boolean(),
      /** Steps that are still to take, oldest first. */
      pending: z.array(z.object({ ...stepName, breaking: z.boolean() })),
      steps: z.int().nonnegative(),
      lastAt: timestampSchema.nullable(),
    })
    .nullable(),
  problem: vaultErrorDataSchema.nullable(),
});
export type DatabaseStructureView = z.infer<typeof databaseStructureSchema>;

/** One step that was taken. */
export const migrationStepSchema = z.object({
  ...stepName,
  direction: z.enum(['up', 'down']),
  at: timestampSchema,
  /** Of the SQL that ran. */
  sha256: sha256HexSchema,
  breaking: z.boolean(),
  /** It is what this app carries. */
  expected: z.boolean(),
});
export type MigrationStep = z.infer<typeof migrationStepSchema>;
