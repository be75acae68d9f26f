/**
 * One slice of the check of a part: reads rows from the disk, so that the page cipher proves every page it touches, and
 * looks whether rows refer to rows that are there.
 *
 * A page that was changed on the disk by so much as a bit does not decrypt, and SQLite says SQLITE_CORRUPT where it is
 * read. Invariants: every column of every row is read to its end; a slice ends where the next begins, whatever lies
 * between; damage in one place does not keep the rest from being looked at. Reads only; values stay in SQLite.
 */
import Sqlite from 'better-sqlite3-multiple-ciphers';
import type { ReadableConnection } from './sqlite.ts';
import type { SliceState } from './stores/upkeep/contract.ts';

export interface SliceStep {
  readonly state: SliceState;
  readonly done: boolean;
}

/** Rows of one read: of small ones a few hundred are a millisecond. */
const ROWS = 128;
const ENTRIES = 20_000;
/** Reads spent on finding out which rows around a damaged page can still be read. */
const SEARCHES = 400;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What SQLite says where a page is not what was written. */
export function isDamage(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(error.code);
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

interface Totals {
  readonly n: number;
  readonly last: number | null;
  readonly bytes: number | null;
  readonly seen: number | null;
}

interface Reference {
  readonly from: readonly string[];
  readonly parent: string;
  readonly to: readonly string[];
}

/** How one table is read, worked out once a connection. */
export class TableSlices {
  readonly #connection: ReadableConnection;
  readonly #table: string;
  readonly #columns: readonly Column[];
  readonly #rowids: boolean;
  readonly #references: readonly Reference[];

  constructor(connection: ReadableConnection, table: string) {
    this.#connection = connection;
    this.#table = table;
    this.#columns = connection.read<Column>('SELECT name, type, pk FROM pragma_table_info(?)').all(table);
    const listed = connection
      .read<{ wr: number }>(`SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?`)
      .get(table);
    this.#rowids = (listed?.wr ?? 0) === 0;
    this.#references = referencesOf(connection, table);
  }

  step(state: SliceState): SliceStep {
    return this.#rowids ? this.#byRowid(state) : this.#byPlace(state);
  }

  /** Bytes of a row, and a sum over every column that cannot be known without reading it whole. */
  #reading(): string {
    const wide = this.#columns.filter(({ type }) => !/^(INTEGER|INT|REAL)$/i.test(type));
    const bytes = ['0', ...wide.map(({ name }) => `coalesce(octet_length(${quoted(name)}), 0)`)].join(' + ');
    const seen = ['0', ...this.#columns.map(({ name }) => `(substr(${quoted(name)}, -1) IS NULL)`)].join(
      ' + ',
    );
    return `${bytes} + ${this.#columns.length * 4} AS bytes, ${seen} AS seen`;
  }

  #byRowid(state: SliceState): SliceStep {
    const { cursor } = state;
    try {
      const { n, last, bytes } = this.#rows('_rowid_ > ? ORDER BY _rowid_ LIMIT ?', cursor, ROWS);
      const to = last ?? cursor;
      const broken = n === 0 ? 0 : this.#brokenReferences(cursor, to);
      return {
        state: { ...state, cursor: to, bytes: state.bytes + (bytes ?? 0), broken: state.broken + broken },
        done: n < ROWS,
      };
    } catch (error) {
      if (!isDamage(error)) throw error;
      return this.#aroundDamage(state);
    }
  }

  /** Halves the rest of the table until it is known which rows cannot be read. */
  #aroundDamage(state: SliceState): SliceStep {
    let { bytes, unreadable } = state;
    let searches = 0;
    let cursor = state.cursor;
    const pending: (readonly [from: number, to: number])[] = [[cursor, this.#lastRowid()]];
    for (let range = pending.pop(); range !== undefined; range = pending.pop()) {
      const [from, to] = range;
      searches += 1;
      if (searches > SEARCHES)
        return { state: { ...state, bytes, unreadable: unreadable + 1, cursor: to }, done: true };
      try {
        bytes += this.#rows('_rowid_ > ? AND _rowid_ <= ? ORDER BY _rowid_', from, to).bytes ?? 0;
        cursor = to;
        // What follows the damage is looked at in slices again.
        if (unreadable > state.unreadable) break;
      } catch (error) {
        if (!isDamage(error)) throw error;
        if (to - from <= 1) {
          unreadable += 1;
          cursor = to;
          continue;
        }
        const middle = from + Math.floor((to - from) / 2);
        pending.push([middle, to], [from, middle]);
      }
    }
    return {
      state: { ...state, cursor, bytes, unreadable: Math.max(unreadable, state.unreadable + 1) },
      done: false,
    };
  }

  #lastRowid(): number {
    try {
      const { last } = this.#connection
        .read<{ last: number | null }>(`SELECT max(_rowid_) AS last FROM ${quoted(this.#table)}`)
        .get() ?? { last: null };
      return last ?? 0;
    } catch (error) {
      if (!isDamage(error)) throw error;
      return 2 ** 40;
    }
  }

  /** Tables without rowids: their rows are small, and the cursor counts them. */
  #byPlace(state: SliceState): SliceStep {
    const place = Math.max(0, state.cursor);
    try {
      const { n, bytes } = this.#rows('true LIMIT ? OFFSET ?', ENTRIES, place);
      return {
        state: { ...state, cursor: place + n, bytes: state.bytes + (bytes ?? 0) },
        done: n < ENTRIES,
      };
    } catch (error) {
      if (!isDamage(error)) throw error;
      return { state: { ...state, unreadable: state.unreadable + 1 }, done: true };
    }
  }

  #rows(condition: string, ...values: number[]): Totals {
    const rowid = this.#rowids ? '_rowid_' : '0';
    const totals = this.#connection
      .read<Totals>(
        `SELECT count(*) AS n, max(r) AS last, sum(bytes) AS bytes, sum(seen) AS seen
         FROM (SELECT ${rowid} AS r, ${this.#reading()} FROM ${quoted(this.#table)} NOT INDEXED WHERE ${condition})`,
      )
      .get(...values);
    return totals ?? { n: 0, last: null, bytes: null, seen: null };
  }

  /** Rows after `from`, up to `to`, that name a parent that is not there. */
  #brokenReferences(from: number, to: number): number {
    let broken = 0;
    for (const { from: columns, parent, to: keys } of this.#references) {
      const named = columns.map((name) => `c.${quoted(name)} IS NOT NULL`).join(' AND ');
      const same = columns.map((name, at) => `p.${quoted(keys[at] ?? '')} = c.${quoted(name)}`).join(' AND ');
      const { n } = this.#connection
        .read<{ n: number }>(
          `SELECT count(*) AS n FROM ${quoted(this.#table)} AS c WHERE c._rowid_ > ? AND c._rowid_ <= ? AND ${named}
           AND NOT EXISTS (SELECT 1 FROM ${quoted(parent)} AS p WHERE ${same})`,
        )
        .get(from, to) ?? { n: 0 };
      broken += n;
    }
    return broken;
  }
}

