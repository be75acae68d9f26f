/** Which memories wait for a model: those it may see and has no vector of. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { bandOf } from '../record-ids.ts';

/** GREEN, AMBER, RED: BLACK is never embedded. */
const EMBEDDED_BANDS: readonly number[] = [0, 1, 2];

export class Waiting {
  readonly #connection: ReadableConnection;
  readonly #bands: readonly number[];

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#bands = EMBEDDED_BANDS.filter((band) => keys.holds(bandOf(band)));
  }

  embedded(model: number): number {
    return (
      this.#connection.read<{ n: number }>('SELECT count(*) AS n FROM embedding WHERE model = ?').get(model)
        ?.n ?? 0
    );
  }

  /** From counts that are kept, without looking at the memories. */
  count(model: number): number {
    let waiting = 0;
    for (const band of this.#bands) {
      const memories = this.#connection
        .read<{ n: number | null }>('SELECT sum(memories) AS n FROM memory_month WHERE band = ?')
        .get(band)?.n;
      const done = this.#connection
        .read<{ n: number }>('SELECT count(*) AS n FROM embedding WHERE model = ? AND band = ?')
        .get(model, band)?.n;
      waiting += (memories ?? 0) - (done ?? 0);
    }
    return waiting;
  }

  /** Newest first. Looks through the memories only where the counts say that some wait. */
  list(model: number, limit: number): { readonly id: Buffer; readonly version: number }[] {
    if (this.count(model) === 0) return [];
    return this.#connection
      .read<{ id: Buffer; version: number }>(
        `SELECT m.id, m.version FROM memory AS m
         WHERE m.band IN (${this.#bands.join(', ')})
           AND NOT EXISTS (SELECT 1 FROM embedding AS e WHERE e.memory = m.seq AND e.model = ?)
         ORDER BY m.local_ms DESC, m.seq DESC LIMIT ?`,
      )
      .all(model, limit);
  }
}
