/**
 * One open database: binds a writer, some readers, what is kept in front of them, and checkpoints off the writer's path.
 */
import type { VaultError } from '../../shared/errors.ts';
import type { ThreadFigures } from '../observability/thread-recorder.ts';
import { currentTrace } from '../observability/trace.ts';
import { Checkpoints } from './checkpoint.ts';
import type { QueryInputOf, QueryNameOf, QueryOutputOf, StoreContracts, UpkeepOf } from './contract.ts';
import { type DatabaseFigures, DatabaseRecorder } from './database-figures.ts';
import { wipeKeys } from './database-keys.ts';
import type { DatabaseMetrics } from './database-metrics.ts';
import type { ConnectionInfo } from './engine/connection-info.ts';
import type { ToThread } from './engine/protocol.ts';
import type { CheckpointOutcome } from './engine/take-checkpoint.ts';
import type { VacuumStep } from './engine/vacuum-step.ts';
import type { EngineClient } from './engine-client.ts';
import type { Database, DatabaseKeys, Head, Snapshot } from './interfaces.ts';
import { kindOfQuery } from './operation-kinds.ts';
import type { PlugInState } from './plug-in-state.ts';
import { ReaderPool } from './pool.ts';
import type { PoolSettings } from './pool-settings.ts';
import { QueryCache } from './query-cache.ts';
import { inSnapshot } from './snapshot.ts';
import { unknownPart } from './stores/base-store.ts';
import { collectUnit, parseInput } from './unit-of-work.ts';
import { collectUpkeep } from './upkeep-unit.ts';
import { Writer } from './writer.ts';
import { WriterThreadKeeper } from './writer-keeper.ts';

const PAGE_BYTES = 4096;

export class OpenDatabase<S extends StoreContracts> implements Database<S> {
  readonly file: string;
  readonly plugIns: readonly PlugInState[];
  readonly #contracts: S;
  readonly #id: string;
  readonly #keys: DatabaseKeys;
  readonly #thread: WriterThreadKeeper;
  readonly #writer: Writer;
  readonly #readers: ReaderPool;
  readonly #results: QueryCache;
  /** Ends each snapshot that is held at this moment. */
  readonly #snapshots = new Set<() => void>();
  readonly #listeners = new Set<(error: VaultError) => void>();
  readonly #recorder = new DatabaseRecorder();
  readonly #checkpoints: Checkpoints;
  #closed: Promise<void> | null = null;

