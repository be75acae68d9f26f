/**
 * Entities and statements as they lie in their rows: found, opened, and their hashes for exact lookup.
 *
 * Shared by the writing and the reading side, each with its own connection. Invariant: names, IRIs, predicates and
 * literals are only ever under the seal; beside it lie hashes keyed by a key that never leaves the device's keyring.
 */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { bandOf, idBytes, idText } from '../record-ids.ts';
import { type SealedColumns, SealedObjects } from '../sealed-object.ts';
import { type Entity, type EntityKind, ORIGINS, type Statement, type StatementObject } from './contract.ts';

export const SEMANTIC = 'semantic';

/** The sealed words of an entity. */
export interface EntityWords {
  readonly names: readonly string[];
  readonly note: string;
  readonly iri: string | null;
}

/** The sealed words of a statement: the predicate's IRI, and the literal where the object is one. */
export interface StatementWords {
  readonly predicate: string;
  readonly literal?: string;
  readonly datatype?: string | null;
  readonly language?: string | null;
}

export interface EntityLine extends SealedColumns {
  readonly seq: number;
  readonly id: Buffer;
  readonly version: number;
  readonly kind: EntityKind;
  readonly author: Buffer;
  readonly created_ms: number;
  readonly updated_ms: number;
  readonly iri_key: Buffer | null;
  readonly merged_into: number | null;
  readonly root: number;
}

export interface StatementLine extends SealedColumns {
  readonly seq: number;
  readonly id: Buffer;
  readonly version: number;
  readonly about: number;
  readonly target: number | null;
  readonly memory: number | null;
  readonly author: Buffer;
  readonly origin: number;
  readonly confidence: number;
  readonly from_ms: number | null;
  readonly until_ms: number | null;
  readonly created_ms: number;
  readonly retracted_ms: number | null;
}

/** Names are one where they differ in case, width or white space only. */
export function foldedName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

export class GraphRecords {
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #entities: SealedObjects<EntityWords>;
  readonly #statements: SealedObjects<StatementWords>;
  /** SQL of the bands whose keys are held, such as `(0, 1, 2)`. */
  readonly bands: string;
  /** A condition on a statement `s`: its memory's band is held too. Empty where every band is. */
  readonly memoryIsOpen: string;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#keys = keys;
    this.#entities = new SealedObjects(keys, 'semantic/entity');
    this.#statements = new SealedObjects(keys, 'semantic/statement');
    const held = [0, 1, 2].filter((rank) => keys.holds(bandOf(rank)));
    this.bands = `(${held.join(', ')})`;
    this.memoryIsOpen =
      held.length === 3
        ? ''
        : `AND (s.memory IS NULL OR (SELECT m.band FROM memory AS m WHERE m.seq = s.memory) IN ${this.bands})`;
  }

  nameKey(name: string): Buffer {
    return this.#keys.externalKey(`semantic/name\n${foldedName(name)}`);
  }

  iriKey(iri: string): Buffer {
    return this.#keys.externalKey(`semantic/iri\n${iri}`);
  }

  /** Of a literal; null for an entity. */
  valueKey(object: StatementObject): Buffer | null {
    if ('entity' in object) return null;
    const { literal, datatype, language } = object;
    return this.#keys.externalKey(
      `semantic/literal\n${datatype ?? ''}\n${language?.toLowerCase() ?? ''}\n${literal}`,
    );
  }

  entityLine(id: string): EntityLine | null {
    return this.#connection.read<EntityLine>('SELECT * FROM entity WHERE id = ?').get(idBytes(id)) ?? null;
  }

  entityAt(seq: number): EntityLine | null {
    return this.#connection.read<EntityLine>('SELECT * FROM entity WHERE seq = ?').get(seq) ?? null;
  }

  /** The entity that an id stands for: what it was merged into, if it was. */
  standing(id: string): EntityLine | null {
    const line = this.entityLine(id);
    return line === null || line.root === line.seq ? line : this.entityAt(line.root);
  }

  statementLine(id: string): StatementLine | null {
    return (
      this.#connection.read<StatementLine>('SELECT * FROM statement WHERE id = ?').get(idBytes(id)) ?? null
    );
  }

  sealEntity(id: string, version: number, band: Entity['band'], words: EntityWords): SealedColumns {
    return this.#entities.seal(id, version, band, words);
  }

  sealStatement(id: string, version: number, band: Entity['band'], words: StatementWords): SealedColumns {
    return this.#statements.seal(id, version, band, words);
  }

  entityWords(line: EntityLine): EntityWords {
    return this.#entities.open(idText(line.id), line.version, line);
  }

  statementWords(line: StatementLine): StatementWords {
    return this.#statements.open(idText(line.id), line.version, line);
  }

  /** True where this device holds the band's key. */
  opens(line: SealedColumns): boolean {
    return this.#entities.opens(line);
  }

  /** The whole entity, with the names of those merged into it. */
  entity(line: EntityLine): Entity {
    const { names, note, iri } = this.entityWords(line);
    const others = this.#connection
      .read<EntityLine>('SELECT * FROM entity WHERE root = ? AND seq <> ? ORDER BY seq')
      .all(line.seq, line.seq)
      .filter((other) => this.opens(other))
      .flatMap((other) => this.entityWords(other).names);
    return {
      id: idText(line.id),
      version: line.version,
      band: bandOf(line.band),
      kind: line.kind,
      names: [...new Set([...names, ...others])],
      iri,
      note,
      authorId: idText(line.author),
      createdMs: line.created_ms,
      updatedMs: line.updated_ms,
    };
  }

  statement(line: StatementLine): Statement {
    const words = this.statementWords(line);
    return {
      id: idText(line.id),
      version: line.version,
      band: bandOf(line.band),
      subjectId: this.idAt(line.about),
      predicate: words.predicate,
      object:
        line.target === null
          ? {
              literal: words.literal ?? '',
              datatype: words.datatype ?? null,
              language: words.language ?? null,
            }
          : { entity: this.idAt(line.target) },
      memoryId: line.memory === null ? null : this.#memoryId(line.memory),
      authorId: idText(line.author),
      origin: ORIGINS[line.origin] ?? 'person',
      confidence: line.confidence,
      fromMs: line.from_ms,
      untilMs: line.until_ms,
      createdMs: line.created_ms,
      retractedMs: line.retracted_ms,
    };
  }

  /** The id of an entity that is there: foreign keys see to it. */
  idAt(seq: number): string {
    const row = this.#connection.read<{ id: Buffer }>('SELECT id FROM entity WHERE seq = ?').get(seq);
    if (row === undefined) throw new RangeError('A statement is about an entity that is not there.');
    return idText(row.id);
  }

  #memoryId(seq: number): string | null {
    const row = this.#connection.read<{ id: Buffer }>('SELECT id FROM memory WHERE seq = ?').get(seq);
    return row === undefined ? null : idText(row.id);
  }
}
