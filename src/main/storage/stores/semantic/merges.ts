/**
 * Merging entities that are one, and undoing it.
 *
 * Each entity may point to the one it was merged into; the end of that chain is its `root`, and the statements'
 * `about` and `target` are the roots of their subject and object. Invariant: both are worked out from the pointers
 * alone, so undoing a merge gives back exactly what was there, whatever was merged or said in between.
 */
import { VaultError } from '../../../../shared/errors.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { conflict, type Digest, digestOf } from '../base-store.ts';
import { idBytes, idText } from '../record-ids.ts';
import { type EntityLine, type GraphRecords, SEMANTIC } from './records.ts';

interface MergeLine {
  readonly seq: number;
  readonly source: number;
  readonly undone_ms: number | null;
}

/** An entity and everything that was merged into it, however far. */
const PART = `WITH RECURSIVE part (seq) AS (
  SELECT ? UNION SELECT e.seq FROM entity AS e JOIN part ON e.merged_into = part.seq)`;

export class EntityMerges {
  readonly #connection: WritableConnection;
  readonly #records: GraphRecords;

  constructor(connection: WritableConnection, records: GraphRecords) {
    this.#connection = connection;
    this.#records = records;
  }

  merge(id: string, source: EntityLine, target: EntityLine, actor: Buffer, nowMs: number): Digest {
    if (source.root === target.root) {
      throw conflict(SEMANTIC, 'one-already', 'The two are one already.', { id: idText(source.id) });
    }
    if (this.#connection.read('SELECT 1 FROM entity_merge WHERE id = ?').get(idBytes(id)) !== undefined) {
      throw conflict(SEMANTIC, 'id-taken', 'This id is taken.', { id });
    }
    this.#connection
      .write('INSERT INTO entity_merge (id, source, target, actor, at_ms) VALUES (?, ?, ?, ?, ?)')
      .run(idBytes(id), source.root, target.root, actor, nowMs);
    this.#point(source.root, target.root);
    this.#settle(source.root, target.root);
    return digestOf('merge', id, idText(source.id), idText(target.id));
  }

  undo(id: string, nowMs: number): Digest {
    const line = this.#connection
      .read<MergeLine>('SELECT seq, source, undone_ms FROM entity_merge WHERE id = ?')
      .get(idBytes(id));
    if (line === undefined) {
      throw new VaultError('NOT_FOUND', 'This was never joined, or one of the two is gone.', {
        hint: 'Nothing was changed.',
        details: { store: SEMANTIC, id },
      });
    }
    if (line.undone_ms !== null) {
      throw conflict(SEMANTIC, 'undone-already', 'The two were taken apart already.', { id });
    }
    this.#connection.write('UPDATE entity_merge SET undone_ms = ? WHERE seq = ?').run(nowMs, line.seq);
    this.#point(line.source, null);
    this.#settle(line.source, line.source);
    return digestOf('unmerge', id, this.#records.idAt(line.source));
  }

  /** Works out the root of every entity, and the ends of every statement. */
  settleAll(): void {
    for (const { seq } of this.#connection
      .read<{ seq: number }>('SELECT seq FROM entity WHERE merged_into IS NULL ORDER BY seq')
      .all()) {
      this.#settle(seq, seq);
    }
  }

  #point(source: number, target: number | null): void {
    this.#connection.write('UPDATE entity SET merged_into = ? WHERE seq = ?').run(target, source);
  }

  /** Gives everything merged into `part` its root. */
  #settle(part: number, root: number): void {
    this.#connection
      .write(`${PART} UPDATE entity SET root = ? WHERE seq IN (SELECT seq FROM part)`)
      .run(part, root);
    this.#connection
      .write(`${PART} UPDATE statement SET about = ? WHERE subject IN (SELECT seq FROM part)`)
      .run(part, root);
    this.#connection
      .write(`${PART} UPDATE statement SET target = ? WHERE object IN (SELECT seq FROM part)`)
      .run(part, root);
  }
}
