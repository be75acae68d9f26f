/**
 * Remembers for a while what a model made of a question, so that asking it again costs no model.
 *
 * Lives on the caller's side, beside the model; bounded in bytes and age, keyed by a digest so that a question does not
 * stay in memory as a key, and cleared when the vault locks. Vectors of memories are in the store, not here.
 */

import { BytesBoundedCache, type CacheMetrics } from '../../cache.ts';
import { digestOf } from '../base-store.ts';

export interface EmbeddingMemoryOptions {
  /** Default 2 MiB: about 1,200 questions at 384 dimensions. */
  readonly maxBytes?: number;
  /** Default ten minutes. */
  readonly ttlMs?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export class EmbeddingMemory {
  readonly #cache: BytesBoundedCache<Float32Array>;

  constructor({ maxBytes = 2 * 1024 * 1024, ttlMs = 600_000, now }: EmbeddingMemoryOptions = {}) {
    this.#cache = new BytesBoundedCache({
      maxBytes,
      ttlMs,
      sizeOf: (vector) => vector.byteLength,
      wipe: (vector) => vector.fill(0),
      ...(now === undefined ? {} : { now }),
    });
  }

  /** A copy, or null where it has to be asked of the model. */
  recall(model: string, text: string): Float32Array | null {
    return this.#cache.get(digestOf(model, text))?.slice() ?? null;
  }

  remember(model: string, text: string, vector: Float32Array): void {
    this.#cache.set(digestOf(model, text), vector.slice());
  }

  clear(): void {
    this.#cache.clear();
  }

  get metrics(): CacheMetrics {
    return this.#cache.metrics;
  }
}
