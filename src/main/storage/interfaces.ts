/**
 * What the engine offers to the rooms above it: two kinds of encrypted database with typed units of work and
 * typed queries. The functions that open them are in `database.ts`.
 *
 * Invariants: all SQLite work happens in threads; nothing is acknowledged before it is durable; every error is a
 * `VaultError`.
 */
import type { Action, ReceiptKind, ReceiptReference } from '../../shared/contracts/receipts.ts';
import type { VaultError } from '../../shared/errors.ts';
import type {
  QueryInputOf,
  QueryNameOf,
  QueryOutputOf,
  StoreContracts,
  UnitOfWorkOf,
  UpkeepOf,
} from './contract.ts';
import type { DatabaseFigures } from './database-figures.ts';
import type { DatabaseKeys } from './database-keys.ts';
import type { DatabaseMetrics } from './database-metrics.ts';
import type { ConnectionInfo } from './engine/connection-info.ts';
import type { VacuumStep } from './engine/vacuum-step.ts';
import type { PlugInState } from './plug-in-state.ts';
import type { PoolSettings } from './pool-settings.ts';
import type { SpaceContracts, VaultContracts } from './stores/contracts.ts';

export type { BandKey, DatabaseKeys, TrustedDevice } from './database-keys.ts';

/** Where the engine's parts lie; given by composition roots, never worked out inside a room. */
export interface EngineRuntime {
  /** The thread's entry module. */
  readonly engineThread: URL;
  /** Absolute path of the folder that holds `vault/` and `space/`. */
  readonly migrations: string;
  /** Modules whose default export is a `StorePlugIn`. Default: none. */
  readonly plugIns?: readonly URL[];
}

/** The end of the receipt chain; `seq` 0 and 64 zeros where there is none yet. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export interface OpenDatabaseOptions {
  readonly runtime: EngineRuntime;
  /** Absolute path of the database file. Its folder must exist. */
  readonly file: string;
  readonly keys: DatabaseKeys;
  /** True makes the file and fails where there is one; false fails where there is none. */
  readonly create: boolean;
  /** The last head that was seen of it; a chain that does not contain it is SPACE_ROLLED_BACK. */
  readonly knownHead?: Head | null;
  /** Whose opening this is: the actor of the receipts of migrations. Default: whose device it is. */
  readonly actorId?: string;
  /** Connections, in number and time: one writer and the rest readers. Default 2 to 8, 30 s, let go after 60 s. */
  readonly pool?: Partial<PoolSettings>;
  /** Bytes of answers kept in front of the readers; 0 keeps none. Default 16 MiB. */
  readonly cacheBytes?: number;
  /** Bytes the write-ahead log may have while a snapshot holds it; then the snapshots are ended. Default 256 MiB. */
  readonly mostLogBytes?: number;
}

export interface OpenSpaceOptions extends OpenDatabaseOptions {
  readonly spaceId: string;
}

export interface OpenVaultDatabaseOptions extends OpenDatabaseOptions {
  readonly vaultId: string;
}

/** Who does what, and why: kept in the receipt. */
export interface UnitOfWorkContext {
  /** The space's id; for vault.db the vault's. */
  readonly spaceId: string;
  readonly actorId: string;
  readonly deviceId: string;
  readonly correlationId: string;
  /** The same key again answers with the first receipt and writes nothing. At most 200 characters. */
  readonly idempotencyKey: string | null;
  readonly purpose: Action;
  readonly subjectId: string | null;
  /** Default ACTION_EXECUTED. */
  readonly kind?: ReceiptKind;
}

export interface UnitOutcome {
  readonly receipt: ReceiptReference;
  /** Of the receipt: after a replay the first unit's subject, which may differ from the one just asked for. */
  readonly subjectId: string | null;
  /** True where the idempotency key had been used: nothing was written. */
  readonly replayed: boolean;
  /** How often it was tried: more than once where something that passed had held it up. */
  readonly attempts: number;
}

interface UnitOptions {
  /** Judged by the writer before anything else: a CONFLICT names store, record, expected and found version. */
  readonly expect?: readonly Expectation[];
}

/** What a caller read and builds upon: the unit is refused where it is not so any more. */
export interface Expectation {
  /** A store whose records have versions. */
  readonly store: string;
  readonly record: string;
  /** Null: there is no such record. */
  readonly version: number | null;
}

/** Queries that all see one and the same moment. */
export interface Snapshot<S extends StoreContracts> {
  query<N extends QueryNameOf<S>>(name: N, input: QueryInputOf<S, N>): Promise<QueryOutputOf<S, N>>;
}

