/**
 * vector, the reading side: memories near to a vector or to another memory.
 *
 * The same question soon after is answered from a cache that is bounded in bytes and age and is of one state of the
 * database: any change makes it another question. It is gone with the thread, which is when the vault locks.
 */
import { VaultError } from '../../../../shared/errors.ts';
import { BytesBoundedCache } from '../../cache.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, digestOf, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { EmbeddingRecords } from '../embeddings/records.ts';
import { unitVector } from '../embeddings/shapes.ts';
import type { EpisodicFilter } from '../episodic/contract.ts';
import { idBytes, idText } from '../record-ids.ts';
import { checkVectors } from './check.ts';
import { type NearMemory, vectorContract } from './contract.ts';
import { VectorSearch } from './search.ts';

type Contract = typeof vectorContract;

const CACHE_BYTES = 512 * 1024;
const CACHE_MS = 60_000;
/** An id and a score. */
const HIT_BYTES = 120;

export class VectorReader extends BaseReader<Contract> {
  readonly contract: Contract = vectorContract;
  readonly #connection: ReadableConnection;
  readonly #embeddings: EmbeddingRecords;
  readonly #search: VectorSearch;
  readonly #answers = new BytesBoundedCache<readonly NearMemory[]>({
    maxBytes: CACHE_BYTES,
    ttlMs: CACHE_MS,
    sizeOf: (hits) => hits.length * HIT_BYTES,
  });

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#embeddings = new EmbeddingRecords(connection, keys);
    this.#search = new VectorSearch(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    nearest: ({ vector, limit, filter }) => {
      const model = this.#embeddings.activeModel();
      if (model === null) return [];
      if (vector.length !== model.dimensions) throw wrongDimensions(model.dimensions, vector.length);
      return this.#near(model.seq, unitVector(vector), limit, filter);
    },

    similar: ({ id, limit, filter }) => {
      const model = this.#embeddings.activeModel();
      const memory = this.#connection
        .read<{ seq: number }>('SELECT seq FROM memory WHERE id = ?')
        .get(idBytes(id));
      if (model === null || memory === undefined) return [];
      const line = this.#embeddings.line(memory.seq, model.seq);
      const own = line === null ? null : this.#embeddings.open(line.seq);
      if (own === null) return [];
      return this.#near(model.seq, own.vector, limit + 1, filter)
        .filter((hit) => hit.id !== id)
        .slice(0, limit);
    },

    counts: ({ model }) =>
      this.#connection
        .read<{ model: string; memories: number }>(
          `SELECT m.name || '@' || m.version AS model,
             (SELECT count(*) FROM vector_value AS v WHERE v.model = m.seq) AS memories
           FROM embedding_model AS m ORDER BY m.seq`,
        )
        .all()
        .filter((line) => model === undefined || line.model === model),
  };

  override check(from: number, rows: number): StoreCheck {
    return checkVectors(this.#connection, from, rows);
  }

  /** Another text after any change, by another connection or by this one. */
  #state(): string {
    const own = this.#connection.read<{ n: number }>('SELECT total_changes() AS n').get()?.n;
    return `${this.#connection.pragma('data_version')}/${own}`;
  }

  #near(model: number, vector: Float32Array, limit: number, filter: EpisodicFilter): NearMemory[] {
    const key = digestOf(
      `${this.#state()}/${model}/${limit}/${JSON.stringify(filter)}`,
      new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
    );
    const known = this.#answers.get(key);
    if (known !== undefined) return [...known];
    const name = this.#connection.read<{ id: Buffer }>('SELECT id FROM memory WHERE seq = ?');
    const hits = this.#search.nearest(model, vector, limit, filter).flatMap(({ memory, score }) => {
      const row = name.get(memory);
      return row === undefined ? [] : [{ id: idText(row.id), score }];
    });
    this.#answers.set(key, hits);
    return hits;
  }
}

function wrongDimensions(wanted: number, found: number): VaultError {
  return new VaultError('INVALID_INPUT', `The model makes vectors of ${wanted} dimensions, not ${found}.`, {
    hint: 'This is a fault of the app: please update it.',
    details: { store: vectorContract.name, op: 'nearest', field: 'vector', wanted, found },
  });
}
