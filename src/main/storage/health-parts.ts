/**
 * The parts that a round of checks looks at, by the schema of the file: its free pages, every table, every index, and
 * every store's own check.
 *
 * Invariant: every b-tree of the file is a part, so a round reads every page that holds anything. What it does not read:
 * empty pages (they hold nothing and are overwritten without being read), the first 16 bytes of the file (unused under a
 * raw key) and, but for a deep round, pages that only say where others belong (SQLite's pointer map).
 */
import type { ReadableConnection } from './sqlite.ts';

export type FilePart =
  | { readonly key: 'schema'; readonly type: 'schema' }
  | {
      readonly key: string;
      readonly type: 'table' | 'index' | 'structure';
      readonly name: string;
      readonly table: string;
    }
  | { readonly key: string; readonly type: 'store'; readonly name: string };

/** Tables whose name begins so are built from sealed records; the store that builds them. */
const DERIVED: readonly (readonly [prefix: string, store: string])[] = [
  ['memory_words', 'fts'],
  ['vector_', 'vector'],
];

/** The derived store that a table belongs to; null for records. */
export function derivedStoreOf(table: string): string | null {
  return DERIVED.find(([prefix]) => table.startsWith(prefix))?.[1] ?? null;
}

/**
 * All parts in the order in which a round takes them: by key.
 * @param deep adds each table's structure
 */
export function filePartsOf(
  connection: ReadableConnection,
  stores: readonly string[],
  deep: boolean,
): readonly FilePart[] {
  const trees = connection
    .read<{ type: string; name: string; tbl_name: string }>(
      `SELECT type, name, tbl_name FROM sqlite_schema WHERE rootpage > 0 AND type IN ('table', 'index')`,
    )
    .all();
  const parts: FilePart[] = [{ key: 'schema', type: 'schema' }];
  for (const { type, name, tbl_name: table } of trees) {
    if (type === 'index') parts.push({ key: `index/${name}`, type: 'index', name, table });
    else {
      parts.push({ key: `table/${name}`, type: 'table', name, table });
      if (deep) parts.push({ key: `structure/${name}`, type: 'structure', name, table });
    }
  }
  for (const name of stores) parts.push({ key: `store/${name}`, type: 'store', name });
  return parts.sort((a, b) => (a.key < b.key ? -1 : 1));
}
