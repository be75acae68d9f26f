/** Our side of `peers`: the engine without its thread, as the others are called, asked for the same five things. */
import { v7 as uuid } from 'uuid';
import {
  type AppendInput,
  contextFor,
  DEVICE,
  type Folder,
  testKeys,
} from '../src/main/storage/testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../src/main/storage/testing/in-process.ts';
import type { Schema } from './peers-sqlite.ts';
import { DIMENSIONS, type WholeMemory } from './peers-stitched.ts';

const MODEL = 'bench@1';
/** What a memory's row, words and receipt lie in: the tables that bare.ts writes. */
const TABLES = [
  'memory',
  'memory_key',
  'memory_facet',
  'memory_month',
  'memory_words',
  'receipt',
  'receipt_seal',
];

export class OurSpace {
  readonly #options: { file: string; spaceId: string; keys: ReturnType<typeof testKeys> };
  #space: InProcessSpace;

  constructor(folder: Folder, name: string) {
    this.#options = { file: folder.file(name), spaceId: uuid(), keys: testKeys() };
    this.#space = openInProcess(this.#options);
  }

  /** Row, words and receipt of each, a unit of its own; all of them in one transaction. */
  put(inputs: readonly AppendInput[]): void {
    this.#space.commits.run(
      inputs.map((input) =>
        this.#space.collect(contextFor(this.#options.spaceId, { subjectId: input.id }), (uow) => {
          uow.episodic.append(input);
          uow.fts.index({ id: input.id });
        }),
      ),
    );
  }

  /** A model that vectors can be kept of. */
  addModel(): void {
    const checksum = 'ab'.repeat(32);
    this.#space.commits.run([
      this.#space.collect(contextFor(this.#options.spaceId, { purpose: 'model.change' }), (uow) => {
        uow.embeddings.addModel({ id: MODEL, dimensions: DIMENSIONS, language: 'en', checksum });
      }),
    ]);
  }

  /** One unit over all stores that hold a part of a memory. */
  putWhole({ input, vector, document }: WholeMemory): void {
    this.#space.commits.run([
      this.#space.collect(contextFor(this.#options.spaceId, { subjectId: input.id }), (uow) => {
        uow.episodic.append(input);
        uow.fts.index({ id: input.id });
        uow.embeddings.put({ id: input.id, model: MODEL, version: 1, vector });
        uow.vector.index({ id: input.id });
        uow.crdt.apply({ document: input.id, band: input.band, device: DEVICE, update: document });
      }),
    ]);
  }

  get(id: string): unknown {
    return this.#space.readers.get('episodic')?.answer('get', { id });
  }

  latest(): unknown {
    return this.#space.readers.get('episodic')?.answer('page', { offset: 0, limit: 50, filter: {} });
  }

  search(words: string): unknown {
    return this.#space.readers.get('fts')?.answer('search', { query: words, limit: 20, filter: {} });
  }

  /** Opens what `close` closed, as every opening does (migrations, receipts, settings looked at); reads the first fifty. */
  open(): void {
    this.#space = openInProcess({ ...this.#options, create: false });
    this.latest();
  }

  checkpoint(): void {
    this.#space.connection.pragma('wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.#space.close();
  }

  /** Our schema for others: the same tables and indexes, without triggers; the word index keeps its text. */
  schema(): Schema {
    return this.#space.connection
      .read<{ sql: string }>(
        `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'index')
         AND tbl_name IN (${TABLES.map((name) => `'${name}'`).join(', ')}) ORDER BY type DESC`,
      )
      .all()
      .map(({ sql }) => sql.replace(/^\s*content = '',\s*$/mu, ''));
  }
}
