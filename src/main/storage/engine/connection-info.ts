/** How one connection is really set up, read back from SQLite itself: for health, and for the test of the design. */
import type { ReadableConnection, StatementCounts, WatchedConnection } from '../sqlite.ts';

/** Effective values; what a page cipher or a file's state refused shows here as it is, not as it was asked for. */
export interface ConnectionInfo {
  readonly role: 'writer' | 'reader';
  readonly sqliteVersion: string;
  readonly cipher: string;
  readonly journalMode: string;
  /** 2 is FULL: a commit is on the disk. */
  readonly synchronous: number;
  /** Negative: KiB. */
  readonly cacheSize: number;
  /** 2 is MEMORY. */
  readonly tempStore: number;
  /** Bytes; 0 where the page cipher refuses it. */
  readonly mmapSize: number;
  readonly secureDelete: boolean;
  readonly foreignKeys: boolean;
  readonly trustedSchema: boolean;
  /** 0: checkpoints are taken off the writer's path. */
  readonly walAutocheckpoint: number;
  readonly queryOnly: boolean;
  /** Of every full-text index in the file; null where there is none. */
  readonly ftsSecureDelete: boolean | null;
  readonly statements: StatementCounts;
}

export function connectionInfo(
  role: ConnectionInfo['role'],
  connection: ReadableConnection & WatchedConnection,
): ConnectionInfo {
  const number = (name: string): number => Number(connection.pragma(name) ?? 0);
  return {
    role,
    sqliteVersion:
      connection.read<{ version: string }>('SELECT sqlite_version() AS version').get()?.version ?? '',
    cipher: String(connection.pragma('cipher')),
    journalMode: String(connection.pragma('journal_mode')),
    synchronous: number('synchronous'),
    cacheSize: number('cache_size'),
    tempStore: number('temp_store'),
    mmapSize: number('mmap_size'),
    secureDelete: number('secure_delete') === 1,
    foreignKeys: number('foreign_keys') === 1,
    trustedSchema: number('trusted_schema') === 1,
    walAutocheckpoint: number('wal_autocheckpoint'),
    queryOnly: number('query_only') === 1,
    ftsSecureDelete: ftsSecureDelete(connection),
    statements: connection.statements,
  };
}

/** A full-text index keeps its settings in a table beside it, named after it. */
function ftsSecureDelete(connection: ReadableConnection): boolean | null {
  const indexes = connection
    .read<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%'`,
    )
    .all();
  if (indexes.length === 0) return null;
  return indexes.every(({ name }) => {
    const config = `"${name.replaceAll('"', '""')}_config"`;
    return connection.read<{ v: number }>(`SELECT v FROM ${config} WHERE k = 'secure-delete'`).get()?.v === 1;
  });
}
