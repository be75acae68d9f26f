/**
 * What a question finds, counted by month, tag, person, band and kind.
 *
 * The matches are gathered once and held against the narrow columns beside the seals; nothing is opened.
 */
import type { ReadableConnection, SqlValue } from '../../sqlite.ts';
import { monthOf, monthText } from '../episodic/content.ts';
import { bandOf } from '../record-ids.ts';
import type { FtsCount, FtsFacets } from './contract.ts';

/** Which memories were found: SQL that gives their numbers as `seq`. */
export interface Found {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

interface Place {
  readonly local_ms: number;
  readonly band: number;
  readonly kind: string;
}

const FACETS = { tags: 0, people: 1 } as const;

export function countFound(connection: ReadableConnection, found: Found, top: number): FtsFacets {
  const months = new Map<number, number>();
  const bands = new Map<number, number>();
  const kinds = new Map<string, number>();
  let total = 0;
  for (const { local_ms, band, kind } of connection
    .read<Place>(
      `WITH found AS MATERIALIZED (${found.sql})
       SELECT m.local_ms, m.band, m.kind FROM found CROSS JOIN memory AS m ON m.seq = found.seq`,
    )
    .iterate(...found.values)) {
    total += 1;
    count(months, monthOf(local_ms));
    count(bands, band);
    count(kinds, kind);
  }
  const labels = (type: number): FtsCount[] =>
    connection
      .read<FtsCount>(
        `WITH found AS MATERIALIZED (${found.sql})
         SELECT f.value, count(*) AS count FROM memory_facet AS f
         WHERE f.type = ? AND f.memory IN (SELECT seq FROM found)
         GROUP BY f.value ORDER BY count DESC, f.value LIMIT ?`,
      )
      .all(...found.values, type, top);
  return {
    total,
    months: [...months]
      .sort(([a], [b]) => b - a)
      .map(([month, times]) => ({ value: monthText(month), count: times })),
    tags: total === 0 ? [] : labels(FACETS.tags),
    people: total === 0 ? [] : labels(FACETS.people),
    bands: [...bands]
      .sort(([a], [b]) => a - b)
      .map(([band, times]) => ({ value: bandOf(band), count: times })),
    kinds: [...kinds]
      .map(([value, times]) => ({ value, count: times }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
  };
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
