/**
 * Finds the nearest memories: codes by Hamming distance first, then those few in order of their cosine.
 *
 * Runs over the durable index, brute force, which is quick to some ten thousands; a search in memory for more takes
 * this function's place. Invariant: only rows whose band's key this device holds.
 */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection, SqlValue } from '../../sqlite.ts';
import type { EpisodicFilter } from '../episodic/contract.ts';
import { conditionsOf } from '../episodic/timeline.ts';
import { bandNumber, bandOf } from '../record-ids.ts';
import { bitCode, cosine } from './codes.ts';
import { codeTable } from './rows.ts';

/** So many codes at least are put in order by their cosine: with 200 of 100,000 recall at 10 was 0.985. */
const LEAST_CANDIDATES = 200;
/** And so many for every memory that is wanted. */
const CANDIDATES_EACH = 8;
/** The most that one search of codes may give. */
const MOST_CANDIDATES = 4096;

/** GREEN, AMBER, RED. */
const INDEXED_BANDS: readonly number[] = [0, 1, 2];

export interface Near {
  readonly memory: number;
  readonly score: number;
}

export class VectorSearch {
  readonly #connection: ReadableConnection;
  readonly #held: readonly number[];

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#held = INDEXED_BANDS.filter((band) => keys.holds(bandOf(band)));
  }

  /** @param vector of length 1, with the model's dimensions */
  nearest(model: number, vector: Float32Array, limit: number, filter: EpisodicFilter): Near[] {
    const found = this.#partitions(filter).flatMap((band) =>
      this.#candidates(model, vector, candidates(limit), filter, band),
    );
    const value = this.#connection.read<{ memory: number; value: Buffer }>(
      'SELECT memory, value FROM vector_value WHERE seq = ?',
    );
    return found
      .flatMap(({ seq }) => {
        const row = value.get(seq);
        return row === undefined ? [] : [{ memory: row.memory, score: cosine(vector, row.value) }];
      })
      .sort((a, b) => b.score - a.score || b.memory - a.memory)
      .slice(0, limit);
  }

  /** Which bands to look into, each by itself; null for all of them at once. */
  #partitions({ band }: EpisodicFilter): readonly (number | null)[] {
    if (band !== undefined) return this.#held.filter((held) => held === bandNumber(band));
    return this.#held.length === INDEXED_BANDS.length ? [null] : this.#held;
  }

  #candidates(
    model: number,
    vector: Float32Array,
    k: number,
    { band: _band, ...filter }: EpisodicFilter,
    band: number | null,
  ): { readonly seq: number }[] {
    const parts: string[] = [];
    const values: SqlValue[] = [];
    if (band !== null) {
      parts.push('AND band = CAST(? AS INTEGER)');
      values.push(band);
    }
    if (Object.values(filter).some((value) => value !== undefined)) {
      const conditions = conditionsOf(filter);
      parts.push(
        `AND seq IN (SELECT v.seq FROM vector_value AS v
           WHERE v.model = ? AND v.memory IN (SELECT ${conditions.seq} FROM ${conditions.source}
             WHERE ${conditions.where}))`,
      );
      values.push(model, ...conditions.values);
    }
    return this.#connection
      .read<{ seq: number }>(
        `SELECT seq FROM ${codeTable(vector.length)}
         WHERE code MATCH vec_bit(?) AND k = CAST(? AS INTEGER) AND model = CAST(? AS INTEGER) ${parts.join(' ')}`,
      )
      .all(bitCode(vector), k, model, ...values);
  }
}

function candidates(limit: number): number {
  return Math.min(MOST_CANDIDATES, Math.max(LEAST_CANDIDATES, limit * CANDIDATES_EACH));
}
