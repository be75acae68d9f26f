/** upkeep, the reading side: slices of the check, what was found, the file's own figures, counts of memories. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import { filePartsOf } from '../../health-parts.ts';
import { openReadable, type ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreReader } from '../base-store.ts';
import { bandNumber, bandOf, idText } from '../record-ids.ts';
import {
  FRESH_SLICE,
  type Notice,
  type RollupLine,
  type SliceState,
  sliceStateSchema,
  type UpkeepState,
  upkeepContract,
} from './contract.ts';
import { SliceRun } from './slices.ts';

type Contract = typeof upkeepContract;

interface RoundLine {
  readonly started_ms: number;
  readonly whole_ms: number | null;
  readonly rounds: number;
  readonly part: string | null;
  readonly state: string;
}

interface NoticeLine {
  readonly part: string;
  readonly code: Notice['code'];
  readonly severity: Notice['severity'];
  readonly check_name: string;
  readonly params: string;
  readonly first_ms: number;
}

/** Pages that a run of slices keeps: enough for the inner pages of the tree it walks. */
const SLICE_CACHE_KIB = 4_096;

export class UpkeepReader extends BaseReader<Contract> {
  readonly contract: Contract = upkeepContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #stores: ReadonlyMap<string, StoreReader>;

  /** @param stores the other stores of the database, whose own checks belong to a round */
  constructor(connection: ReadableConnection, keys: ThreadKeys, stores: readonly StoreReader[]) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#stores = new Map(stores.map((store) => [store.name, store]));
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    state: () => this.#state(),

    slice: ({ part, state, budgetMs, deep }) => {
      const { file } = this.#connection
        .read<{ file: string }>(`SELECT file FROM pragma_database_list WHERE name = 'main'`)
        .get() ?? { file: '' };
      const fresh = openReadable({ file, key: this.#keys.page });
      try {
        fresh.pragma(`cache_size = -${SLICE_CACHE_KIB}`);
        return new SliceRun(fresh, this.#stores).run({ part, state, budgetMs, deep });
      } finally {
        fresh.close();
      }
    },

    facts: () => ({
      pageBytes: this.#number('page_size'),
      pages: this.#number('page_count'),
      freePages: this.#number('freelist_count'),
      incremental: this.#number('auto_vacuum') === 2,
      newestReceiptMs: this.#newestReceiptMs(),
    }),

    overview: ({ band }) =>
      this.#connection
        .read<{ month: number; band: number; kind: string; author: Buffer; memories: number }>(
          `SELECT month, band, kind, author, memories FROM memory_rollup
           WHERE band = coalesce(?, band) ORDER BY month, band, kind, author`,
        )
        .all(band === undefined ? null : bandNumber(band))
        .map(
          (line): RollupLine => ({
            month: line.month,
            band: bandOf(line.band),
            kind: line.kind,
            authorId: idText(line.author),
            memories: line.memories,
          }),
        ),
  };

  #number(pragma: string): number {
    return Number(this.#connection.pragma(pragma));
  }

  #newestReceiptMs(): number | null {
    const line = this.#connection
      .read<{ at: string }>(`SELECT body ->> 'at' AS at FROM receipt ORDER BY seq DESC LIMIT 1`)
      .get();
    return line === undefined ? null : Date.parse(line.at);
  }

  #state(): UpkeepState {
    const round = this.#connection
      .read<RoundLine>('SELECT started_ms, whole_ms, rounds, part, state FROM upkeep_round')
      .get();
    const parts = filePartsOf(this.#connection, [...this.#stores.keys()], false);
    const tables = new Map(parts.map((part) => [part.key, 'table' in part ? part.table : part.key]));
    const at = round?.part ?? null;
    return {
      round:
        round === undefined
          ? null
          : {
              startedMs: round.started_ms,
              wholeMs: round.whole_ms,
              rounds: round.rounds,
              part: round.part,
              state: stateOf(round.state),
            },
      parts: this.#connection
        .read<{ part: string; checked_ms: number; bytes: number }>(
          'SELECT part, checked_ms, bytes FROM upkeep_part ORDER BY bytes DESC, part',
        )
        .all()
        .flatMap(({ part, checked_ms: checkedMs, bytes }) => {
          const table = tables.get(part);
          return table === undefined ? [] : [{ part, table, checkedMs, bytes }];
        }),
      notices: this.#connection
        .read<NoticeLine>('SELECT * FROM upkeep_finding ORDER BY first_ms, part, code, check_name')
        .all()
        .map((line) => ({
          part: line.part,
          code: line.code,
          severity: line.severity,
          check: line.check_name,
          // Written by this store's own writer, from what its contract let through.
          params: JSON.parse(line.params) as Notice['params'],
          firstMs: line.first_ms,
        })),
      reclaimed: this.#connection
        .read<{ atMs: number; bytes: number; how: 'incremental' | 'full' }>(
          'SELECT at_ms AS atMs, bytes, how FROM upkeep_reclaimed ORDER BY seq DESC LIMIT 100',
        )
        .all(),
      reclaimedBytes:
        this.#connection.read<{ n: number | null }>('SELECT sum(bytes) AS n FROM upkeep_reclaimed').get()
          ?.n ?? 0,
      total: parts.length,
      done: at === null ? 0 : parts.filter(({ key }) => key < at).length,
    };
  }
}

/** What was noted by another version counts as nothing noted: the part begins anew. */
function stateOf(text: string): SliceState {
  try {
    return sliceStateSchema.parse(JSON.parse(text));
  } catch {
    return FRESH_SLICE;
  }
}
