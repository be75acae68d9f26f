/** vector, the writing side: puts memories in as their embeddings say, and builds all of it anew from those. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import { EmbeddingRecords } from '../embeddings/records.ts';
import { idBytes } from '../record-ids.ts';
import { vectorContract } from './contract.ts';
import { VectorRows } from './rows.ts';

type Contract = typeof vectorContract;

export class VectorWriter extends BaseWriter<Contract> {
  readonly contract: Contract = vectorContract;
  readonly #connection: WritableConnection;
  readonly #embeddings: EmbeddingRecords;
  readonly #rows: VectorRows;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#embeddings = new EmbeddingRecords(connection, keys);
    this.#rows = new VectorRows(connection);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    index: ({ id }) => {
      const memory = this.#seqOf(id);
      if (memory !== null) {
        this.#rows.dropMemory(memory);
        for (const line of this.#embeddings.ofMemory(memory)) this.#put(line.seq);
      }
      return digestOf('index', id);
    },

    retract: ({ id }) => {
      const memory = this.#seqOf(id);
      if (memory !== null) this.#rows.dropMemory(memory);
      return digestOf('retract', id);
    },
  };

  override rebuild(): void {
    this.#rows.clear();
    for (const seq of this.#embeddings.allSeqs()) this.#put(seq);
  }

  #seqOf(id: string): number | null {
    return (
      this.#connection.read<{ seq: number }>('SELECT seq FROM memory WHERE id = ?').get(idBytes(id))?.seq ??
      null
    );
  }

  /** One that this device cannot open stays out. */
  #put(seq: number): void {
    const embedding = this.#embeddings.open(seq);
    if (embedding !== null) this.#rows.put(embedding);
  }
}
