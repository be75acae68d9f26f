/**
 * embeddings: which models turn memories into vectors, and what they made of each.
 *
 * A model is first filled, then active (search asks it), then retiring; so the old one answers until the new one has
 * seen every memory. What is embedded is a memory's title and text. BLACK memories are not.
 */
import { z } from 'zod';
import { idSchema, sha256HexSchema } from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';
import { LEAST_DIMENSIONS, MOST_DIMENSIONS, modelIdSchema, vectorSchema } from './shapes.ts';

export type ModelState = 'filling' | 'active' | 'retiring';

export interface EmbeddingModel {
  /** `name@version`. */
  readonly id: string;
  readonly dimensions: number;
  readonly language: string;
  readonly checksum: string;
  readonly state: ModelState;
  readonly changedMs: number;
  /** Memories it has a vector of. */
  readonly embedded: number;
  /** Memories it should have one of and has not: those of bands this device can open, BLACK left out. */
  readonly pending: number;
}

/** A memory that waits for a model. */
export interface PendingMemory {
  readonly id: string;
  /** To be given back with the vector: a memory that changed in between is not embedded by its old words. */
  readonly version: number;
}

export const embeddingsContract = {
  name: 'embeddings',
  commands: {
    /** A new model; active at once where there is none. The same again changes nothing; CONFLICT where it differs. */
    addModel: command(
      'write',
      z.object({
        id: modelIdSchema,
        dimensions: z.int().min(LEAST_DIMENSIONS).max(MOST_DIMENSIONS),
        /** BCP 47, `mul` for several. */
        language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
        checksum: sha256HexSchema,
      }),
    ),
    /** Makes it the one that search asks; the one before retires. CONFLICT (`pending`) while memories wait for it. */
    activate: command('write', z.object({ model: modelIdSchema })),
    /** Its vectors and the model gone. CONFLICT (`active`) for the one that search asks. */
    dropModel: command('write', z.object({ model: modelIdSchema }), { erases: true }),
    /**
     * Keeps a memory's vector, sealed under the memory's band, at unit length, in place of the one before; search finds
     * it at once. In the unit that writes the memory it is collected after it.
     * INVALID_INPUT (field `vector`) for another number of dimensions; MEMORY_NOT_FOUND; CONFLICT (`version`) where the
     * memory is another by now, (`black`) where it may not be embedded.
     */
    put: command(
      'write',
      z.object({
        id: idSchema,
        model: modelIdSchema,
        /** Of the memory, as its words were read. */
        version: z.int().positive(),
        vector: vectorSchema,
      }),
    ),
  },
  queries: {
    /** Newest first. */
    models: query<EmbeddingModel[]>()(z.object({})),
    /** Memories that wait for a model, newest first. Empty without such a model. */
    pending: query<PendingMemory[]>()(z.object({ model: modelIdSchema, limit: z.int().min(1).max(1000) })),
    /** A memory's vector; null where there is none. */
    get: query<{ vector: Float32Array } | null>()(z.object({ id: idSchema, model: modelIdSchema })),
  },
} as const;
