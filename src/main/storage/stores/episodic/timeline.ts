/**
 * Where memories lie in the timeline: counting, paging and months, with filters.
 *
 * Works on narrow indexes alone; the fat sealed rows are read by the caller for the few memories it shows. Without a
 * filter, or with a band alone, the months' counts lead straight to the right month, however far down it is.
 */
import type { Month } from '../../../../shared/contracts/memories.ts';
import type { ReadableConnection, SqlValue } from '../../sqlite.ts';
import { bandNumber } from '../record-ids.ts';
import { monthOf, monthStart, monthText } from './content.ts';
import type { EpisodicFilter } from './contract.ts';

/** No offset from UTC is greater: bounds a wall-clock time from an instant. */
const MOST_OFFSET_MS = 24 * 3_600_000;

interface MonthCount {
  readonly month: number;
  readonly memories: number;
}

/** Conditions of a filter in SQL; `m` is the memory, `f` the facet where one leads. */
interface Conditions {
  readonly source: string;
  readonly where: string;
  readonly values: readonly SqlValue[];
  /** The table whose order leads: `m` or `f`. */
  readonly lead: string;
  readonly seq: string;
}

export function conditionsOf(filter: EpisodicFilter): Conditions {
  const parts: string[] = [];
  const values: SqlValue[] = [];
  const facets: [number, string][] = [];
  if (filter.tag !== undefined) facets.push([0, filter.tag]);
  if (filter.person !== undefined) facets.push([1, filter.person]);
  const [first, second] = facets;
  const lead = first === undefined ? 'm' : 'f';
  const seq = first === undefined ? 'm.seq' : 'f.memory';
  if (first !== undefined) {
    parts.push('f.type = ? AND f.value = ?');
    values.push(...first);
  }
  if (filter.afterMs !== undefined) {
    parts.push(`${lead}.local_ms >= ? AND m.at_ms >= ?`);
    values.push(filter.afterMs - MOST_OFFSET_MS, filter.afterMs);
  }
  if (filter.beforeMs !== undefined) {
    parts.push(`${lead}.local_ms < ? AND m.at_ms < ?`);
    values.push(filter.beforeMs + MOST_OFFSET_MS, filter.beforeMs);
  }
  if (filter.band !== undefined) {
    parts.push('m.band = ?');
    values.push(bandNumber(filter.band));
  }
  if (filter.kind !== undefined) {
    parts.push('m.kind = ?');
    values.push(filter.kind);
  }
  if (second !== undefined) {
    parts.push(
      `EXISTS (SELECT 1 FROM memory_facet AS g
         WHERE g.type = ? AND g.value = ? AND g.local_ms = f.local_ms AND g.memory = f.memory)`,
    );
    values.push(...second);
  }
  const joins = parts.some((part) => part.includes('m.')) || first === undefined;
  const source =
    first === undefined
      ? 'memory AS m'
      : joins
        ? 'memory_facet AS f CROSS JOIN memory AS m ON m.seq = f.memory'
        : 'memory_facet AS f';
  return { source, where: parts.length === 0 ? '1' : parts.join(' AND '), values, lead, seq };
}

/** Nothing but a band, or nothing at all: the months' counts answer. */
function byMonthAlone(filter: EpisodicFilter): boolean {
  return (
    filter.beforeMs === undefined &&
    filter.afterMs === undefined &&
    filter.kind === undefined &&
    filter.tag === undefined &&
    filter.person === undefined
  );
}

export class Timeline {
  readonly #connection: ReadableConnection;

  constructor(connection: ReadableConnection) {
    this.#connection = connection;
  }

  /** Memories that the filter lets through, by month, newest month first. */
  #counts(filter: EpisodicFilter): MonthCount[] {
    if (byMonthAlone(filter)) {
      const [where, values]: [string, SqlValue[]] =
        filter.band === undefined ? ['', []] : ['WHERE band = ?', [bandNumber(filter.band)]];
      return this.#connection
        .read<MonthCount>(
          `SELECT month, sum(memories) AS memories FROM memory_month ${where} GROUP BY month ORDER BY month DESC`,
        )
        .all(...values);
    }
    const { source, where, values, lead } = conditionsOf(filter);
    const counts: { month: number; memories: number }[] = [];
    for (const { local_ms } of this.#connection
      .read<{ local_ms: number }>(
        `SELECT ${lead}.local_ms AS local_ms FROM ${source} WHERE ${where} ORDER BY ${lead}.local_ms DESC`,
      )
      .iterate(...values)) {
      const month = monthOf(local_ms);
      const last = counts.at(-1);
      if (last?.month === month) last.memories += 1;
      else counts.push({ month, memories: 1 });
    }
    return counts;
  }

  months(filter: EpisodicFilter): Month[] {
    let offset = 0;
    return this.#counts(filter).map(({ month, memories }) => {
      const here = { month: monthText(month), count: memories, offset };
      offset += memories;
      return here;
    });
  }

  /** @returns how many there are in all, and the memories' sequence numbers of one page, newest first */
  page(filter: EpisodicFilter, offset: number, limit: number): { total: number; seqs: number[] } {
    if (!byMonthAlone(filter))
      return { total: this.#total(filter), seqs: this.#seqs(filter, offset, limit, null) };
    const counts = this.#counts(filter);
    const total = counts.reduce((sum, { memories }) => sum + memories, 0);
    let above = 0;
    for (const { month, memories } of counts) {
      if (above + memories > offset) {
        return { total, seqs: this.#seqs(filter, offset - above, limit, monthStart(month + 1)) };
      }
      above += memories;
    }
    return { total, seqs: [] };
  }

  #total(filter: EpisodicFilter): number {
    const { source, where, values } = conditionsOf(filter);
    return (
      this.#connection
        .read<{ n: number }>(`SELECT count(*) AS n FROM ${source} WHERE ${where}`)
        .get(...values)?.n ?? 0
    );
  }

  /** @param from wall-clock time below which to look; null for all */
  #seqs(filter: EpisodicFilter, offset: number, limit: number, from: number | null): number[] {
    const { source, where, values, lead, seq } = conditionsOf(filter);
    const bound = from === null ? '' : `AND ${lead}.local_ms < ?`;
    return this.#connection
      .read<{ seq: number }>(
        `SELECT ${seq} AS seq FROM ${source} WHERE ${where} ${bound}
         ORDER BY ${lead}.local_ms DESC, ${seq} DESC LIMIT ? OFFSET ?`,
      )
      .all(...values, ...(from === null ? [] : [from]), limit, offset)
      .map((row) => row.seq);
  }
}
