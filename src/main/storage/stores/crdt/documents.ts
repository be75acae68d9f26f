/** The rows of a document and the updates in them, opened. Shared by both sides of the store. */
import type { SealedForBand, ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { bandOf, idBytes, idText } from '../record-ids.ts';

export interface DocumentLine {
  readonly seq: number;
  readonly id: Buffer;
  readonly band: number;
  readonly last_number: number;
  readonly snapshot_number: number;
  readonly log_bytes: number;
  readonly changed_ms: number;
}

interface UpdateLine extends SealedForBand {
  readonly number: number;
}

const UPDATE = 'crdt/update';
const SNAPSHOT = 'crdt/snapshot';

export class Documents {
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#keys = keys;
  }

  line(id: string): DocumentLine | null {
    return (
      this.#connection.read<DocumentLine>('SELECT * FROM crdt_document WHERE id = ?').get(idBytes(id)) ?? null
    );
  }

  isRemoved(id: string): boolean {
    return (
      this.#connection.read('SELECT 1 FROM crdt_tombstone WHERE document = ?').get(idBytes(id)) !== undefined
    );
  }

  /** True where this device can open the document. */
  opens(line: Pick<DocumentLine, 'band'>): boolean {
    return this.#keys.holds(bandOf(line.band));
  }

  /** The snapshot, where there is one, and what came after it, in the order it came. */
  updates(line: DocumentLine): Uint8Array[] {
    const band = bandOf(line.band);
    const id = idText(line.id);
    const snapshot = this.#connection
      .read<SealedForBand>('SELECT epoch, wrapped, sealed FROM crdt_snapshot WHERE document = ?')
      .get(line.seq);
    const updates = this.#connection
      .read<UpdateLine>(
        'SELECT number, epoch, wrapped, sealed FROM crdt_update WHERE document = ? ORDER BY number',
      )
      .all(line.seq)
      .map((update) => this.#keys.open(this.#updatePlace(id, update.number, line.band), band, update));
    if (snapshot === undefined) return updates;
    return [
      this.#keys.open(this.#snapshotPlace(id, line.snapshot_number, line.band), band, snapshot),
      ...updates,
    ];
  }

  sealUpdate(id: string, number: number, band: number, update: Uint8Array): SealedForBand {
    return this.#keys.seal(this.#updatePlace(id, number, band), bandOf(band), update);
  }

  sealSnapshot(id: string, number: number, band: number, update: Uint8Array): SealedForBand {
    return this.#keys.seal(this.#snapshotPlace(id, number, band), bandOf(band), update);
  }

  #updatePlace(id: string, number: number, band: number) {
    return this.#keys.place(UPDATE, id, number, bandOf(band));
  }

  #snapshotPlace(id: string, number: number, band: number) {
    return this.#keys.place(SNAPSHOT, id, number, bandOf(band));
  }
}
