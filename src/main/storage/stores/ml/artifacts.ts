/** The rows of an artifact and its chunks, opened. Shared by both sides of the store. */
import { VaultError } from '../../../../shared/errors.ts';
import type { SealedForBand, ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { bandOf, idBytes, idText } from '../record-ids.ts';
import { type SealedColumns, SealedObjects } from '../sealed-object.ts';
import { ML_CHUNK_BYTES, mlContract } from './contract.ts';

/** What is sealed of an artifact beside its bytes. */
export interface ArtifactContent {
  readonly name: string;
  readonly type: string;
  readonly sha256: string;
}

export interface ArtifactLine extends SealedColumns {
  readonly id: Buffer;
  readonly version: number;
  readonly bytes: number;
  readonly state: 'writing' | 'whole';
  readonly created_ms: number;
}

export class Artifacts {
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly seals: SealedObjects<ArtifactContent>;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#keys = keys;
    this.seals = new SealedObjects(keys, 'ml/artifact');
  }

  /** Those whose band's key this device holds. */
  all(): (ArtifactLine & ArtifactContent)[] {
    return this.#connection
      .read<ArtifactLine>('SELECT * FROM ml_artifact ORDER BY created_ms, id')
      .all()
      .filter((line) => this.seals.opens(line))
      .map((line) => ({ ...line, ...this.content(line) }));
  }

  /** Null where there is none. */
  line(id: string): ArtifactLine | null {
    return (
      this.#connection.read<ArtifactLine>('SELECT * FROM ml_artifact WHERE id = ?').get(idBytes(id)) ?? null
    );
  }

  content(line: ArtifactLine): ArtifactContent {
    return this.seals.open(idText(line.id), line.version, line);
  }

  /** Numbers and plain sizes of the chunks that are there. */
  chunks(line: ArtifactLine): { readonly chunk: number; readonly bytes: number }[] {
    return this.#connection
      .read<{ chunk: number; bytes: number }>(
        'SELECT chunk, bytes FROM ml_chunk WHERE artifact = ? ORDER BY chunk',
      )
      .all(line.id);
  }

  /** Null where there is none. */
  chunk(line: ArtifactLine, chunk: number): Buffer | null {
    const row = this.#connection
      .read<SealedForBand>('SELECT epoch, wrapped, sealed FROM ml_chunk WHERE artifact = ? AND chunk = ?')
      .get(line.id, chunk);
    if (row === undefined) return null;
    return this.#keys.open(this.#place(line, chunk), bandOf(line.band), row);
  }

  sealChunk(line: ArtifactLine, chunk: number, bytes: Uint8Array): SealedForBand {
    return this.#keys.seal(this.#place(line, chunk), bandOf(line.band), bytes);
  }

  #place(line: ArtifactLine, chunk: number) {
    return this.#keys.place('ml/chunk', `${idText(line.id)}/${chunk}`, 0, bandOf(line.band));
  }
}

export function chunksWanted({ bytes }: Pick<ArtifactLine, 'bytes'>): number {
  return Math.ceil(bytes / ML_CHUNK_BYTES);
}

/** Plain bytes that a chunk must have; 0 where there is no such chunk. */
export function bytesWanted({ bytes }: Pick<ArtifactLine, 'bytes'>, chunk: number): number {
  return Math.max(0, Math.min(ML_CHUNK_BYTES, bytes - chunk * ML_CHUNK_BYTES));
}

export function artifactNotFound(id: string): VaultError {
  return new VaultError('NOT_FOUND', 'There is no such file of a model here.', {
    hint: 'Nothing was changed. It may have been removed.',
    details: { store: mlContract.name, id },
  });
}
