/** drives, the writing side. */
import { VaultError } from '../../../../shared/errors.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, conflict, digestOf } from '../base-store.ts';
import { bandOf, idBytes } from '../record-ids.ts';
import { SealedObjects } from '../sealed-object.ts';
import { type RecordLine, VersionedRecords } from '../versioned-records.ts';
import { drivesContract, type GoalWords, type MetWords } from './contract.ts';

type Contract = typeof drivesContract;

export const GOALS = { store: 'drives', kind: 'drives/goal', table: 'goal' } as const;
export const GOAL_MET = 'drives/met';

export interface GoalLine extends RecordLine {
  readonly resting: number;
  readonly half_life_days: number;
  readonly begun_ms: number;
  readonly met_ms: number;
}

export class DrivesWriter extends BaseWriter<Contract> {
  readonly contract: Contract = drivesContract;
  readonly #connection: WritableConnection;
  readonly #goals: VersionedRecords<GoalLine, GoalWords>;
  readonly #met: SealedObjects<MetWords>;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#goals = new VersionedRecords(connection, keys, GOALS);
    this.#met = new SealedObjects(keys, GOAL_MET);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    want: ({ id, authorId, begunMs, band, words, halfLifeDays, resting }, { nowMs }) => {
      this.#goals.expectNew(id);
      const columns = this.#goals.seal(id, 1, band, words);
      this.#connection
        .write(
          `INSERT INTO goal (id, version, author, created_ms, updated_ms, resting, half_life_days, begun_ms, met_ms,
             band, epoch, wrapped, sealed) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          idBytes(id),
          idBytes(authorId),
          nowMs,
          nowMs,
          resting ? 1 : 0,
          halfLifeDays,
          begunMs,
          begunMs,
          columns.band,
          columns.epoch,
          columns.wrapped,
          columns.sealed,
        );
      return digestOf('want', id, String(halfLifeDays), columns.sealed);
    },

    revise: ({ id, expectedVersion, band, words, halfLifeDays, resting }, { nowMs }) => {
      const line = this.#goals.expected(id, expectedVersion);
      const columns = this.#goals.seal(id, line.version + 1, band, words);
      this.#connection
        .write(
          `UPDATE goal SET version = version + 1, updated_ms = ?, resting = ?, half_life_days = ?, band = ?,
             epoch = ?, wrapped = ?, sealed = ? WHERE seq = ?`,
        )
        .run(
          nowMs,
          resting ? 1 : 0,
          halfLifeDays,
          columns.band,
          columns.epoch,
          columns.wrapped,
          columns.sealed,
          line.seq,
        );
      return digestOf('revise', id, String(halfLifeDays), columns.sealed);
    },

    meet: ({ id, metId, atMs, words }) => {
      const goal = this.#goals.line(id);
      if (goal === null) throw notThere(id);
      const taken = this.#connection.read('SELECT 1 FROM goal_met WHERE id = ?').get(idBytes(metId));
      if (taken !== undefined) throw conflict('drives', 'id', 'This id is taken.', { id: metId });
      const columns = this.#met.seal(metId, 0, bandOf(goal.band), words);
      this.#connection
        .write(
          'INSERT INTO goal_met (id, goal, at_ms, band, epoch, wrapped, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(idBytes(metId), goal.seq, atMs, columns.band, columns.epoch, columns.wrapped, columns.sealed);
      this.#recount(goal.seq);
      return digestOf('meet', id, metId, columns.sealed);
    },

    unmeet: ({ metId }) => {
      const met = this.#connection
        .read<{ goal: number }>('SELECT goal FROM goal_met WHERE id = ?')
        .get(idBytes(metId));
      if (met === undefined) throw notThere(metId);
      this.#connection.write('DELETE FROM goal_met WHERE id = ?').run(idBytes(metId));
      this.#recount(met.goal);
      return digestOf('unmeet', metId);
    },

    forget: ({ id }) => {
      this.#connection.write('DELETE FROM goal WHERE id = ?').run(idBytes(id));
      return digestOf('forget', id);
    },
  };

  #recount(goal: number): void {
    this.#connection
      .write(
        `UPDATE goal SET met_ms = max(begun_ms, coalesce((SELECT max(at_ms) FROM goal_met WHERE goal = ?), begun_ms))
         WHERE seq = ?`,
      )
      .run(goal, goal);
  }
}

function notThere(id: string): VaultError {
  return new VaultError('NOT_FOUND', 'This is not there any more.', {
    hint: 'Nothing was changed. It may have been deleted meanwhile.',
    details: { store: 'drives', id },
  });
}
