/**
 * Records of people that are no memories and yet kept like them (a reminder, a goal, a mood, a scenario): one row each,
 * with an id, a version, an author, and words under the seal.
 *
 * Invariants: the version is bound into the seal, so a row brought back from an older file does not open; a change
 * names the version it was made from, and a stale one is a CONFLICT. Writes no SQL of its own: which columns lie
 * beside the seal is each store's affair.
 */
import type { Band } from '../../../shared/bands.ts';
import { VaultError } from '../../../shared/errors.ts';
import type { ThreadKeys } from '../engine/thread-keys.ts';
import type { ReadableConnection } from '../sqlite.ts';
import { conflict, type StoreCheck, type StoreFinding } from './base-store.ts';
import { bandOf, idBytes, idText } from './record-ids.ts';
import { type SealedColumns, SealedObjects } from './sealed-object.ts';

/** The columns that every such table has. */
export interface RecordLine extends SealedColumns {
  readonly seq: number;
  readonly id: Buffer;
  readonly version: number;
  readonly author: Buffer;
  readonly created_ms: number;
  readonly updated_ms: number;
}

/** What every answer about such a record says. */
export interface RecordHead {
  readonly id: string;
  readonly version: number;
  readonly band: Band;
  readonly authorId: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

interface Names {
  /** The store, as receipts and errors name it. */
  readonly store: string;
  /** The kind of record in the seal, for all time: `prospective/reminder`. */
  readonly kind: string;
  /** A table with the columns of `RecordLine`. */
  readonly table: string;
}

export class VersionedRecords<L extends RecordLine, T extends object> {
  readonly #connection: ReadableConnection;
  readonly #sealed: SealedObjects<T>;
  readonly #names: Names;

  constructor(connection: ReadableConnection, keys: ThreadKeys, names: Names) {
    this.#connection = connection;
    this.#sealed = new SealedObjects<T>(keys, names.kind);
    this.#names = names;
  }

  /** Null where there is none. */
  line(id: string): L | null {
    return (
      this.#connection.read<L>(`SELECT * FROM ${this.#names.table} WHERE id = ?`).get(idBytes(id)) ?? null
    );
  }

  /** The row that a change is about. Throws NOT_FOUND, and CONFLICT where the version is another by now. */
  expected(id: string, expectedVersion: number): L {
    const { store } = this.#names;
    const line = this.line(id);
    if (line === null) {
      throw new VaultError('NOT_FOUND', 'This is not there any more.', {
        hint: 'Nothing was changed. It may have been deleted meanwhile.',
        details: { store, id },
      });
    }
    if (line.version !== expectedVersion) {
      throw conflict(store, 'stale', 'This was changed meanwhile.', {
        id,
        expected: expectedVersion,
        version: line.version,
      });
    }
    return line;
  }

  /** Throws CONFLICT where the id is taken. */
  expectNew(id: string): void {
    if (this.line(id) !== null) throw conflict(this.#names.store, 'id', 'This id is taken.', { id });
  }

  seal(id: string, version: number, band: Band, value: T): SealedColumns {
    return this.#sealed.seal(id, version, band, value);
  }

  /** Throws SEAL_BROKEN; ACCESS_DENIED where the band's key is not held. */
  open(line: RecordLine): T {
    return this.#sealed.open(idText(line.id), line.version, line);
  }

  /** True where this device can open the record: it holds the band's key. */
  opens(line: RecordLine): boolean {
    return this.#sealed.opens(line);
  }

  head(line: RecordLine): RecordHead {
    return {
      id: idText(line.id),
      version: line.version,
      band: bandOf(line.band),
      authorId: idText(line.author),
      createdMs: line.created_ms,
      updatedMs: line.updated_ms,
    };
  }

  /** Opens every record of a slice: what does not open is damage. `from` is the last row looked at. */
  check(from: number, rows: number): StoreCheck {
    const { store, table } = this.#names;
    const lines = this.#connection
      .read<L>(`SELECT * FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ?`)
      .all(from, rows);
    const broken = lines.filter((line) => this.opens(line) && !this.#isWhole(line)).length;
    const findings: StoreFinding[] =
      broken === 0
        ? []
        : [
            {
              code: `${store}-unreadable`,
              severity: 'damage',
              count: broken,
              what: 'Some entries do not open: their bytes were changed outside the app.',
              todo: 'Bring them back from a backup that was made before.',
              rebuildHelps: false,
            },
          ];
    return { findings, next: lines.length < rows ? null : (lines.at(-1)?.seq ?? null) };
  }

  #isWhole(line: L): boolean {
    try {
      this.open(line);
      return true;
    } catch {
      return false;
    }
  }
}
