/** imports: the journal of import runs, so that a stopped one can go on and a finished one can be looked at. */
import { z } from 'zod';
import { bandSchema } from '../../../../shared/bands.ts';
import { importFormatSchema } from '../../../../shared/contracts/imports.ts';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';

const runSchema = z.object({
  runId: idSchema,
  /** Where it reads from; sealed. */
  path: wellFormedText.max(4096),
  format: importFormatSchema,
  /** For items that name no band themselves. */
  band: bandSchema,
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  done: z.int().nonnegative(),
  total: z.int().nonnegative().nullable(),
  imported: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  refusedCount: z.int().nonnegative(),
  /** The caller's own JSON text (refusals, the error that ended it); sealed. */
  notes: wellFormedText.max(4 * 1024 * 1024),
  startedMs: z.int(),
});

export type ImportRun = z.infer<typeof runSchema> & { readonly updatedMs: number };

export const importsContract = {
  name: 'imports',
  commands: {
    /** Writes the run's line, or replaces it. */
    note: command('write', runSchema),
    dismiss: command('write', z.object({ runId: idSchema })),
  },
  queries: {
    /** Last started first. */
    list: query<ImportRun[]>()(z.object({})),
  },
} as const;
