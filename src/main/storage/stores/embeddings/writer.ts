/**
 * embeddings, the writing side: models come and go, vectors of memories are kept and fall with the words they were
 * made of.
 *
 * Invariants: one model is active at most; a vector is of the memory's words as they are, or it is not there: an edit
 * takes it away in the same unit; BLACK memories have none; what comes
 * and goes here comes and goes in the index too.
 */
import { VaultError } from '../../../../shared/errors.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, conflict, digestOf } from '../base-store.ts';
import { MemoryRecords } from '../episodic/records.ts';
import type { MemoryFollower, PlainText } from '../episodic/writer.ts';
import { bandOf, idBytes } from '../record-ids.ts';
import { VectorRows } from '../vector/rows.ts';
import { embeddingsContract } from './contract.ts';
import { EmbeddingRecords, type ModelLine } from './records.ts';
import { unitVector } from './shapes.ts';
import { Waiting } from './waiting.ts';

type Contract = typeof embeddingsContract;
const STORE = embeddingsContract.name;

export class EmbeddingsWriter extends BaseWriter<Contract> implements MemoryFollower {
  readonly contract: Contract = embeddingsContract;
  readonly #connection: WritableConnection;
  readonly #records: EmbeddingRecords;
  readonly #memories: MemoryRecords;
  readonly #waiting: Waiting;
  readonly #index: VectorRows;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#records = new EmbeddingRecords(connection, keys);
    this.#memories = new MemoryRecords(connection, keys);
    this.#waiting = new Waiting(connection, keys);
    this.#index = new VectorRows(connection);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    addModel: ({ id, dimensions, language, checksum }, scope) => {
      const digest = digestOf('addModel', id, String(dimensions), language, checksum);
      const known = this.#records.model(id);
      if (known !== null) {
        const same = known.dimensions === dimensions && known.checksum.toString('hex') === checksum;
        if (same) return digest;
        throw conflict(STORE, 'model-taken', 'There is another model of this name and version.', {
          model: id,
        });
      }
      const [name = '', version = ''] = id.split('@');
      const state = this.#records.activeModel() === null ? 'active' : 'filling';
      this.#connection
        .write(
          `INSERT INTO embedding_model (name, version, dimensions, language, checksum, state, changed_ms)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(name, version, dimensions, language, Buffer.from(checksum, 'hex'), state, scope.nowMs);
      return digest;
    },

    activate: ({ model }, scope) => {
      const line = this.#model(model);
      const pending = this.#waiting.count(line.seq);
      const before = this.#records.activeModel();
      if (before !== null && pending > 0) {
        throw conflict(STORE, 'pending', 'This model has not seen every memory yet.', { model, pending });
      }
      if (before !== null) this.#setState(before.seq, 'retiring', scope.nowMs);
      this.#setState(line.seq, 'active', scope.nowMs);
      return digestOf('activate', model);
    },

    dropModel: ({ model }) => {
      const line = this.#model(model);
      if (line.state === 'active') {
        throw conflict(STORE, 'active', 'Search still asks this model. Make another one active first.', {
          model,
        });
      }
      this.#index.dropModel(line.seq);
      this.#connection.write('DELETE FROM embedding WHERE model = ?').run(line.seq);
      this.#connection.write('DELETE FROM embedding_model WHERE seq = ?').run(line.seq);
      return digestOf('dropModel', model);
    },

    put: ({ id, model: modelId, version, vector }) => {
      const model = this.#model(modelId);
      if (vector.length !== model.dimensions) throw wrongDimensions(model.dimensions, vector.length);
      const memory = this.#memories.line(idBytes(id));
      if (memory === null) {
        throw new VaultError('MEMORY_NOT_FOUND', 'This memory is not here any more.', {
          hint: 'It may have been deleted. Nothing was changed.',
          details: { store: STORE, id },
        });
      }
      if (memory.version !== version) {
        throw conflict(STORE, 'version', 'This memory has changed since its words were read.', {
          id,
          version: memory.version,
        });
      }
      if (bandOf(memory.band) === 'BLACK') {
        throw conflict(STORE, 'black', 'A BLACK memory is not embedded.', { id });
      }
      this.#drop(memory.seq, model.seq);
      const unit = unitVector(vector);
      const record = this.#records.seal(id, model.seq, memory.band, unit);
      this.#connection
        .write(
          `INSERT INTO embedding (memory, model, digest, band, epoch, wrapped, sealed)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          memory.seq,
          model.seq,
          this.#records.digest(this.#memories.content(memory)),
          memory.band,
          record.epoch,
          record.wrapped,
          record.sealed,
        );
      this.#index.put({ memory: memory.seq, model: model.seq, band: memory.band, vector: unit });
      return digestOf('put', id, modelId, record.sealed);
    },
  };

  /** Vectors of other words or of another band go; those of the same words stay. */
  revised(now: PlainText): void {
    const embeddings = this.#records.ofMemory(now.seq);
    if (embeddings.length === 0) return;
    const digest = this.#records.digest(now);
    for (const { model, digest: before, band } of embeddings) {
      if (band !== now.band || !before.equals(digest)) this.#drop(now.seq, model);
    }
  }

  leaving(seq: number): void {
    this.#index.dropMemory(seq);
  }

  #drop(memory: number, model: number): void {
    this.#index.drop(memory, model);
    this.#connection.write('DELETE FROM embedding WHERE memory = ? AND model = ?').run(memory, model);
  }

  #model(id: string): ModelLine {
    const line = this.#records.model(id);
    if (line === null) {
      throw new VaultError('NOT_FOUND', 'This space knows no such embedding model.', {
        hint: 'Nothing was changed. Add the model first.',
        details: { store: STORE, model: id },
      });
    }
    return line;
  }

  #setState(model: number, state: ModelLine['state'], nowMs: number): void {
    this.#connection
      .write('UPDATE embedding_model SET state = ?, changed_ms = ? WHERE seq = ?')
      .run(state, nowMs, model);
  }
}

function wrongDimensions(wanted: number, found: number): VaultError {
  return new VaultError('INVALID_INPUT', `The model makes vectors of ${wanted} dimensions, not ${found}.`, {
    hint: 'Nothing was changed. This is a fault of the app: please update it.',
    details: { store: STORE, op: 'put', field: 'vector', wanted, found },
  });
}