function referencesOf(connection: ReadableConnection, table: string): Reference[] {
  const lines = connection
    .read<{ id: number; seq: number; parent: string; from: string; to: string | null }>(
      'SELECT id, seq, "table" AS parent, "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq',
    )
    .all(table);
  return [...Map.groupBy(lines, ({ id }) => id).values()].flatMap((group) => {
    const parent = group[0]?.parent;
    if (parent === undefined) return [];
    const keys = connection
      .read<Column>('SELECT name, type, pk FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
      .all(parent);
    return [
      {
        from: group.map(({ from }) => from),
        parent,
        // Without a name it is the parent's primary key.
        to: group.map(({ to }, at) => to ?? keys[at]?.name ?? ''),
      },
    ];
  });
}

/** Reads an index from end to end. */
export function indexStep(
  connection: ReadableConnection,
  index: string,
  table: string,
  state: SliceState,
): SliceStep {
  try {
    const { bytes, wide } = connection
      .read<{ bytes: number | null; wide: number | null }>(
        `SELECT sum(pgsize) AS bytes, sum(pagetype = 'overflow') AS wide FROM dbstat WHERE name = ?`,
      )
      .get(index) ?? { bytes: 0, wide: 0 };
    // The walk does not read the last page of an entry that is wider than a page; SQLite's own check does.
    const broken = (wide ?? 0) > 0 && !isSound(connection, table);
    return {
      state: { ...state, bytes: bytes ?? 0, unreadable: state.unreadable + (broken ? 1 : 0) },
      done: true,
    };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { state: { ...state, unreadable: state.unreadable + 1 }, done: true };
  }
}

/** SQLite's own check of a table and its indexes; of the schema, it checks the list of free pages too. */
export function structureStep(connection: ReadableConnection, table: string, state: SliceState): SliceStep {
  return {
    state: isSound(connection, table) ? state : { ...state, unreadable: state.unreadable + 1 },
    done: true,
  };
}

function isSound(connection: ReadableConnection, table: string): boolean {
  try {
    return connection.pragma(`integrity_check(${quoted(table)})`) === 'ok';
  } catch (error) {
    if (!isDamage(error)) throw error;
    return false;
  }
}
