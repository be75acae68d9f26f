/**
 * Row and words in one durable transaction, in other SQLite builds with page encryption: what our engine is compared
 * with. Schema, indexes, pragmas and rows are ours but for two things: their rows hold the memory as JSON where ours
 * are sealed, and their word index keeps its text, without which they could not show the passage that ours shows.
 */
import { randomBytes } from 'node:crypto';
import type { SqlValue } from '../src/main/storage/sqlite.ts';
import { matchExpressions } from '../src/main/storage/stores/fts/query-syntax.ts';
import type { AppendInput } from '../src/main/storage/testing/databases.ts';
import { bareRows } from './bare.ts';
import { peer } from './peers-install.ts';

/** The part of a SQLite binding that is needed: statements are compiled once. */
interface Binding {
  run(sql: string, values?: readonly SqlValue[]): void;
  all(sql: string, values?: readonly SqlValue[]): Record<string, unknown>[];
  pragma(text: string): void;
  close(): void;
}

type Opens = (file: string, key: Buffer) => Binding;

interface SignalStatement {
  run(values: readonly unknown[]): unknown;
  all(values: readonly unknown[]): Record<string, unknown>[];
}

interface SignalDatabase {
  prepare(sql: string): SignalStatement;
  exec(sql: string): void;
  close(): void;
}

const signal: Opens = (file, key) => {
  const { Database } = peer<{ Database: new (path: string) => SignalDatabase }>('@signalapp/sqlcipher');
  const database = new Database(file);
  database.exec(`PRAGMA key = "x'${key.toString('hex')}'"`);
  const compiled = compiler((sql) => database.prepare(sql));
  return {
    run: (sql, values = []) => void compiled(sql).run(values),
    all: (sql, values = []) => compiled(sql).all(values),
    pragma: (text) => database.exec(`PRAGMA ${text}`),
    close: () => database.close(),
  };
};

interface LibsqlDatabase {
  prepare(sql: string): {
    /** As one list: a Buffer alone is taken for names with values, and ends the process. */
    run(values: readonly unknown[]): unknown;
    all(values: readonly unknown[]): Record<string, unknown>[];
  };
  exec(sql: string): void;
  close(): void;
}

const libsql: Opens = (file, key) => {
  const Database =
    peer<new (path: string, options: { encryptionCipher: string; encryptionKey: string }) => LibsqlDatabase>(
      'libsql',
    );
  const database = new Database(file, {
    encryptionCipher: 'aes256cbc',
    encryptionKey: key.toString('hex').slice(0, 32),
  });
  const compiled = compiler((sql) => database.prepare(sql));
  return {
    run: (sql, values = []) => void compiled(sql).run(values.map(asBuffer)),
    all: (sql, values = []) => compiled(sql).all(values.map(asBuffer)),
    pragma: (text) => void database.prepare(`PRAGMA ${text}`).all([]),
    close: () => database.close(),
  };
};

const asBuffer = (value: SqlValue): SqlValue =>
  value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value) : value;

function compiler<S>(prepare: (sql: string) => S): (sql: string) => S {
  const known = new Map<string, S>();
  return (sql) => {
    let statement = known.get(sql);
    if (statement === undefined) {
      statement = prepare(sql);
      known.set(sql, statement);
    }
    return statement;
  };
}

export const SQLITE_PEERS = { '@signalapp/sqlcipher': signal, libsql } as const satisfies Record<
  string,
  Opens
>;
export type SqlitePeerName = keyof typeof SQLITE_PEERS;

/** Our tables and indexes as our migrations made them; the word index with its text. */
export type Schema = readonly string[];

const LATEST = `SELECT m.*, k.wrapped FROM memory AS m JOIN memory_key AS k ON k.memory = m.seq
  ORDER BY m.local_ms DESC, m.seq DESC LIMIT 50`;
const BY_ID =
  'SELECT m.*, k.wrapped FROM memory AS m JOIN memory_key AS k ON k.memory = m.seq WHERE m.id = ?';
const SEARCH = `SELECT m.*, bm25(memory_words, 4.0, 1.0, 2.0) AS rank,
    snippet(memory_words, -1, '[', ']', '…', 32) AS passage
  FROM memory_words JOIN memory AS m ON m.seq = memory_words.rowid
  WHERE memory_words MATCH ? ORDER BY rank LIMIT 20`;

/** One file in one binding, with the five things that are measured. */
export class SqlitePeer {
  readonly #open: () => Binding;
  #binding: Binding;
  #held = 0;

  constructor(name: SqlitePeerName, file: string, schema: Schema) {
    const key = randomBytes(32);
    this.#open = () => prepared(SQLITE_PEERS[name](file, key));
    this.#binding = this.#open();
    for (const sql of schema) this.#binding.run(sql);
  }

  /** Rows and words of all of them in one transaction. */
  put(inputs: readonly AppendInput[]): void {
    this.#binding.run('BEGIN IMMEDIATE');
    for (const input of inputs) {
      this.#held += 1;
      for (const [sql, values] of bareRows(this.#held, input).statements) {
        this.#binding.run(
          sql,
          sql.startsWith('INSERT INTO memory (') ? [...values.slice(0, -1), json(input)] : values,
        );
      }
    }
    this.#binding.run('COMMIT');
  }

  get(id: string): unknown {
    return this.#read(BY_ID, [Buffer.from(id.replaceAll('-', ''), 'hex')]);
  }

  latest(): unknown {
    return this.#read(LATEST);
  }

  search(words: string): unknown {
    const [expression] = matchExpressions(words);
    return expression === undefined ? [] : this.#read(SEARCH, [expression]);
  }

  /** Opens what `close` closed, with the key, and reads the first fifty. */
  open(): void {
    this.#binding = this.#open();
    this.latest();
  }

  checkpoint(): void {
    this.#binding.all('PRAGMA wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.#binding.close();
  }

  /** Rows as an app gets them: the memory read out of its JSON. */
  #read(sql: string, values: readonly SqlValue[] = []): unknown[] {
    return this.#binding
      .all(sql, values)
      .map((row) => JSON.parse(Buffer.from(row.sealed as Uint8Array).toString('utf8')));
  }
}

const json = (input: AppendInput): Uint8Array => Buffer.from(JSON.stringify(input));

function prepared(binding: Binding): Binding {
  for (const text of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'wal_autocheckpoint = 0',
    'cache_size = -65536',
    'temp_store = MEMORY',
    'foreign_keys = ON',
  ]) {
    binding.pragma(text);
  }
  return binding;
}
