/**
 * Opens encrypted databases and binds their parts: one writer, some readers, checkpoints off the writer's path.
 */
import type { VaultError } from '../../shared/errors.ts';
import type { ThreadFigures } from '../observability/thread-recorder.ts';
import { currentTrace } from '../observability/trace.ts';
import type { Secret } from '../security/secret.ts';
import { Checkpoints } from './checkpoint.ts';
import type { QueryInputOf, QueryNameOf, QueryOutputOf, StoreContracts, UpkeepOf } from './contract.ts';
import { type DatabaseFigures, DatabaseRecorder } from './database-figures.ts';
import { ownKeys, wipeKeys } from './database-keys.ts';
import type { DatabaseMetrics } from './database-metrics.ts';
import type { ConnectionInfo } from './engine/connection-info.ts';
import type { OpenMessage, ToThread } from './engine/protocol.ts';
import type { CheckpointOutcome } from './engine/take-checkpoint.ts';
import { keyBytes } from './engine/thread-keys.ts';
import type { VacuumStep } from './engine/vacuum-step.ts';
import { EngineClient } from './engine-client.ts';
import type {
  Database,
  DatabaseKeys,
  EngineRuntime,
  Head,
  MigrationReport,
  MigrationRequest,
  OpenDatabaseOptions,
  OpenSpaceOptions,
  OpenVaultDatabaseOptions,
  PageKeyProbe,
  Snapshot,
  SpaceDatabase,
  VaultDatabase,
} from './interfaces.ts';
import { kindOfQuery } from './operation-kinds.ts';
import type { PlugInState } from './plug-in-state.ts';
import { contractsOf, loadPlugIns } from './plug-ins-loading.ts';
import { ReaderPool } from './pool.ts';
import { type PoolSettings, poolSettings } from './pool-settings.ts';
import { CACHE_BYTES, QueryCache } from './query-cache.ts';
import { inSnapshot } from './snapshot.ts';
import type { DatabaseKind } from './sqlite-errors.ts';
import { unknownPart } from './stores/base-store.ts';
import { SPACE_CONTRACTS, VAULT_CONTRACTS } from './stores/contracts.ts';
import { collectUnit, parseInput } from './unit-of-work.ts';
import { collectUpkeep } from './upkeep-unit.ts';
import { Writer } from './writer.ts';
import { WriterThreadKeeper } from './writer-keeper.ts';

const PAGE_BYTES = 4096;
const MOST_LOG_BYTES = 256 * 1024 * 1024;

class OpenDatabase<S extends StoreContracts> implements Database<S> {
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

async function openDatabase<S extends StoreContracts>(
  kind: DatabaseKind,
  contracts: S,
  id: string,
  options: OpenDatabaseOptions,
): Promise<OpenDatabase<S>> {
  const pool = poolSettings(options.pool);
  const found = await loadPlugIns((options.runtime.plugIns ?? []).map(String), kind);
  const keys = ownKeys(options.keys);
  const message = (role: OpenMessage['role']): OpenMessage => ({
    type: 'open',
    role,
    kind,
    id,
    file: options.file,
    create: options.create,
    migrations: options.runtime.migrations,
    knownHead: options.knownHead ?? null,
    actorId: options.actorId ?? null,
    keys: keyBytes(keys),
    plugIns: found.loaded.map(({ module }) => module),
  });
  const startWriter = async (knownHead: Head | null): Promise<EngineClient> => {
    const again = EngineClient.start(options.runtime, `${kind} writer`);
    await again.open({
      ...message('writer'),
      create: false,
      knownHead: knownHead ?? options.knownHead ?? null,
    });
    return again;
  };
  const startReader = async (): Promise<EngineClient> => {
    const reader = EngineClient.start(options.runtime, `${kind} reader`);
    await reader.open(message('reader'));
    return reader;
  };
  const writer = EngineClient.start(options.runtime, `${kind} writer`);
  // Started beside the writer, opened after it: only then is the file made and migrated.
  const reader = EngineClient.start(options.runtime, `${kind} reader`);
  let refused: readonly PlugInState[];
  try {
    refused = [...found.refused, ...(await writer.open(message('writer')))];
    const more = await reader.open(message('reader'));
    refused = [...refused, ...more.filter(({ name }) => !refused.some((known) => known.name === name))];
  } catch (error) {
    await Promise.all([writer.close(), reader.discard()]);
    wipeKeys(keys);
    throw error;
  }
  const working = found.loaded.filter(({ module }) => !refused.some((left) => left.module === module));
  return new OpenDatabase({
    // The plug-ins' part of it has a type where somebody names it: `withPlugIn`.
    contracts: working.length === 0 ? contracts : { ...contracts, ...contractsOf(working) },
    plugIns: [
      ...working.map(({ module, plugIn }) => ({ module, name: plugIn.contract.name, refused: null })),
      ...refused,
    ],
    id,
    file: options.file,
    keys,
    writer,
    reader,
    startReader,
    startWriter,
    pool,
    cacheBytes: options.cacheBytes ?? CACHE_BYTES,
    mostLogBytes: options.mostLogBytes ?? MOST_LOG_BYTES,
  });
}

/**
 * Opens a space's database, migrating it where it is older.
 *
 * Throws, with `details.reason` where one is named: SPACE_MISSING; SPACE_DAMAGED (`not-a-database`: a wrong key or
 * garbage, SQLite cannot tell; `corrupt`: the key fits, pages are broken; `empty`; `unfinished`); SPACE_SWAPPED
 * (another space's id inside); SPACE_ROLLED_BACK (the known head is not in the chain; details knownSeq, headSeq);
 * NEWER_VERSION; MIGRATION_CHECKSUM; READ_ONLY; STORAGE_UNAVAILABLE (`not-a-file`, `cannot-open`, `input-output`);
 * STORAGE_FULL; SPACE_EXISTS.
 */
export function openSpaceDatabase(options: OpenSpaceOptions): Promise<SpaceDatabase> {
  return openDatabase('space', SPACE_CONTRACTS, options.spaceId, options);
}

/** Opens vault.db; the same errors, with REGISTRY_DAMAGED (reasons also `missing`, `swapped`) and VAULT_EXISTS. */
export function openVaultDatabase(options: OpenVaultDatabaseOptions): Promise<VaultDatabase> {
  return openDatabase('vault', VAULT_CONTRACTS, options.vaultId, options);
}

/**
 * Looks at the structure of a database, plans, or walks up and down, without opening it for use: opening would bring it
 * to the newest structure. `up` and `down` ask for a file that nobody has open.
 *
 * Throws as opening does; MIGRATION_FAILED (the version before the failing step is whole); INVALID_INPUT or NOT_FOUND for
 * a version that is none or is not carried.
 */
export function migrateDatabase(
  runtime: EngineRuntime,
  request: Omit<MigrationRequest, 'migrations'>,
  keys: Pick<DatabaseKeys, 'pageKey' | 'signer'>,
): Promise<MigrationReport> {
  return EngineClient.migrate(runtime, { ...request, migrations: runtime.migrations }, keyBytes(keys));
}

/** Tells what a page key does to a file, without writing to it. */
export function probePageKey(runtime: EngineRuntime, file: string, key: Secret): Promise<PageKeyProbe> {
  return EngineClient.probe(runtime, file, key);
}
