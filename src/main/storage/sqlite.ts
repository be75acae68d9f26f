/**
 * One encrypted SQLite connection, set up the one way this app uses it.
 *
 * Invariants: a connection that reads and one that writes are different types, and a reader cannot write whatever
 * SQL it is given; every statement is compiled once; commits are durable (`synchronous=FULL`: this build's default in
 * WAL is NORMAL, which is not). The key goes into a PRAGMA and into nothing else. Runs in the engine's threads.
 */
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { getLoadablePath } from 'sqlite-vec';
import { VaultError } from '../../shared/errors.ts';
import type { Secret } from '../security/secret.ts';
import { type SqlValue, type StatementListener, TimedStatement } from './timed-statement.ts';

/** The oldest SQLite whose write-ahead log is trusted: before it, a rare race could corrupt a database. */
const SQLITE_FLOOR: readonly [number, number, number] = [3, 51, 3];

/** Milliseconds SQLite itself waits for a lock before it answers BUSY. */
const BUSY_TIMEOUT_MS = 5_000;
const CACHE_KIB = 64 * 1024;
/** Compiled statements kept; a store's own are held by it, and those built for a filter come and go. */
const STATEMENTS = 500;
/** What the write-ahead log is cut back to when it starts over. */
const LOG_BYTES = 4 * 1024 * 1024;
/** As SQLite numbers the kinds of automatic vacuum. */
const INCREMENTAL = 2;
const MMAP_BYTES = 256 * 1024 * 1024;

export type { SqlValue } from './timed-statement.ts';

/** `R` is the row's shape as the migrations declare it (STRICT tables hold SQLite to the types). */
export interface ReadStatement<R> {
  get(...values: SqlValue[]): R | undefined;
  all(...values: SqlValue[]): R[];
  iterate(...values: SqlValue[]): IterableIterator<R>;
}

export interface WriteStatement {
  run(...values: SqlValue[]): { readonly changes: number };
}

export interface ReadableConnection {
  /** A statement that only reads; compiled at the first call with this text, then kept. */
  read<R>(sql: string): ReadStatement<R>;
  /** Runs `work` in one snapshot. */
  snapshot<T>(work: () => T): T;
  /** Begins one snapshot that every `snapshot` until `letGo` is part of. Nothing where one is held. */
  hold(): void;
  letGo(): void;
  /** A pragma's single value. */
  pragma(name: string): unknown;
  close(): void;
}

export interface StatementCounts {
  /** Compiled and kept, at this moment. */
  readonly held: number;
  readonly compiled: number;
  /** Found compiled. */
  readonly hits: number;
}

/** What the engine's threads themselves do with a connection, besides what stores do. */
export interface WatchedConnection {
  /** How statements were found since the connection was opened. */
  readonly statements: StatementCounts;
  /** A pragma's first row, by the names of its columns. */
  pragmaRow(name: string): unknown;
  /** From now on `listener` is told how long each statement took that is compiled after. */
  watch(listener: StatementListener): void;
}

export interface WritableConnection extends ReadableConnection {
  write(sql: string): WriteStatement;
  /** Several statements without values: migrations. */
  script(sql: string): void;
  readonly inTransaction: boolean;
}

export interface ConnectionOptions {
  readonly file: string;
  /** Null opens a file without encryption: benchmarks and the lock file. */
  readonly key: Secret | null;
  /** False for a database that holds no vectors, vault.db: the module that searches them stays out. */
  readonly vectors?: boolean;
}

class SqliteConnection implements WritableConnection, WatchedConnection {
  readonly #database: Sqlite;
  readonly #statements = new Map<string, Sqlite.Statement<SqlValue[], unknown> | TimedStatement>();
  #listener: StatementListener | null = null;
  #hits = 0;
  #compiledCount = 0;

  constructor(database: Sqlite) {
    this.#database = database;
  }

  #compiled(sql: string): Sqlite.Statement<SqlValue[], unknown> | TimedStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) {
      this.#hits += 1;
      // Put in again: what was used longest ago stands first.
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    this.#compiledCount += 1;
    for (const [oldest] of this.#statements) {
      if (this.#statements.size < STATEMENTS) break;
      this.#statements.delete(oldest);
    }
    const compiled = this.#database.prepare<SqlValue[], unknown>(sql);
    const listener = this.#listener;
    const statement =
      listener === null
        ? compiled
        : new TimedStatement(compiled, sql, (text, milliseconds) =>
            listener(text, milliseconds, () => this.#plan(text)),
          );
    this.#statements.set(sql, statement);
    return statement;
  }

  /** SQLite's plan, a line a step; empty for what has none. */
  #plan(sql: string): string[] {
    try {
      return this.#database.explain(`QUERY PLAN ${sql}`).map(({ detail }) => String(detail));
    } catch {
      return [];
    }
  }

