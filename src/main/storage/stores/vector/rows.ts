/**
 * The rows of the vector index, on the writing side: what goes in and out together in three tables.
 *
 * Invariant: every row of `vector_value` has one code under the same key, in the table that fits its dimensions.
 * The tables of codes know no foreign keys, and triggers may not touch them (`trusted_schema=OFF`): whoever takes a
 * memory away asks here first.
 */
import type { WritableConnection } from '../../sqlite.ts';
import { bitCode, byteVector, CODE_DIMENSIONS } from './codes.ts';

/** A memory's vector and where it belongs. */
export interface VectorRow {
  readonly memory: number;
  readonly model: number;
  readonly band: number;
  /** Of length 1. */
  readonly vector: Float32Array;
}

interface Stored {
  readonly seq: number;
  /** Bytes of the value: the number of dimensions. */
  readonly dimensions: number;
}

/** The table of codes for so many dimensions. */
export function codeTable(dimensions: number): 'vector_code' | 'vector_wide_code' {
  return dimensions <= CODE_DIMENSIONS ? 'vector_code' : 'vector_wide_code';
}

export class VectorRows {
  readonly #connection: WritableConnection;

  constructor(connection: WritableConnection) {
    this.#connection = connection;
  }

  /** In place of what was there for the same memory and model. */
  put({ memory, model, band, vector }: VectorRow): void {
    this.drop(memory, model);
    const value = byteVector(vector);
    this.#connection
      .write('INSERT INTO vector_value (memory, model, band, value) VALUES (?, ?, ?, ?)')
      .run(memory, model, band, new Uint8Array(value.buffer));
    // Numbers are bound as floating point, and the index takes integers alone.
    this.#connection
      .write(
        `INSERT INTO ${codeTable(vector.length)} (seq, model, band, code)
         VALUES (last_insert_rowid(), CAST(? AS INTEGER), CAST(? AS INTEGER), vec_bit(?))`,
      )
      .run(model, band, bitCode(vector));
  }

  drop(memory: number, model: number): void {
    this.#dropAll(
      this.#connection
        .read<Stored>(
          'SELECT seq, length(value) AS dimensions FROM vector_value WHERE memory = ? AND model = ?',
        )
        .all(memory, model),
    );
  }

  dropMemory(memory: number): void {
    this.#dropAll(
      this.#connection
        .read<Stored>('SELECT seq, length(value) AS dimensions FROM vector_value WHERE memory = ?')
        .all(memory),
    );
  }

  dropModel(model: number): void {
    this.#connection.write('DELETE FROM vector_code WHERE model = CAST(? AS INTEGER)').run(model);
    this.#connection.write('DELETE FROM vector_wide_code WHERE model = CAST(? AS INTEGER)').run(model);
    this.#connection.write('DELETE FROM vector_value WHERE model = ?').run(model);
  }

  clear(): void {
    this.#connection.write('DELETE FROM vector_code').run();
    this.#connection.write('DELETE FROM vector_wide_code').run();
    this.#connection.write('DELETE FROM vector_value').run();
  }

  #dropAll(stored: readonly Stored[]): void {
    for (const { seq, dimensions } of stored) {
      this.#connection.write(`DELETE FROM ${codeTable(dimensions)} WHERE seq = CAST(? AS INTEGER)`).run(seq);
      this.#connection.write('DELETE FROM vector_value WHERE seq = ?').run(seq);
    }
  }
}
