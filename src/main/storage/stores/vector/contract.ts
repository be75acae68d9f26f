/**
 * vector: memories by nearness of meaning (derived: can always be rebuilt from the sealed embeddings).
 *
 * Commands carry ids alone; the store reads the embedding itself, so a vector crosses to the thread once.
 */
import { z } from 'zod';
import { idSchema } from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';
import { modelIdSchema, vectorSchema } from '../embeddings/shapes.ts';
import { episodicFilterSchema } from '../episodic/contract.ts';

export interface NearMemory {
  readonly id: string;
  /** Cosine of the angle between the vectors, -1 to 1; off by less than 0.01. */
  readonly score: number;
}

const limit = z.int().min(1).max(500);
const filter = episodicFilterSchema.default({});

export const vectorContract = {
  name: 'vector',
  commands: {
    /** Puts the memory in again as its embeddings are; `embeddings.put` does it by itself. Nothing without embedding. */
    index: command('index', z.object({ id: idSchema })),
    /** Takes the memory out until it is put in again. Nothing where it is not in; edits and deletions need no call. */
    retract: command('retract', z.object({ id: idSchema })),
  },
  queries: {
    /**
     * The memories nearest to a vector of the active model, nearest first. INVALID_INPUT (field `vector`) where it has
     * another number of dimensions. Empty without an active model.
     */
    nearest: query<NearMemory[]>()(z.object({ vector: vectorSchema, limit, filter })),
    /** The memories nearest to one of them, itself left out. Empty where it has no embedding. */
    similar: query<NearMemory[]>()(z.object({ id: idSchema, limit, filter })),
    /** How many memories are in, by model. */
    counts: query<{ model: string; memories: number }[]>()(z.object({ model: modelIdSchema.optional() })),
  },
} as const;
