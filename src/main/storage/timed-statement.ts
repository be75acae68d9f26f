/**
 * A compiled statement whose runs are timed, so that slow ones can be shown with their plan.
 *
 * Invariant: what is told is the statement's text and a duration. Values go to SQLite and nowhere else.
 */
import type Sqlite from 'better-sqlite3-multiple-ciphers';

/** Values that can be bound. Booleans are bound as 0 and 1 by the caller. */
export type SqlValue = string | number | Uint8Array | null;

/** Told of each run. `plan` asks SQLite, and is asked itself only where somebody wants to know. */
export type StatementListener = (sql: string, milliseconds: number, plan: () => readonly string[]) => void;

type Statement = Sqlite.Statement<SqlValue[], unknown>;

export class TimedStatement {
  readonly #statement: Statement;
  readonly #sql: string;
  readonly #tell: (sql: string, milliseconds: number) => void;

  constructor(statement: Statement, sql: string, tell: (sql: string, milliseconds: number) => void) {
    this.#statement = statement;
    this.#sql = sql;
    this.#tell = tell;
  }

  get readonly(): boolean {
    return this.#statement.readonly;
  }

  run(...values: SqlValue[]): { changes: number } {
    const started = performance.now();
    try {
      return this.#statement.run(...values);
    } finally {
      this.#tell(this.#sql, performance.now() - started);
    }
  }

  get(...values: SqlValue[]): unknown {
    const started = performance.now();
    try {
      return this.#statement.get(...values);
    } finally {
      this.#tell(this.#sql, performance.now() - started);
    }
  }

  all(...values: SqlValue[]): unknown[] {
    const started = performance.now();
    try {
      return this.#statement.all(...values);
    } finally {
      this.#tell(this.#sql, performance.now() - started);
    }
  }

  /** Timed are the steps, not what the caller does between them. */
  *iterate(...values: SqlValue[]): IterableIterator<unknown> {
    let milliseconds = 0;
    const rows = this.#statement.iterate(...values);
    try {
      for (;;) {
        const started = performance.now();
        const next = rows.next();
        milliseconds += performance.now() - started;
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      rows.return?.();
      this.#tell(this.#sql, milliseconds);
    }
  }
}
