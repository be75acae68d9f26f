/**
 * Sealed embeddings: read from their rows and opened. Shared by both sides of embeddings and vector.
 *
 * The sealed bytes are the components as 32-bit floats, lowest byte first.
 */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { DigestKey } from '../digest-key.ts';
import { bandOf, idText } from '../record-ids.ts';
import type { ModelState } from './contract.ts';

const EMBEDDING = 'embeddings/vector';

export interface ModelLine {
  readonly seq: number;
  readonly name: string;
  readonly version: string;
  readonly dimensions: number;
  readonly language: string;
  readonly checksum: Buffer;
  readonly state: ModelState;
  readonly changed_ms: number;
}

export interface EmbeddingLine {
  readonly seq: number;
  readonly memory: number;
  readonly id: Buffer;
  readonly model: number;
  readonly digest: Buffer;
  readonly band: number;
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly sealed: Buffer;
}

export interface Embedding {
  readonly memory: number;
  readonly model: number;
  readonly band: number;
  readonly vector: Float32Array;
}

const COLUMNS = 'e.seq, e.memory, m.id, e.model, e.digest, e.band, e.epoch, e.wrapped, e.sealed';
const SOURCE = 'embedding AS e JOIN memory AS m ON m.seq = e.memory';

export class EmbeddingRecords {
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #digests: DigestKey;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#keys = keys;
    this.#digests = new DigestKey(connection, EMBEDDING);
  }

  /** By `name@version`. */
  model(id: string): ModelLine | null {
    const [name = '', version = ''] = id.split('@');
    return (
      this.#connection
        .read<ModelLine>('SELECT * FROM embedding_model WHERE name = ? AND version = ?')
        .get(name, version) ?? null
    );
  }

  activeModel(): ModelLine | null {
    return (
      this.#connection.read<ModelLine>("SELECT * FROM embedding_model WHERE state = 'active'").get() ?? null
    );
  }

  line(memory: number, model: number): EmbeddingLine | null {
    return (
      this.#connection
        .read<EmbeddingLine>(`SELECT ${COLUMNS} FROM ${SOURCE} WHERE e.memory = ? AND e.model = ?`)
        .get(memory, model) ?? null
    );
  }

  ofMemory(memory: number): Pick<EmbeddingLine, 'seq' | 'model' | 'digest' | 'band'>[] {
    return this.#connection
      .read<EmbeddingLine>('SELECT seq, model, digest, band FROM embedding WHERE memory = ?')
      .all(memory);
  }

  allSeqs(): number[] {
    return this.#connection
      .read<{ seq: number }>('SELECT seq FROM embedding ORDER BY seq')
      .all()
      .map(({ seq }) => seq);
  }

  /** Null where there is none, or this device does not hold its band's key. */
  open(seq: number): Embedding | null {
    const line = this.#connection
      .read<EmbeddingLine>(`SELECT ${COLUMNS} FROM ${SOURCE} WHERE e.seq = ?`)
      .get(seq);
    if (line === undefined || !this.#keys.holds(bandOf(line.band))) return null;
    return { memory: line.memory, model: line.model, band: line.band, vector: this.#open(line) };
  }

  /** The vector of a line. Throws SEAL_BROKEN; ACCESS_DENIED where the band's key is not held. */
  vector(line: EmbeddingLine): Float32Array {
    return this.#open(line);
  }

  #open(line: EmbeddingLine): Float32Array {
    const band = bandOf(line.band);
    const bytes = this.#keys.open(this.#place(idText(line.id), line.model, line.band), band, line);
    return new Float32Array(Uint8Array.from(bytes).buffer);
  }

  seal(id: string, model: number, band: number, vector: Float32Array<ArrayBuffer>) {
    return this.#keys.seal(
      this.#place(id, model, band),
      bandOf(band),
      new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
    );
  }

  #place(id: string, model: number, band: number) {
    return this.#keys.place(EMBEDDING, `${id}/${model}`, 0, bandOf(band));
  }

  /** Keyed digest of the words that are embedded: 32 bytes. */
  digest({ title, text }: { readonly title: string; readonly text: string }): Buffer {
    return this.#digests.digest(title, text);
  }
}
