/**
 * A record's content as one sealed JSON object: what every store does that keeps words of people beside a few plain
 * columns.
 *
 * Invariants: each record has a data key of its own, wrapped by its band's key; store, record, version and band are
 * bound into the seal, so that a row put in another's place does not open. What opens was sealed by us: it is
 * authenticated, and its shape is the one that was put in.
 */
import type { Band } from '../../../shared/bands.ts';
import type { ThreadKeys } from '../engine/thread-keys.ts';
import { bandNumber, bandOf } from './record-ids.ts';

/** The columns of a sealed record, as they are read: `band, epoch, wrapped, sealed`. */
export interface SealedColumns {
  readonly band: number;
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly sealed: Buffer;
}

export class SealedObjects<T extends object> {
  readonly #keys: ThreadKeys;
  readonly #store: string;

  /** @param store names the kind of record in the seal, for all time: `drives`, `workspace/pin` */
  constructor(keys: ThreadKeys, store: string) {
    this.#keys = keys;
    this.#store = store;
  }

  /** @param version 0 where records are replaced without counting */
  seal(id: string, version: number, band: Band, value: T): SealedColumns {
    const context = this.#keys.place(this.#store, id, version, band);
    const record = this.#keys.seal(context, band, Buffer.from(JSON.stringify(value), 'utf8'));
    return { band: bandNumber(band), ...record };
  }

  /** Throws SEAL_BROKEN; ACCESS_DENIED where the band's key is not held. */
  open(id: string, version: number, columns: SealedColumns): T {
    const band = bandOf(columns.band);
    const context = this.#keys.place(this.#store, id, version, band);
    return JSON.parse(this.#keys.open(context, band, columns).toString('utf8')) as T;
  }

  /** True where this device can open the record: it holds the band's key. */
  opens(columns: Pick<SealedColumns, 'band'>): boolean {
    return this.#keys.holds(bandOf(columns.band));
  }
}
