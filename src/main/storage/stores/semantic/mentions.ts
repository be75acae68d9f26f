/**
 * Who is named in which memories, and together with whom: read from the memories' own labels.
 *
 * Nothing is written for it when a memory comes, changes or goes, so it is never stale and costs capture nothing.
 * BLACK memories leave no labels outside their seal and are not met here.
 */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { MemoryRecords } from '../episodic/records.ts';
import { bandOf, idText } from '../record-ids.ts';
import type { Mentions } from './contract.ts';
import { foldedName } from './records.ts';

/** The newest memories that are opened to see who else is in them. */
const OPENED = 300;
const NEAR = 24;

const FACET = { tag: 0, person: 1 } as const;

export class MentionReader {
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #records: MemoryRecords;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#keys = keys;
    this.#records = new MemoryRecords(connection, keys);
  }

  mentions(label: 'person' | 'tag', names: readonly string[], limit: number): Mentions {
    const folded = new Set(names.map(foldedName));
    const spellings = this.#connection
      .read<{ value: string }>('SELECT DISTINCT value FROM memory_facet WHERE type = ?')
      .all(FACET[label])
      .map(({ value }) => value)
      .filter((value) => folded.has(foldedName(value)));
    const list = JSON.stringify(spellings);
    const memories =
      this.#connection
        .read<{ n: number }>(
          `SELECT count(DISTINCT memory) AS n FROM memory_facet
           WHERE type = ? AND value IN (SELECT value FROM json_each(?))`,
        )
        .get(FACET[label], list)?.n ?? 0;
    const newest = this.#connection
      .read<{ memory: number }>(
        `SELECT DISTINCT memory, local_ms FROM memory_facet
         WHERE type = ? AND value IN (SELECT value FROM json_each(?)) ORDER BY local_ms DESC, memory DESC LIMIT ?`,
      )
      .all(FACET[label], list, Math.max(limit, OPENED));
    const memoryIds: string[] = [];
    const counts = new Map<string, { label: 'person' | 'tag'; name: string; count: number }>();
    for (const { memory } of newest) {
      const line = this.#records.lineAt(memory);
      if (line === null || !this.#keys.holds(bandOf(line.band))) continue;
      if (memoryIds.length < limit) memoryIds.push(idText(line.id));
      const { people, tags } = this.#records.head(line);
      // People are often tags, too: once is enough.
      const met = new Set(folded);
      for (const name of people) add('person', name, met);
      for (const name of tags) add('tag', name, met);
    }
    const near = [...counts.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
    return { memories, memoryIds, near: near.slice(0, NEAR) };

    function add(kind: 'person' | 'tag', name: string, met: Set<string>): void {
      const called = foldedName(name);
      if (met.has(called)) return;
      met.add(called);
      const key = `${kind}/${called}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { label: kind, name, count: 1 });
      else known.count += 1;
    }
  }
}