/** One encrypted database, open. `S` are its stores. */
export interface Database<S extends StoreContracts> {
  readonly file: string;
  /** The plug-ins of this kind of database, those that were left out with the reason. See `withPlugIn`. */
  readonly plugIns: readonly PlugInState[];
  readonly unitOfWork: {
    /**
     * Collects commands and runs them as one atomic, durable change with one receipt. A unit without commands
     * leaves a receipt alone (a denial, for one).
     * `collect` may hand `uow` on to other functions, which so become part of the same unit; it may not begin another
     * unit and may not wait for anything.
     * Throws INVALID_INPUT (details: store, op, field) before anything is sent; CONFLICT, MEMORY_NOT_FOUND,
     * NOT_FOUND from stores; STORAGE_FULL, READ_ONLY, BUSY, ENGINE_STOPPED from the machine. After an error nothing
     * of the unit is there, save after ENGINE_STOPPED, where it is there whole or not at all.
     */
    run(
      context: UnitOfWorkContext,
      collect: (uow: UnitOfWorkOf<S>) => void,
      options?: UnitOptions,
    ): Promise<UnitOutcome>;
  };
  /**
   * Lends one reader for several queries in one snapshot; `work` asks through what it is given and nothing else: another
   * query would wait for another reader. It is ended after a minute, or when the write-ahead log, which cannot be emptied
   * while it lasts, has grown too large: BUSY, with `details.reason` `snapshot-ended`.
   */
  snapshot<T>(work: (snapshot: Snapshot<S>) => Promise<T>, mostMs?: number): Promise<T>;
  /** One snapshot in a reader's thread. Sees every unit that was acknowledged before. BUSY after 30 s without a reader. */
  query<N extends QueryNameOf<S>>(name: N, input: QueryInputOf<S, N>): Promise<QueryOutputOf<S, N>>;
  head(): Promise<Head>;
  /** Moves the write-ahead log into the file and empties it. */
  checkpoint(): Promise<void>;
  /** Signs a checkpoint over all receipts there are: what a file for others is proved against. */
  vouch(): Promise<void>;
  /** Builds derived stores anew from the sealed records. */
  rebuild(): Promise<void>;
  /** Waits for the units already given, checkpoints, wipes keys, ends threads. May be called twice. */
  close(): Promise<void>;
  /** How each connection is really set up, the writer's first. */
  connections(): Promise<ConnectionInfo[]>;
  /** Counted since the database was opened. */
  metrics(): DatabaseMetrics;
  /**
   * Writes the engine's own notes (stores with `upkeep` in their contract), without a receipt, when no unit waits. Throws
   * INVALID_INPUT, STORAGE_FULL, READ_ONLY, BUSY, ENGINE_STOPPED; then nothing of it is there.
   */
  upkeep(collect: (notes: UpkeepOf<S>) => void): Promise<void>;
  /**
   * One step of vacuuming, when no unit waits. Throws STORAGE_FULL and the like; the file is then as it was.
   * @param pages most empty pages to give back to the disk; null rewrites the whole file
   */
  vacuumStep(pages: number | null): Promise<VacuumStep>;
  /** What was measured since it was opened, the threads' part included. */
  figures(): Promise<DatabaseFigures>;
  /** Called once if a thread dies on its own. Returns the function that stops listening. */
  onStopped(listener: (error: VaultError) => void): () => void;
}

export type SpaceDatabase = Database<SpaceContracts>;
export type VaultDatabase = Database<VaultContracts>;

/**
 * What a page key does to a file. `refused`: another key, or not a database at all (SQLite cannot tell);
 * `damaged`: the key is right and pages are broken.
 */
export type PageKeyProbe = 'opens' | 'refused' | 'damaged' | 'missing' | 'unreadable';

/** What to do with the structure of one database. `plan` tries every step and undoes it. */
export interface MigrationRequest {
  readonly kind: 'space' | 'vault';
  /** The space's id, or the vault's. */
  readonly id: string;
  readonly file: string;
  /** The folder of migrations. */
  readonly migrations: string;
  readonly action: 'status' | 'plan' | 'up' | 'down';
  /** A version; null means the newest for `plan` and `up`, one step for `down`. */
  readonly to: string | null;
  /** The actor of the receipts; null where only the registry itself can say. */
  readonly actorId: string | null;
}

interface MigrationName {
  readonly number: number;
  readonly name: string;
  readonly version: string;
}

/** Where the structure of one database stands, and which steps were taken or would be. */
export interface MigrationReport {
  /** Null for a database that went all the way down. */
  readonly current: string | null;
  readonly newest: string;
  /** Everything that this build carries. */
  readonly available: readonly MigrationName[];
  readonly applied: readonly MigrationName[];
  /** Still to take. */
  readonly pending: readonly (MigrationName & { readonly breaking: boolean })[];
  readonly steps: readonly (MigrationName & {
    readonly direction: 'up' | 'down';
    /** It crosses a major version. */
    readonly breaking: boolean;
    /** Derived stores are built anew afterwards. */
    readonly rebuilds: boolean;
    /** Tables whose rows are kept going down and brought back going up. */
    readonly keeps: readonly string[];
    /** How many rows that is; null where it was not counted. */
    readonly rows: number | null;
  })[];
  /** Every step ever taken, oldest first. */
  readonly history: readonly (MigrationName & {
    readonly direction: 'up' | 'down';
    /** Of the SQL that ran. */
    readonly sha256: string;
    readonly atMs: number;
    readonly breaking: boolean;
    /** It is what this build carries. */
    readonly expected: boolean;
  })[];
}