  get statements(): StatementCounts {
    return { held: this.#statements.size, compiled: this.#compiledCount, hits: this.#hits };
  }

  watch(listener: StatementListener): void {
    this.#listener = listener;
  }

  read<R>(sql: string): ReadStatement<R> {
    const statement = this.#compiled(sql);
    if (!statement.readonly) throw new TypeError('A statement that writes was given to a reader.');
    // The row's shape is declared by the migrations; SQLite has no types to check against.
    return statement as ReadStatement<R>;
  }

  write(sql: string): WriteStatement {
    return this.#compiled(sql);
  }

  script(sql: string): void {
    this.#database.exec(sql);
  }

  snapshot<T>(work: () => T): T {
    if (this.#database.inTransaction) return work();
    this.#compiled('BEGIN').run();
    try {
      return work();
    } finally {
      this.#endSnapshot();
    }
  }

  /** After a damaged page was met SQLite refuses to commit, and a snapshot left open would never see anything new. */
  #endSnapshot(): void {
    try {
      this.#compiled('COMMIT').run();
    } catch {
      if (this.#database.inTransaction) this.#compiled('ROLLBACK').run();
    }
  }

  hold(): void {
    if (this.#database.inTransaction) return;
    this.#compiled('BEGIN').run();
    // A snapshot is taken at the first look, not at BEGIN.
    this.#compiled('SELECT count(*) FROM sqlite_schema').get();
  }

  letGo(): void {
    if (this.#database.inTransaction) this.#endSnapshot();
  }

  pragma(name: string): unknown {
    return this.#database.pragma(name, { simple: true });
  }

  pragmaRow(name: string): unknown {
    const rows = this.#database.pragma(name);
    return Array.isArray(rows) ? rows[0] : undefined;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

/** Opens the native library as this machine needs it: launchers name another build where Node-API is older. */
export function openNative(file: string, options: Sqlite.Options = {}): Sqlite {
  const nativeBinding = process.env.MEMORYOS_SQLITE_BINDING;
  return new Sqlite(file, {
    timeout: BUSY_TIMEOUT_MS,
    ...(nativeBinding === undefined || nativeBinding === '' ? {} : { nativeBinding }),
    ...options,
  });
}

/** True where a version of SQLite is at least the floor; false for what is no version. */
export function isTrustedSqlite(version: string): boolean {
  const parts = /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [];
  for (const [index, floor] of SQLITE_FLOOR.entries()) {
    const part = parts[index] ?? -1;
    if (part !== floor) return part > floor;
  }
  return true;
}

/** Throws INTERNAL, before anything is done to the file, where the linked library is too old. */
export function requireTrustedSqlite(version: string): void {
  if (isTrustedSqlite(version)) return;
  throw new VaultError('INTERNAL', `This build carries SQLite ${version}, which is too old to be trusted.`, {
    hint: `Nothing was opened. Install a build with SQLite ${SQLITE_FLOOR.join('.')} or newer.`,
    details: { found: version, floor: SQLITE_FLOOR.join('.') },
  });
}

/** AEGIS-256 pages under a raw key: no password hashing, the key is already random. */
export function unlockPages(database: Sqlite, key: Secret): void {
  database.pragma("cipher = 'aegis'");
  database.pragma(`key = "x'${key.bytes.toString('hex')}'"`);
}

function prepared(options: ConnectionOptions, native: Sqlite.Options): Sqlite {
  const database = openNative(options.file, native);
  try {
    if (options.key !== null) unlockPages(database, options.key);
    requireTrustedSqlite(String(database.prepare('SELECT sqlite_version()').pluck().get()));
    // Loaded by this call alone: SQL text cannot load anything, before or after.
    if (options.vectors !== false) database.loadExtension(getLoadablePath());
    // A wrong key or garbage shows at the first statement, as SQLITE_NOTADB.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    database.pragma(`cache_size = -${CACHE_KIB}`);
    database.pragma('temp_store = MEMORY');
    // Asked for; a page cipher cannot use it, and the effective value is what health shows.
    database.pragma(`mmap_size = ${MMAP_BYTES}`);
    database.pragma('secure_delete = ON');
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    database.pragma('synchronous = FULL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The writer of a database: there is one at a time, in its own thread. The file must exist. */
export function openWritable(options: ConnectionOptions): WritableConnection & WatchedConnection {
  const database = prepared(options, { fileMustExist: true });
  try {
    // A new file gets it at once; an older one when it is vacuumed whole. Asked first: setting what is set writes a page.
    if (database.pragma('auto_vacuum', { simple: true }) !== INCREMENTAL) {
      database.pragma(`auto_vacuum = ${INCREMENTAL}`);
    }
    database.pragma('journal_mode = WAL');
    // Checkpoints are taken by a reader's thread, off the writer's path.
    database.pragma('wal_autocheckpoint = 0');
    database.pragma(`journal_size_limit = ${LOG_BYTES}`);
    return new SqliteConnection(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A reader: `query_only`, yet it may checkpoint. The file must exist and be in WAL mode. */
export function openReadable(options: ConnectionOptions): ReadableConnection & WatchedConnection {
  const database = prepared(options, { fileMustExist: true });
  database.pragma('wal_autocheckpoint = 0');
  database.pragma('query_only = ON');
  return new SqliteConnection(database);
}

/** A private database in memory, for work that must not leave a trace on a disk. */
export function openInMemory(): WritableConnection {
  return new SqliteConnection(openNative(':memory:'));
}
