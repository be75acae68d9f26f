/**
 * What lies in a database, table by table, so that a test can say that nothing was lost or changed.
 *
 * Derived tables are left out (no migration keeps them), and so is what only ever grows: the history of migrations.
 */
import { createHash } from 'node:crypto';
import type { Migration } from '../migration-manifest.ts';
import type { ReadableConnection } from '../sqlite.ts';

/** Receipts grow with every step; those that were there must stay as they were. */
const GROWING = ['receipt', 'receipt_seal'];

/**
 * A digest of the rows of every table that the migrations keep.
 * @param untilSeq counts receipts no further than this one
 */
export function tableDigests(
  connection: ReadableConnection,
  migrations: readonly Migration[],
  untilSeq: number,
): Record<string, string> {
  const tables = new Set(migrations.flatMap(({ keeps }) => keeps));
  return Object.fromEntries(
    [...tables].sort().map((table) => {
      const where = GROWING.includes(table) ? ` WHERE ${seqOf(table)} <= ${untilSeq}` : '';
      const rows = connection.read<object>(`SELECT * FROM "${table}"${where}`).all();
      const lines = rows.map((row) => JSON.stringify(Object.values(row).map(plain))).sort();
      return [table, `${rows.length} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`];
    }),
  );
}

const seqOf = (table: string): string => (table === 'receipt' ? 'seq' : 'to_seq');

const plain = (value: unknown): unknown =>
  value instanceof Uint8Array ? `x'${Buffer.from(value).toString('hex')}'` : value;
