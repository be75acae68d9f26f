/**
 * semantic, the writing side: entities and statements come, change and go.
 *
 * Invariants: a statement's subject and object are there; a version rises by one with each change and a stale one is
 * a CONFLICT; what was gathered from a memory goes with it (foreign keys). Merging is in `merges.ts`.
 */
import { VaultError } from '../../../../shared/errors.ts';
import type { CommandInput } from '../../contract.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { violatedIndex } from '../../sqlite-errors.ts';
import { BaseWriter, type CommandHandlers, conflict, type Digest, digestOf } from '../base-store.ts';
import { bandOf, idBytes } from '../record-ids.ts';
import { ORIGINS, semanticContract } from './contract.ts';
import { EntityMerges } from './merges.ts';
import {
  type EntityLine,
  GraphRecords,
  SEMANTIC,
  type StatementLine,
  type StatementWords,
} from './records.ts';

type Contract = typeof semanticContract;

const BLACK = 3;

export class SemanticWriter extends BaseWriter<Contract> {
  readonly contract: Contract = semanticContract;
  readonly #connection: WritableConnection;
  readonly #records: GraphRecords;
  readonly #merges: EntityMerges;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#records = new GraphRecords(connection, keys);
    this.#merges = new EntityMerges(connection, this.#records);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    declare: ({ id, authorId, iri, band, kind, names, note }, { nowMs }) => {
      const row = this.#records.sealEntity(id, 1, band, { names, note, iri });
      unlessTaken(id, () =>
        this.#connection
          .write(
            `INSERT INTO entity (id, version, band, kind, author, created_ms, updated_ms, iri_key, root, epoch, wrapped, sealed)
             VALUES (?, 1, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(seq), 0) + 1 FROM entity), ?, ?, ?)`,
          )
          .run(
            idBytes(id),
            row.band,
            kind,
            idBytes(authorId),
            nowMs,
            nowMs,
            iri === null ? null : this.#records.iriKey(iri),
            row.epoch,
            row.wrapped,
            row.sealed,
          ),
      );
      this.#nameAnew(this.#entity(id, null), names);
      return digestOf('declare', id, row.sealed);
    },

    revise: ({ id, expectedVersion, band, kind, names, note }, { nowMs }) => {
      const line = this.#entity(id, expectedVersion);
      const { iri } = this.#records.entityWords(line);
      const version = line.version + 1;
      const row = this.#records.sealEntity(id, version, band, { names, note, iri });
      this.#connection
        .write(
          `UPDATE entity SET version = ?, band = ?, kind = ?, updated_ms = ?, epoch = ?, wrapped = ?, sealed = ?
           WHERE seq = ?`,
        )
        .run(version, row.band, kind, nowMs, row.epoch, row.wrapped, row.sealed, line.seq);
      this.#nameAnew(line, names);
      return digestOf('revise', id, row.sealed);
    },

    remove: ({ id, expectedVersion }) => {
      const line = this.#entity(id, expectedVersion);
      if (line.root !== line.seq) {
        throw conflict(SEMANTIC, 'merged', 'This was joined with another.', { id });
      }
      this.#connection.write('DELETE FROM entity WHERE root = ?').run(line.seq);
      return digestOf('remove', id, String(line.version));
    },

    state: (input, { nowMs }) => this.#state(input, nowMs),

    amend: ({ id, expectedVersion, confidence, fromMs, untilMs }, { nowMs }) => {
      requireOrder(fromMs, untilMs);
      const line = this.#statement(id, expectedVersion);
      this.#reseal(line, { confidence, fromMs, untilMs, retractedMs: line.retracted_ms }, nowMs);
      return digestOf('amend', id, String(line.version + 1));
    },

    retract: ({ id, expectedVersion }, { nowMs }) => {
      const line = this.#statement(id, expectedVersion);
      const { confidence, from_ms: fromMs, until_ms: untilMs } = line;
      this.#reseal(line, { confidence, fromMs, untilMs, retractedMs: nowMs }, nowMs);
      return digestOf('retract', id, String(line.version + 1));
    },

    merge: ({ id, sourceId, targetId, actorId }, { nowMs }) =>
      this.#merges.merge(
        id,
        this.#entity(sourceId, null),
        this.#entity(targetId, null),
        idBytes(actorId),
        nowMs,
      ),

    unmerge: ({ id }, { nowMs }) => this.#merges.undo(id, nowMs),
  };

  /** Names and ends of merges anew, out of the sealed records and the merges that stand. */
  override rebuild(): void {
    this.#merges.settleAll();
    this.#connection.write('DELETE FROM entity_name').run();
    for (const line of this.#connection.read<EntityLine>('SELECT * FROM entity ORDER BY seq').all()) {
      if (this.#records.opens(line)) this.#nameAnew(line, this.#records.entityWords(line).names);
    }
  }

  #state(input: CommandInput<Contract, 'state'>, nowMs: number): Digest {
    const { id, object, band, predicate, confidence, fromMs, untilMs } = input;
    requireOrder(fromMs, untilMs);
    const subject = this.#entity(input.subjectId, null);
    const target = 'entity' in object ? this.#entity(object.entity, null) : null;
    const memory = input.memoryId === null ? null : this.#memory(input.memoryId);
    const predicateKey = this.#records.iriKey(predicate);
    const valueKey = this.#records.valueKey(object);
    const origin = ORIGINS.indexOf(input.origin);
    const said = this.#connection
      .read(
        `SELECT 1 FROM statement WHERE about = ? AND predicate_key = ? AND target IS ? AND value_key IS ?
           AND memory IS ? AND origin = ? AND retracted_ms IS NULL`,
      )
      .get(subject.root, predicateKey, target?.root ?? null, valueKey, memory, origin);
    if (said !== undefined) return digestOf('state', id, 'said already');
    const words: StatementWords = 'entity' in object ? { predicate } : { predicate, ...object };
    const row = this.#records.sealStatement(id, 1, band, words);
    unlessTaken(id, () =>
      this.#connection
        .write(
          `INSERT INTO statement (id, version, band, subject, object, about, target, predicate_key, value_key, memory,
             author, origin, confidence, from_ms, until_ms, created_ms, updated_ms, epoch, wrapped, sealed)
           VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          idBytes(id),
          row.band,
          subject.seq,
          target?.seq ?? null,
          subject.root,
          target?.root ?? null,
          predicateKey,
          valueKey,
          memory,
          idBytes(input.authorId),
          origin,
          confidence,
          fromMs,
          untilMs,
          nowMs,
          nowMs,
          row.epoch,
          row.wrapped,
          row.sealed,
        ),
    );
    return digestOf('state', id, row.sealed);
  }

  #reseal(
    line: StatementLine,
    next: {
      confidence: number;
      fromMs: number | null;
      untilMs: number | null;
      retractedMs: number | null;
    },
    nowMs: number,
  ): void {
    const version = line.version + 1;
    const id = this.#records.statement(line).id;
    const row = this.#records.sealStatement(
      id,
      version,
      bandOf(line.band),
      this.#records.statementWords(line),
    );
    this.#connection
      .write(
        `UPDATE statement SET version = ?, confidence = ?, from_ms = ?, until_ms = ?, retracted_ms = ?, updated_ms = ?,
           epoch = ?, wrapped = ?, sealed = ? WHERE seq = ?`,
      )
      .run(
        version,
        next.confidence,
        next.fromMs,
        next.untilMs,
        next.retractedMs,
        nowMs,
        row.epoch,
        row.wrapped,
        row.sealed,
        line.seq,
      );
  }

  #nameAnew(line: EntityLine, names: readonly string[]): void {
    this.#connection.write('DELETE FROM entity_name WHERE entity = ?').run(line.seq);
    const put = this.#connection.write('INSERT OR IGNORE INTO entity_name (key, entity) VALUES (?, ?)');
    for (const name of names) put.run(this.#records.nameKey(name), line.seq);
  }

  #entity(id: string, expectedVersion: number | null): EntityLine {
    return expected(id, this.#records.entityLine(id), expectedVersion);
  }

  #statement(id: string, expectedVersion: number): StatementLine {
    const line = expected(id, this.#records.statementLine(id), expectedVersion);
    if (line.retracted_ms !== null) {
      throw conflict(SEMANTIC, 'retracted', 'This was taken back already.', { id });
    }
    return line;
  }

  /** The memory that something is gathered from; a BLACK one gives nothing away. */
  #memory(id: string): number {
    const row = this.#connection
      .read<{ seq: number; band: number }>('SELECT seq, band FROM memory WHERE id = ?')
      .get(idBytes(id));
    if (row === undefined) {
      throw new VaultError('MEMORY_NOT_FOUND', 'This memory is not here any more.', {
        hint: 'It may have been deleted. Nothing was changed.',
        details: { store: SEMANTIC, id },
      });
    }
    if (row.band === BLACK) {
      throw new VaultError('INVALID_INPUT', 'Nothing is gathered from a memory of the band BLACK.', {
        hint: 'Nothing was changed.',
        details: { store: SEMANTIC, field: 'memoryId' },
      });
    }
    return row.seq;
  }
}

function expected<L extends { readonly version: number }>(
  id: string,
  line: L | null,
  expectedVersion: number | null,
): L {
  if (line === null) {
    throw new VaultError('NOT_FOUND', 'This is not there any more.', {
      hint: 'Nothing was changed. It may have been deleted meanwhile.',
      details: { store: SEMANTIC, id },
    });
  }
  if (expectedVersion !== null && expectedVersion !== line.version) {
    throw conflict(SEMANTIC, 'stale', 'This was changed meanwhile.', { id, version: line.version });
  }
  return line;
}

function requireOrder(fromMs: number | null, untilMs: number | null): void {
  if (fromMs === null || untilMs === null || untilMs > fromMs) return;
  throw new VaultError('INVALID_INPUT', 'What is true for a time ends after it begins.', {
    hint: 'Nothing was changed. Look at the two times.',
    details: { store: SEMANTIC, field: 'untilMs' },
  });
}

function unlessTaken(id: string, put: () => void): void {
  try {
    put();
  } catch (fault) {
    const index = violatedIndex(fault);
    if (index?.includes('iri_key')) {
      throw conflict(SEMANTIC, 'iri-taken', 'Another entity has this IRI already.');
    }
    if (index?.includes('.id')) throw conflict(SEMANTIC, 'id-taken', 'This id is taken.', { id });
    throw fault;
  }
}
