/**
 * Walking the graph: neighbours, the shortest way, common connections. By recursive queries over narrow indexes;
 * sealed rows are opened for what is answered alone.
 *
 * Invariants: breadth first, so a distance is the least there is; every walk is bounded in steps and in rows, so that
 * cycles end and a hub with a hundred thousand lines costs no more than a small one. What this device holds no key
 * for is not walked through.
 */
import type { ReadableConnection, SqlValue } from '../../sqlite.ts';
import { idText } from '../record-ids.ts';
import type { Edge } from './contract.ts';
import type { GraphRecords, StatementLine } from './records.ts';

/** Rows of one walk: entities, once for each distance they are met at. */
const WALK_ROWS = 20_000;

interface Step {
  readonly entity: number;
  readonly distance: number;
}

export interface Walk {
  /** Distance by entity, nearest first. */
  readonly reached: ReadonlyMap<number, number>;
  /** True where the walk ended at its bound. */
  readonly truncated: boolean;
}

export class Traversal {
  readonly #connection: ReadableConnection;
  readonly #records: GraphRecords;

  constructor(connection: ReadableConnection, records: GraphRecords) {
    this.#connection = connection;
    this.#records = records;
  }

  /** @param predicates IRIs to walk along; none for all */
  walk(from: number, depth: number, predicates: readonly string[]): Walk {
    const { bands } = this.#records;
    const along = this.#along(predicates);
    const half = (near: string, far: string): string =>
      `SELECT s.${far}, r.distance + 1 FROM reach AS r
         JOIN statement AS s ON s.${near} = r.entity ${along.where} ${this.#open('s')}
         JOIN entity AS e ON e.seq = s.${far} AND e.band IN ${bands}
       WHERE r.distance < ? AND s.target IS NOT NULL`;
    const steps = this.#connection
      .read<Step>(
        `WITH RECURSIVE reach (entity, distance) AS (
           SELECT ?, 0 UNION ${half('about', 'target')} UNION ${half('target', 'about')}
           ORDER BY 2 LIMIT ${WALK_ROWS})
         SELECT entity, distance FROM reach`,
      )
      .all(from, ...along.values, depth, ...along.values, depth);
    const reached = new Map<number, number>();
    for (const { entity, distance } of steps) if (!reached.has(entity)) reached.set(entity, distance);
    return { reached, truncated: steps.length >= WALK_ROWS };
  }

  /** The statements among these entities. */
  edges(among: readonly number[], predicates: readonly string[]): Edge[] {
    const along = this.#along(predicates);
    const list = JSON.stringify(among);
    return this.#connection
      .read<StatementLine>(
        `SELECT s.* FROM statement AS s
         WHERE s.about IN (SELECT value FROM json_each(?)) AND s.target IN (SELECT value FROM json_each(?))
           AND s.about <> s.target ${along.where} ${this.#open('s')} ORDER BY s.seq LIMIT 2000`,
      )
      .all(list, list, ...along.values)
      .map((line) => this.#edge(line));
  }

  /**
   * The shortest way, as statements from one end to the other; null where there is none within `depth`.
   * Of several, the one whose statements were made first, seen from the far end.
   */
  path(from: number, to: number, depth: number, predicates: readonly string[]): StatementLine[] | null {
    const { reached } = this.walk(from, depth, predicates);
    let left = reached.get(to);
    if (left === undefined) return null;
    const way: StatementLine[] = [];
    let here = to;
    while (left > 0) {
      left -= 1;
      const step = this.#stepBack(here, left, reached, predicates);
      if (step === null) return null;
      way.unshift(step.line);
      here = step.entity;
    }
    return way;
  }

  /** Entities that both are connected with, in the order they were declared. */
  common(first: number, second: number, limit: number): number[] {
    const { bands } = this.#records;
    const beside = `SELECT s.target AS entity FROM statement AS s WHERE s.about = ? AND s.target IS NOT NULL ${this.#open('s')}
       UNION SELECT s.about FROM statement AS s WHERE s.target = ? ${this.#open('s')}`;
    return this.#connection
      .read<{ entity: number }>(
        `SELECT c.entity FROM (SELECT * FROM (${beside}) INTERSECT SELECT * FROM (${beside})) AS c
         JOIN entity AS e ON e.seq = c.entity AND e.band IN ${bands}
         WHERE c.entity NOT IN (?, ?) ORDER BY c.entity LIMIT ?`,
      )
      .all(first, first, second, second, first, second, limit)
      .map(({ entity }) => entity);
  }

  edgesOf(lines: readonly StatementLine[]): Edge[] {
    return lines.map((line) => this.#edge(line));
  }

  #stepBack(
    here: number,
    distance: number,
    reached: ReadonlyMap<number, number>,
    predicates: readonly string[],
  ): { line: StatementLine; entity: number } | null {
    const along = this.#along(predicates);
    for (const [near, far] of [
      ['target', 'about'],
      ['about', 'target'],
    ] as const) {
      for (const line of this.#connection
        .read<StatementLine>(
          `SELECT s.* FROM statement AS s WHERE s.${near} = ? ${along.where} ${this.#open('s')} ORDER BY s.seq`,
        )
        .iterate(here, ...along.values)) {
        const entity = line[far];
        if (entity !== null && reached.get(entity) === distance) return { line, entity };
      }
    }
    return null;
  }

  #edge(line: StatementLine): Edge {
    return {
      statementId: idText(line.id),
      fromId: this.#records.idAt(line.about),
      toId: this.#records.idAt(line.target ?? line.about),
      predicate: this.#records.statementWords(line).predicate,
    };
  }

  /** What may be walked along: said, of a held band, out of a memory of a held band. */
  #open(s: string): string {
    const { bands, memoryIsOpen } = this.#records;
    return `AND ${s}.retracted_ms IS NULL AND ${s}.band IN ${bands} ${memoryIsOpen}`;
  }

  #along(predicates: readonly string[]): { where: string; values: SqlValue[] } {
    if (predicates.length === 0) return { where: '', values: [] };
    return {
      where: `AND s.predicate_key IN (${predicates.map(() => '?').join(', ')})`,
      values: predicates.map((iri) => this.#records.iriKey(iri)),
    };
  }
}
