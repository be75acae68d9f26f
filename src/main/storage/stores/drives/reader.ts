/** drives, the reading side: goals by how much they are needed, and their history. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck, type StoreFinding } from '../base-store.ts';
import { idText } from '../record-ids.ts';
import { type SealedColumns, SealedObjects } from '../sealed-object.ts';
import { VersionedRecords } from '../versioned-records.ts';
import { drivesContract, type GoalRecord, type GoalWords, type MetWords } from './contract.ts';
import { GOAL_MET, GOALS, type GoalLine } from './writer.ts';

type Contract = typeof drivesContract;

interface MetLine extends SealedColumns {
  readonly id: Buffer;
  readonly at_ms: number;
}

const SHOWN_TIMES = 50;

export class DrivesReader extends BaseReader<Contract> {
  readonly contract: Contract = drivesContract;
  readonly #connection: ReadableConnection;
  readonly #goals: VersionedRecords<GoalLine, GoalWords>;
  readonly #met: SealedObjects<MetWords>;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#goals = new VersionedRecords(connection, keys, GOALS);
    this.#met = new SealedObjects(keys, GOAL_MET);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    get: ({ id }) => {
      const line = this.#goals.line(id);
      return line === null || !this.#goals.opens(line) ? null : this.#goal(line);
    },

    goals: ({ nowMs, resting, limit }) =>
      this.#connection
        .read<GoalLine>(
          `SELECT * FROM goal WHERE resting = ? ORDER BY (? - met_ms) / half_life_days DESC, seq LIMIT ?`,
        )
        .all(resting ? 1 : 0, nowMs, limit)
        .filter((line) => this.#goals.opens(line))
        .map((line) => this.#goal(line)),

    history: ({ id, limit }) => {
      const goal = this.#goals.line(id);
      if (goal === null) return [];
      return this.#connection
        .read<MetLine>('SELECT * FROM goal_met WHERE goal = ? ORDER BY at_ms DESC, seq DESC LIMIT ?')
        .all(goal.seq, limit)
        .filter((line) => this.#met.opens(line))
        .map((line) => {
          const metId = idText(line.id);
          return { id: metId, atMs: line.at_ms, ...this.#met.open(metId, 0, line) };
        });
    },
  };

  /** Words that open, and a last time that agrees with the history. */
  override check(from: number, rows: number): StoreCheck {
    const slice = this.#goals.check(from, rows);
    if (from > 0) return slice;
    const wrong =
      this.#connection
        .read<{ goals: number }>(
          `SELECT count(*) AS goals FROM goal WHERE met_ms <>
             max(begun_ms, coalesce((SELECT max(at_ms) FROM goal_met WHERE goal = goal.seq), begun_ms))`,
        )
        .get()?.goals ?? 0;
    const finding: StoreFinding = {
      code: 'drives-last-time',
      severity: 'warning',
      count: wrong,
      what: 'Some goals name another last time than their history does.',
      todo: 'Mark the goal as done once more; its last time is then counted anew.',
      rebuildHelps: false,
    };
    return wrong === 0 ? slice : { ...slice, findings: [...slice.findings, finding] };
  }

  #goal(line: GoalLine): GoalRecord {
    return {
      ...this.#goals.head(line),
      ...this.#goals.open(line),
      halfLifeDays: line.half_life_days,
      resting: line.resting === 1,
      begunMs: line.begun_ms,
      metMs: line.met_ms,
      met: this.#connection
        .read<{ at_ms: number }>(
          `SELECT at_ms FROM goal_met WHERE goal = ? ORDER BY at_ms DESC LIMIT ${SHOWN_TIMES}`,
        )
        .all(line.seq)
        .map(({ at_ms }) => at_ms),
    };
  }
}
