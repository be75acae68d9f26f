/**
 * intents: what was begun in this space and ends in another.
 *
 * SQLite is atomic within one file. A memory that goes to another space touches two: the intent is written here first,
 * and closed in the same unit that ends it here, so that after a crash whoever opens the space knows what to finish.
 * Holds ids alone, never content.
 */
import { z } from 'zod';
import { idSchema } from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';

const intent = {
  /** Also the id that the record has on the other side, and the idempotency key under which it is written there. */
  id: idSchema,
  kind: z.enum(['move', 'copy']),
  recordId: idSchema,
  /** The version of the record that is meant. */
  version: z.int().positive(),
  targetSpaceId: idSchema,
  actorId: idSchema,
};
const intentSchema = z.object(intent);

export interface IntentRow extends z.infer<typeof intentSchema> {
  readonly begunMs: number;
}

export const intentsContract = {
  name: 'intents',
  commands: {
    /** CONFLICT (`under-way`) where another intent about the same record is open, (`id-taken`) where this id is. */
    begin: command('write', intentSchema),
    /** The other side is done, or will not be. Nothing where there is none. */
    close: command('write', z.object({ id: idSchema })),
  },
  queries: {
    /** Begun and not closed, oldest first. */
    open: query<IntentRow[]>()(z.object({})),
  },
} as const;
