/** Holds the vector index against the embeddings and memories it was made of, a slice at a time. */
import type { ReadableConnection } from '../../sqlite.ts';
import type { StoreCheck, StoreFinding } from '../base-store.ts';

interface CheckedRow {
  readonly seq: number;
  readonly sound: number;
  readonly coded: number;
  readonly black: number;
}

const WITHOUT_EMBEDDING: Omit<StoreFinding, 'count'> = {
  code: 'vector-stray',
  severity: 'warning',
  what: 'The index of meaning holds memories that are gone or have changed.',
  todo: 'Build the indexes anew.',
  rebuildHelps: true,
};
const WITHOUT_CODE: Omit<StoreFinding, 'count'> = {
  code: 'vector-uncoded',
  severity: 'warning',
  what: 'The index of meaning is not whole: some memories are not found by it.',
  todo: 'Build the indexes anew.',
  rebuildHelps: true,
};
const BLACK_INDEXED: Omit<StoreFinding, 'count'> = {
  code: 'vector-black',
  severity: 'damage',
  what: 'The index of meaning holds BLACK memories, which it must not.',
  todo: 'Build the indexes anew now; they are then out of it.',
  rebuildHelps: true,
};

export function checkVectors(connection: ReadableConnection, from: number, rows: number): StoreCheck {
  const lines = connection
    .read<CheckedRow>(
      `SELECT v.seq,
         e.seq IS NOT NULL AND e.band = v.band AND m.band = v.band AS sound,
         coalesce(m.band = 3, 0) AS black,
         EXISTS (SELECT 1 FROM vector_code_rowids AS c WHERE c.rowid = v.seq AND length(v.value) <= 384)
           OR EXISTS (SELECT 1 FROM vector_wide_code_rowids AS c WHERE c.rowid = v.seq AND length(v.value) > 384)
           AS coded
       FROM vector_value AS v
       LEFT JOIN memory AS m ON m.seq = v.memory
       LEFT JOIN embedding AS e ON e.memory = v.memory AND e.model = v.model
       WHERE v.seq > ? ORDER BY v.seq LIMIT ?`,
    )
    .all(from, rows);
  const last = lines.length < rows;
  const to = last ? Number.MAX_SAFE_INTEGER : (lines.at(-1)?.seq ?? from);
  const strayCodes = ['vector_code', 'vector_wide_code']
    .map(
      (table) =>
        connection
          .read<{ n: number }>(
            `SELECT count(*) AS n FROM ${table}_rowids AS c
             WHERE c.rowid > ? AND c.rowid <= ?
               AND NOT EXISTS (SELECT 1 FROM vector_value AS v WHERE v.seq = c.rowid)`,
          )
          .get(from, to)?.n ?? 0,
    )
    .reduce((sum, n) => sum + n, 0);
  const black = lines.filter((line) => line.black === 1).length;
  const stray = lines.filter((line) => line.sound === 0 && line.black === 0).length + strayCodes;
  const uncoded = lines.filter((line) => line.coded === 0).length;
  const findings: StoreFinding[] = [];
  if (black > 0) findings.push({ ...BLACK_INDEXED, count: black });
  if (stray > 0) findings.push({ ...WITHOUT_EMBEDDING, count: stray });
  if (uncoded > 0) findings.push({ ...WITHOUT_CODE, count: uncoded });
  return { findings, next: last ? null : to };
}
