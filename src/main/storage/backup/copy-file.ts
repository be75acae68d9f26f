/**
 * Copies one encrypted database as it stands at this moment, while others go on writing, and says what is in a copy.
 * Runs in a thread of its own.
 *
 * Invariants: the pages never leave their encryption (`VACUUM INTO` writes under the same key; `serialize` would not);
 * the source is only read; the copy holds no derived store: those are built anew where it is restored. A copy is one
 * file, without a log beside it.
 */
import { rmSync, statSync } from 'node:fs';
import { VaultError } from '../../../shared/errors.ts';
import type { Secret } from '../../security/secret.ts';
import type { Head } from '../interfaces.ts';
import { migrationHistory } from '../migration-history.ts';
import { openWritable, type ReadableConnection, type WritableConnection } from '../sqlite.ts';
import { type DatabaseKind, damaged, storageError } from '../sqlite-errors.ts';
import { GENESIS_HASH } from '../stores/receipts/chain.ts';
import { hexText } from '../stores/record-ids.ts';

export interface CopyJob {
  readonly type: 'copy';
  readonly kind: DatabaseKind;
  readonly file: string;
  /** A file that does not exist yet. */
  readonly into: string;
}

export interface LookJob {
  readonly type: 'look';
  readonly kind: DatabaseKind;
  readonly file: string;
}

/** What is in a database, as far as it can be counted without a record's key. */
export interface DatabaseContents {
  readonly bytes: number;
  readonly head: Head;
  /** The last signed checkpoint of the receipts' tree, or null. */
  readonly checkpoint: { readonly size: number; readonly root: string } | null;
  /** Rows of every table that is not derived. */
  readonly rows: Readonly<Record<string, number>>;
  /** Semantic version of its structure. */
  readonly version: string;
}

/** Derived tables, and how each is emptied. */
const DERIVED: Readonly<Record<string, string>> = {
  memory_words: `INSERT INTO memory_words (memory_words) VALUES ('delete-all')`,
  vector_value: 'DELETE FROM vector_value',
  vector_code: 'DELETE FROM vector_code',
  vector_wide_code: 'DELETE FROM vector_wide_code',
  embedding: 'DELETE FROM embedding',
};

/** Copies, empties what is derived, and looks the copy through. Whatever fails, no copy is left. */
export function copyFile({ kind, file, into }: Omit<CopyJob, 'type'>, key: Secret): DatabaseContents {
  try {
    const source = openWritable({ file, key, vectors: kind === 'space' });
    try {
      source.write('VACUUM INTO ?').run(into);
    } finally {
      source.close();
    }
    const copy = openWritable({ file: into, key, vectors: kind === 'space' });
    try {
      if (emptyDerived(copy)) copy.script('VACUUM');
    } finally {
      close(copy);
    }
    return lookThrough({ kind, file: into }, key);
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${into}${suffix}`, { force: true });
    throw storageError(error, { kind, file });
  }
}

/** Checks every page and counts. Throws SPACE_DAMAGED or REGISTRY_DAMAGED. */
export function lookThrough({ kind, file }: Omit<LookJob, 'type'>, key: Secret): DatabaseContents {
  const place = { kind, file };
  try {
    const connection = openWritable({ file, key, vectors: kind === 'space' });
    try {
      if (connection.pragma('quick_check(1)') !== 'ok') throw damaged(place, 'corrupt');
      return { bytes: statSync(file).size, ...contentsOf(connection) };
    } finally {
      close(connection);
    }
  } catch (error) {
    throw storageError(error, place);
  }
}

function emptyDerived(connection: WritableConnection): boolean {
  const there = new Set(tables(connection));
  const derived = Object.entries(DERIVED).filter(([table]) => there.has(table));
  for (const [, sql] of derived) connection.script(sql);
  return derived.length > 0;
}

function contentsOf(connection: ReadableConnection): Omit<DatabaseContents, 'bytes'> {
  const last = connection
    .read<{ seq: number; hash: Buffer }>('SELECT seq, hash FROM receipt ORDER BY seq DESC LIMIT 1')
    .get();
  const names = tables(connection).filter((name) => !Object.hasOwn(DERIVED, name));
  const rows = names.map((name) => {
    const counted = connection.read<{ n: number }>(`SELECT count(*) AS n FROM "${name}"`).get();
    return [name, counted?.n ?? 0] as const;
  });
  return {
    head: last === undefined ? { seq: 0, hash: GENESIS_HASH } : { seq: last.seq, hash: hexText(last.hash) },
    checkpoint: checkpointOf(connection, names),
    rows: Object.fromEntries(rows),
    version: versionOf(connection),
  };
}

function checkpointOf(
  connection: ReadableConnection,
  names: readonly string[],
): DatabaseContents['checkpoint'] {
  if (!names.includes('receipt_checkpoint')) return null;
  const last = connection
    .read<{ size: number; root: Buffer }>(
      'SELECT size, root FROM receipt_checkpoint ORDER BY size DESC LIMIT 1',
    )
    .get();
  return last === undefined ? null : { size: last.size, root: hexText(last.root) };
}

/** Ordinary tables and virtual ones; a virtual table's own tables are a matter of its module. */
function tables(connection: ReadableConnection): string[] {
  return connection
    .read<{ name: string }>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
       AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .all()
    .map(({ name }) => name);
}

function versionOf(connection: ReadableConnection): string {
  const standing = new Map<number, string>();
  for (const { number, version, direction } of migrationHistory(connection)) {
    if (direction === 'up') standing.set(number, version);
    else standing.delete(number);
  }
  const version = standing.get(Math.max(...standing.keys()));
  if (version !== undefined) return version;
  throw new VaultError('SPACE_DAMAGED', 'This file was never finished being made.', {
    hint: 'It was left as it is.',
  });
}

/** One file again, and no log. */
function close(connection: WritableConnection): void {
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
}
