/** embeddings, the reading side: models and how far they have come, what waits for them, a memory's vector. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck, type StoreFinding } from '../base-store.ts';
import { MemoryRecords } from '../episodic/records.ts';
import { bandOf, hexText, idBytes, idText } from '../record-ids.ts';
import { embeddingsContract } from './contract.ts';
import { EmbeddingRecords, type ModelLine } from './records.ts';
import { Waiting } from './waiting.ts';

type Contract = typeof embeddingsContract;

interface CheckedLine {
  readonly seq: number;
  readonly digest: Buffer;
  readonly band: number;
  readonly memory: number;
  readonly memory_band: number;
  readonly indexed: number;
}

export class EmbeddingsReader extends BaseReader<Contract> {
  readonly contract: Contract = embeddingsContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #records: EmbeddingRecords;
  readonly #memories: MemoryRecords;
  readonly #waiting: Waiting;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#records = new EmbeddingRecords(connection, keys);
    this.#memories = new MemoryRecords(connection, keys);
    this.#waiting = new Waiting(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    models: () =>
      this.#connection
        .read<ModelLine>('SELECT * FROM embedding_model ORDER BY seq DESC')
        .all()
        .map((line) => ({
          id: `${line.name}@${line.version}`,
          dimensions: line.dimensions,
          language: line.language,
          checksum: hexText(line.checksum),
          state: line.state,
          changedMs: line.changed_ms,
          embedded: this.#waiting.embedded(line.seq),
          pending: this.#waiting.count(line.seq),
        })),

    pending: ({ model, limit }) => {
      const line = this.#records.model(model);
      if (line === null) return [];
      return this.#waiting.list(line.seq, limit).map(({ id, version }) => ({ id: idText(id), version }));
    },

    get: ({ id, model: modelId }) => {
      const memory = this.#memories.line(idBytes(id));
      const model = this.#records.model(modelId);
      if (memory === null || model === null) return null;
      const line = this.#records.line(memory.seq, model.seq);
      if (line === null || !this.#keys.holds(bandOf(line.band))) return null;
      return { vector: this.#records.vector(line) };
    },
  };

  /** Looks at vectors against the memories they were made of and the index that was made of them. */
  override check(from: number, rows: number): StoreCheck {
    const lines = this.#connection
      .read<CheckedLine>(
        `SELECT e.seq, e.digest, e.band, e.memory, m.band AS memory_band,
           EXISTS (SELECT 1 FROM vector_value AS v
             WHERE v.memory = e.memory AND v.model = e.model AND v.band = e.band) AS indexed
         FROM embedding AS e JOIN memory AS m ON m.seq = e.memory
         WHERE e.seq > ? ORDER BY e.seq LIMIT ?`,
      )
      .all(from, rows);
    const opened = lines.filter(({ band }) => this.#keys.holds(bandOf(band)));
    const missing = opened.filter(({ indexed }) => indexed === 0).length;
    const outdated = opened.filter((line) => this.#isOutdated(line)).length;
    const findings: StoreFinding[] = [];
    if (outdated > 0) {
      findings.push({
        code: 'embedding-outdated',
        severity: 'warning',
        count: outdated,
        what: 'Some memories are found by the meaning of words they do not have any more.',
        todo: 'Save these memories once more; nothing is lost.',
        rebuildHelps: false,
      });
    }
    if (missing > 0) {
      findings.push({
        code: 'vector-missing',
        severity: 'warning',
        count: missing,
        what: 'Some memories are not found by meaning.',
        todo: 'Build the indexes anew.',
        rebuildHelps: true,
      });
    }
    return { findings, next: lines.length < rows ? null : (lines.at(-1)?.seq ?? null) };
  }

  #isOutdated(line: CheckedLine): boolean {
    if (line.band !== line.memory_band) return true;
    const memory = this.#memories.lineAt(line.memory);
    return memory !== null && !this.#records.digest(this.#memories.content(memory)).equals(line.digest);
  }
}
