/** What a space holds, from the lines of the rollup: years, bands, kinds, authors. */
import { BANDS } from '../../shared/bands.ts';
import type { SpaceOverview } from '../../shared/contracts/health.ts';
import type { RollupLine } from '../storage/stores/upkeep/contract.ts';

export function overviewOf(
  lines: readonly RollupLine[],
  nameOf: (personId: string) => string,
): SpaceOverview {
  const years = new Map<number, number>();
  const bands = new Map<string, number>();
  const kinds = new Map<string, number>();
  const authors = new Map<string, number>();
  let memories = 0;
  for (const line of lines) {
    add(years, Math.floor(line.month / 12), line.memories);
    add(bands, line.band, line.memories);
    add(kinds, line.kind, line.memories);
    add(authors, line.authorId, line.memories);
    memories += line.memories;
  }
  return {
    memories,
    firstMonth: monthText(lines[0]?.month),
    lastMonth: monthText(lines.at(-1)?.month),
    years: [...years].sort(([a], [b]) => a - b).map(([year, count]) => ({ year, memories: count })),
    bands: BANDS.map((band) => ({ band, memories: bands.get(band) ?? 0 })),
    kinds: mostFirst(kinds).map(([kind, count]) => ({ kind, memories: count })),
    authors: mostFirst(authors).map(([id, count]) => ({ id, name: nameOf(id), memories: count })),
  };
}

function add<K>(sums: Map<K, number>, key: K, count: number): void {
  sums.set(key, (sums.get(key) ?? 0) + count);
}

const mostFirst = (sums: ReadonlyMap<string, number>): [string, number][] =>
  [...sums].sort(([a, x], [b, y]) => y - x || a.localeCompare(b));

function monthText(month: number | undefined): string | null {
  if (month === undefined) return null;
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}
