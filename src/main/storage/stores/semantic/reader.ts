/** semantic, the reading side: entities by id, name and IRI, statements by pattern, walks, and a check of it all. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection, SqlValue } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { idText } from '../record-ids.ts';
import { checkGraph } from './check.ts';
import { type Entity, type Merge, semanticContract } from './contract.ts';
import { MentionReader } from './mentions.ts';
import { type EntityLine, GraphRecords, type StatementLine } from './records.ts';
import { Traversal } from './traversal.ts';

type Contract = typeof semanticContract;

interface MergeLine {
  readonly id: Buffer;
  readonly source: number;
  readonly target: number;
  readonly actor: Buffer;
  readonly at_ms: number;
  readonly undone_ms: number | null;
}

export class SemanticReader extends BaseReader<Contract> {
  readonly contract: Contract = semanticContract;
  readonly #connection: ReadableConnection;
  readonly #records: GraphRecords;
  readonly #traversal: Traversal;
  readonly #mentions: MentionReader;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#records = new GraphRecords(connection, keys);
    this.#traversal = new Traversal(connection, this.#records);
    this.#mentions = new MentionReader(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    entities: ({ kind, offset, limit }) => {
      const { bands } = this.#records;
      const [where, values]: [string, SqlValue[]] = kind === undefined ? ['', []] : ['AND kind = ?', [kind]];
      const standing = `FROM entity WHERE root = seq AND band IN ${bands} ${where}`;
      const total =
        this.#connection.read<{ n: number }>(`SELECT count(*) AS n ${standing}`).get(...values)?.n ?? 0;
      const rows = this.#connection
        .read<EntityLine>(`SELECT * ${standing} ORDER BY seq LIMIT ? OFFSET ?`)
        .all(...values, limit, offset)
        .map((line) => this.#records.entity(line));
      return { total, rows };
    },

    entity: ({ id }) => {
      const line = this.#standing(id);
      if (line === null) return null;
      const merges = this.#connection
        .read<MergeLine>(
          `SELECT DISTINCT g.* FROM entity_merge AS g JOIN entity AS e ON e.seq IN (g.source, g.target)
           WHERE e.root = ? ORDER BY g.seq`,
        )
        .all(line.seq);
      return {
        entity: this.#records.entity(line),
        merges: merges.flatMap((merge) => this.#merge(merge)),
      };
    },

    named: ({ name }) =>
      this.#entitiesAt(
        this.#connection
          .read<{ seq: number }>(
            `SELECT DISTINCT e.root AS seq FROM entity_name AS n JOIN entity AS e ON e.seq = n.entity
             WHERE n.key = ? ORDER BY e.root`,
          )
          .all(this.#records.nameKey(name)),
      ),

    resolve: ({ iris }) => {
      const statement = this.#connection.read<{ id: Buffer }>('SELECT id FROM entity WHERE iri_key = ?');
      return iris.flatMap((iri) => {
        const line = statement.get(this.#records.iriKey(iri));
        return line === undefined ? [] : [{ iri, id: idText(line.id) }];
      });
    },

    match: (pattern) => {
      const { conditions, values, possible } = this.#conditions(pattern);
      if (!possible) return { rows: [], next: null };
      const { bands, memoryIsOpen } = this.#records;
      const lines = this.#connection
        .read<StatementLine>(
          `SELECT s.* FROM statement AS s WHERE s.seq > ? AND s.band IN ${bands} ${memoryIsOpen} ${conditions}
             AND (SELECT e.band FROM entity AS e WHERE e.seq = s.about) IN ${bands}
             AND (s.target IS NULL OR (SELECT e.band FROM entity AS e WHERE e.seq = s.target) IN ${bands})
           ORDER BY s.seq LIMIT ?`,
        )
        .all(pattern.after, ...values, pattern.limit);
      return {
        rows: lines.map((line) => this.#records.statement(line)),
        next: lines.length < pattern.limit ? null : (lines.at(-1)?.seq ?? null),
      };
    },

    statement: ({ id }) => {
      const line = this.#records.statementLine(id);
      return line === null || !this.#records.opens(line) ? null : this.#records.statement(line);
    },

    neighbours: ({ id, depth, predicates, limit }) => {
      const line = this.#standing(id);
      if (line === null) return null;
      const walk = this.#traversal.walk(line.seq, depth, predicates);
      const nearest = [...walk.reached].slice(0, limit + 1);
      const entities = nearest.flatMap(([seq, distance]) =>
        this.#entitiesAt([{ seq }]).map((entity) => ({ entity, distance })),
      );
      return {
        entities,
        edges: this.#traversal.edges(
          nearest.map(([seq]) => seq),
          predicates,
        ),
        truncated: walk.truncated || walk.reached.size > nearest.length,
      };
    },

    path: ({ fromId, toId, depth, predicates }) => {
      const [from, to] = [this.#standing(fromId), this.#standing(toId)];
      if (from === null || to === null) return null;
      const way = this.#traversal.path(from.seq, to.seq, depth, predicates);
      if (way === null) return null;
      const seqs = [...new Set([from.seq, ...way.flatMap(({ about, target }) => [about, target ?? about])])];
      return {
        edges: this.#traversal.edgesOf(way),
        entities: this.#entitiesAt(seqs.map((seq) => ({ seq }))),
      };
    },

    common: ({ firstId, secondId, limit }) => {
      const [first, second] = [this.#standing(firstId), this.#standing(secondId)];
      if (first === null || second === null) return [];
      const seqs = this.#traversal.common(first.seq, second.seq, limit);
      return this.#entitiesAt(seqs.map((seq) => ({ seq })));
    },

    mentions: ({ label, names, limit }) => this.#mentions.mentions(label, names, limit),
  };

  override check(from: number, rows: number): StoreCheck {
    return checkGraph(this.#connection, this.#records, from, rows);
  }

  /** Null where there is none, or its band's key is not held. */
  #standing(id: string): EntityLine | null {
    const line = this.#records.standing(id);
    return line === null || !this.#records.opens(line) ? null : line;
  }

  #entitiesAt(rows: readonly { readonly seq: number }[]): Entity[] {
    return rows.flatMap(({ seq }) => {
      const line = this.#records.entityAt(seq);
      return line === null || !this.#records.opens(line) ? [] : [this.#records.entity(line)];
    });
  }

  #merge(line: MergeLine): Merge[] {
    const source = this.#records.entityAt(line.source);
    if (source === null || !this.#records.opens(source)) return [];
    return [
      {
        id: idText(line.id),
        name: this.#records.entityWords(source).names[0] ?? '',
        sourceId: idText(source.id),
        targetId: this.#records.idAt(line.target),
        actorId: idText(line.actor),
        atMs: line.at_ms,
        undoneMs: line.undone_ms,
      },
    ];
  }

  /** `possible` is false where the pattern names somebody who is not there. */
  #conditions(pattern: {
    readonly subjectId?: string | undefined;
    readonly predicate?: string | undefined;
    readonly object?: Parameters<GraphRecords['valueKey']>[0] | undefined;
    readonly atMs?: number | undefined;
    readonly leastConfidence: number;
    readonly retracted: boolean;
  }): { conditions: string; values: SqlValue[]; possible: boolean } {
    const parts: string[] = [];
    const values: SqlValue[] = [];
    let possible = true;
    const where = (condition: string, ...bound: SqlValue[]): void => {
      parts.push(`AND ${condition}`);
      values.push(...bound);
    };
    const entity = (column: string, id: string): void => {
      const line = this.#standing(id);
      if (line === null) possible = false;
      else where(`s.${column} = ?`, line.seq);
    };
    const { subjectId, predicate, object, atMs } = pattern;
    if (subjectId !== undefined) entity('about', subjectId);
    if (predicate !== undefined) where('s.predicate_key = ?', this.#records.iriKey(predicate));
    if (object !== undefined && 'entity' in object) entity('target', object.entity);
    if (object !== undefined && !('entity' in object))
      where('s.value_key = ?', this.#records.valueKey(object));
    if (atMs !== undefined) {
      where('(s.from_ms IS NULL OR s.from_ms <= ?)', atMs);
      where('(s.until_ms IS NULL OR s.until_ms > ?)', atMs);
    }
    if (pattern.leastConfidence > 0) where('s.confidence >= ?', pattern.leastConfidence);
    if (!pattern.retracted) where('s.retracted_ms IS NULL');
    return { conditions: parts.join(' '), values, possible };
  }
}