  constructor(parts: {
    contracts: S;
    plugIns: readonly PlugInState[];
    id: string;
    file: string;
    keys: DatabaseKeys;
    writer: EngineClient;
    reader: EngineClient;
    startReader: () => Promise<EngineClient>;
    startWriter: (knownHead: Head | null) => Promise<EngineClient>;
    pool: PoolSettings;
    cacheBytes: number;
    mostLogBytes: number;
  }) {
    this.file = parts.file;
    this.plugIns = parts.plugIns;
    this.#contracts = parts.contracts;
    this.#id = parts.id;
    this.#keys = parts.keys;
    this.#results = new QueryCache(parts.cacheBytes);
    this.#writer = new Writer({
      log: (bytes) => {
        this.#checkpoints.grew(bytes);
        if (bytes > parts.mostLogBytes) for (const end of [...this.#snapshots]) end();
      },
      written: (commands) => this.#results.written(commands),
    });
    this.#thread = new WriterThreadKeeper({
      start: () => parts.startWriter(this.#writer.head),
      started: (client) => this.#writer.attach(client),
      died: (error) => {
        // What was on its way may be written or not.
        this.#results.clear();
        this.#writer.fail(error);
      },
      lost: (error) => {
        this.#writer.stop(error);
        for (const listener of this.#listeners) listener(error);
        this.#listeners.clear();
      },
    });
    this.#thread.attach(parts.writer);
    this.#readers = new ReaderPool(parts.startReader, parts.pool);
    this.#readers.add(parts.reader);
    this.#checkpoints = new Checkpoints({
      // The thread answers a checkpoint with nothing else.
      take: async (mode) =>
        (await this.#readers.ask((n) => ({ type: 'checkpoint', n, mode }))) as CheckpointOutcome,
      pageBytes: PAGE_BYTES,
      metrics: this.#recorder.metrics,
    });
  }

  /** The writer's thread. */
  get client(): EngineClient {
    return this.#thread.client;
  }

  readonly unitOfWork: Database<S>['unitOfWork'] = {
    run: async (context, collect, options = {}) => {
      const unit = collectUnit(this.#contracts, this.#id, context, collect, options.expect);
      const { correlationId, purpose } = unit.context;
      const outcome = await this.#recorder.waited(
        'unit',
        `unit ${purpose}`,
        this.#recorder.unitTrace(correlationId),
        (trace) => this.#writer.run(unit, trace?.spanId),
      );
      if (unit.erases && !outcome.replayed) this.#checkpoints.emptySoon();
      return outcome;
    },
  };

  async query<N extends QueryNameOf<S>>(name: N, input: QueryInputOf<S, N>): Promise<QueryOutputOf<S, N>> {
    const [store = '', op = ''] = name.split('.');
    const contract = this.#contracts[store]?.queries[op];
    if (contract === undefined) throw unknownPart(store, op);
    const parsed = parseInput(store, op, contract.input, input);
    const question = this.#results.question(name, parsed);
    const found = question === null ? null : this.#results.find(question);
    // The store's handler is typed by the same contract.
    if (found !== null) return found.answer as QueryOutputOf<S, N>;
    const answer = await this.#recorder.waited(kindOfQuery(name), `query ${name}`, currentTrace(), (trace) =>
      this.#readers.ask((n) => ({ type: 'query', n, name, input: parsed, ...(trace && { trace }) })),
    );
    if (question !== null) this.#results.keep(question, answer);
    return answer as QueryOutputOf<S, N>;
  }

  snapshot<T>(work: (snapshot: Snapshot<S>) => Promise<T>, mostMs?: number): Promise<T> {
    return this.#readers.use((reader) =>
      inSnapshot({ contracts: this.#contracts, reader, held: this.#snapshots, mostMs }, work),
    );
  }

  async head(): Promise<Head> {
    // The thread answers `head` with nothing else.
    return (await this.client.ask((n) => ({ type: 'head', n }))) as Head;
  }

  async checkpoint(): Promise<void> {
    await this.#checkpoints.empty();
  }

  async vouch(): Promise<void> {
    await this.client.ask((n) => ({ type: 'vouch', n }));
  }

  async rebuild(): Promise<void> {
    await this.client.ask((n) => ({ type: 'rebuild', n }));
    this.#results.clear();
  }

  async connections(): Promise<ConnectionInfo[]> {
    const ask = (n: number): ToThread => ({ type: 'connection', n });
    // The threads answer it with nothing else.
    return (await Promise.all([this.client.ask(ask), this.#readers.askAll(ask)]).then((answers) =>
      answers.flat(),
    )) as ConnectionInfo[];
  }

  metrics(): DatabaseMetrics {
    return { pool: this.#readers.metrics, writer: this.#writer.metrics, results: this.#results.metrics };
  }

  async upkeep(collect: (notes: UpkeepOf<S>) => void): Promise<void> {
    const commands = collectUpkeep(this.#contracts, collect);
    if (commands.length > 0) await this.client.ask((n) => ({ type: 'upkeep', n, commands }));
  }

  async vacuumStep(pages: number | null): Promise<VacuumStep> {
    const ask = (): Promise<unknown> => this.client.ask((n) => ({ type: 'vacuum', n, pages }));
    // The thread answers it with nothing else.
    return (await this.#recorder.waited('vacuum', 'vacuum', currentTrace(), ask)) as VacuumStep;
  }

  async figures(): Promise<DatabaseFigures> {
    const ask = (n: number): ToThread => ({ type: 'figures', n });
    const answers = await Promise.allSettled([this.client.ask(ask), this.#readers.askAll(ask)]);
    // A thread that has just died has nothing to hand over. The others answer with nothing else.
    const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    this.#recorder.absorb(given.flat() as ThreadFigures[]);
    return this.#recorder.figures(this.#checkpoints.log);
  }

  onStopped(listener: (error: VaultError) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#writer.refuse();
    this.#checkpoints.close();
    await this.#thread.settled();
    await this.#writer.settled();
    await this.#readers.close();
    await this.#thread.close();
    this.#results.clear();
    wipeKeys(this.#keys);
    this.#listeners.clear();
  }
}
