/**
 * The part of better-sqlite3-multiple-ciphers this room uses. The package has types but its export map hides them;
 * these are narrower: what comes out of SQLite is `unknown` until a caller says what its schema declares.
 */
declare module 'better-sqlite3-multiple-ciphers' {
  namespace Database {
    interface Options {
      readonly?: boolean;
      fileMustExist?: boolean;
      /** Milliseconds to wait for a lock. */
      timeout?: number;
      nativeBinding?: string;
    }

    interface Statement<V extends unknown[], R> {
      readonly readonly: boolean;
      run(...values: V): { changes: number };
      get(...values: V): R | undefined;
      all(...values: V): R[];
      iterate(...values: V): IterableIterator<R>;
      pluck(): this;
    }

    interface SqliteError extends Error {
      readonly code: string;
    }
  }

  class Database {
    constructor(file: string, options?: Database.Options);
    readonly open: boolean;
    readonly inTransaction: boolean;
    prepare<V extends unknown[] = [], R = unknown>(sql: string): Database.Statement<V, R>;
    exec(sql: string): this;
    loadExtension(path: string): this;
    pragma(source: string, options?: { simple?: boolean }): unknown;
    /** Runs `EXPLAIN` before the text; values need not be given. */
    explain(source: string): Record<string, unknown>[];
    close(): this;
    static readonly SqliteError: new (
      message: string,
      code: string,
    ) => Database.SqliteError;
  }

  export default Database;
}
