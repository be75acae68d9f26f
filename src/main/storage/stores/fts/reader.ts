/** fts, the reading side: finds memories by their words, counts what was found, and looks whether the index is whole. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck, type StoreFinding } from '../base-store.ts';
import type { EpisodicFilter } from '../episodic/contract.ts';
import { MemoryRecords } from '../episodic/records.ts';
import { conditionsOf } from '../episodic/timeline.ts';
import { bandOf, idText } from '../record-ids.ts';
import { ftsContract } from './contract.ts';
import { countFound, type Found } from './facets.ts';
import { Passages } from './passages.ts';
import { matchExpressions } from './query-syntax.ts';

type Contract = typeof ftsContract;

/** How much a word in the title, the text and the labels counts. */
const WEIGHTS = '4.0, 1.0, 2.0';

const NOTHING = { total: 0, months: [], tags: [], people: [], bands: [], kinds: [] };

export class FtsReader extends BaseReader<Contract> {
  readonly contract: Contract = ftsContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #records: MemoryRecords;
  readonly #passages = new Passages();

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#records = new MemoryRecords(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    search: ({ query, limit, filter }) => {
      for (const expression of matchExpressions(query)) {
        const { sql, values } = found(`bm25(memory_words, ${WEIGHTS}) AS rank`, expression, filter);
        const best = this.#connection
          .read<{ seq: number; rank: number }>(`${sql} ORDER BY rank, seq DESC LIMIT ?`)
          .all(...values, limit);
        if (best.length > 0) {
          return best.flatMap(({ seq, rank }) => {
            const line = this.#records.lineAt(seq);
            if (line === null || !this.#keys.holds(bandOf(line.band))) return [];
            const snippet = this.#passages.of(this.#records.content(line), expression);
            return [{ id: idText(line.id), score: -rank, snippet }];
          });
        }
      }
      return [];
    },

    facets: ({ query, filter, top }) => {
      for (const expression of matchExpressions(query)) {
        const counted = countFound(this.#connection, found(null, expression, filter), top);
        if (counted.total > 0) return counted;
      }
      return NOTHING;
    },
  };

  /** Every memory that may be indexed is, no BLACK one is, and nothing is that is no memory. */
  override check(from: number, rows: number): StoreCheck {
    const lines = this.#connection
      .read<{ seq: number; band: number; indexed: number }>(
        `SELECT m.seq, m.band, EXISTS (SELECT 1 FROM memory_words_docsize AS d WHERE d.id = m.seq) AS indexed
         FROM memory AS m WHERE m.seq > ? ORDER BY m.seq LIMIT ?`,
      )
      .all(from, rows);
    const last = lines.at(-1)?.seq ?? from;
    const ended = lines.length < rows;
    const strays = this.#connection
      .read<{ n: number }>(
        `SELECT count(*) AS n FROM memory_words_docsize AS d
         WHERE d.id > ? ${ended ? '' : 'AND d.id <= ?'} AND NOT EXISTS (SELECT 1 FROM memory AS m WHERE m.seq = d.id)`,
      )
      .get(...(ended ? [from] : [from, last]));
    const black = (band: number): boolean => bandOf(band) === 'BLACK';
    return {
      findings: [
        ...finding(
          'words-missing',
          'warning',
          lines.filter(({ band, indexed }) => !black(band) && indexed === 0).length,
          'Some memories are not found by their words.',
        ),
        ...finding(
          'words-left-over',
          'warning',
          strays?.n ?? 0,
          'The index of words holds words of memories that are gone.',
        ),
        ...finding(
          'words-of-black',
          'damage',
          lines.filter(({ band, indexed }) => black(band) && indexed === 1).length,
          'The index of words holds words of BLACK memories, which are never indexed.',
        ),
      ],
      next: ended ? null : last,
    };
  }
}

/** @param also another column of the answer */
function found(also: string | null, expression: string, filter: EpisodicFilter): Found {
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const { source, where, values, seq } = conditionsOf(filter);
  const restriction = filtered ? `AND w.rowid IN (SELECT ${seq} FROM ${source} WHERE ${where})` : '';
  return {
    sql: `SELECT w.rowid AS seq${also === null ? '' : `, ${also}`} FROM memory_words AS w
      WHERE memory_words MATCH ? ${restriction}`,
    values: [expression, ...(filtered ? values : [])],
  };
}

function finding(
  code: string,
  severity: StoreFinding['severity'],
  count: number,
  what: string,
): StoreFinding[] {
  if (count === 0) return [];
  return [{ code, severity, count, what, todo: 'Build the index of words anew.', rebuildHelps: true }];
}
