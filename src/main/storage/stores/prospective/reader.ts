/** prospective, the reading side: what is due, what waits, what is over. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { VersionedRecords } from '../versioned-records.ts';
import { prospectiveContract, type ReminderContent, type ReminderRecord } from './contract.ts';
import { REMINDERS, type ReminderLine } from './writer.ts';

type Contract = typeof prospectiveContract;

export class ProspectiveReader extends BaseReader<Contract> {
  readonly contract: Contract = prospectiveContract;
  readonly #connection: ReadableConnection;
  readonly #records: VersionedRecords<ReminderLine, ReminderContent>;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#records = new VersionedRecords(connection, keys, REMINDERS);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    get: ({ id }) => {
      const line = this.#records.line(id);
      return line === null || !this.#records.opens(line) ? null : this.#record(line);
    },

    upcoming: ({ beforeMs, limit }) =>
      this.#all(
        `SELECT * FROM reminder WHERE done = 0 AND due_ms IS NOT NULL AND due_ms < ?
         ORDER BY due_ms, seq LIMIT ?`,
        beforeMs ?? Number.MAX_SAFE_INTEGER,
        limit,
      ),

    waiting: ({ limit }) =>
      this.#all('SELECT * FROM reminder WHERE done = 0 AND due_ms IS NULL ORDER BY seq DESC LIMIT ?', limit),

    done: ({ limit }) =>
      this.#all('SELECT * FROM reminder WHERE done = 1 ORDER BY settled_ms DESC, seq DESC LIMIT ?', limit),

    nextDue: ({ afterMs }) => ({
      atMs:
        this.#connection
          .read<{ at: number | null }>('SELECT min(due_ms) AS at FROM reminder WHERE done = 0 AND due_ms > ?')
          .get(afterMs)?.at ?? null,
    }),
  };

  override check(from: number, rows: number): StoreCheck {
    return this.#records.check(from, rows);
  }

  #all(sql: string, ...values: number[]): ReminderRecord[] {
    return this.#connection
      .read<ReminderLine>(sql)
      .all(...values)
      .filter((line) => this.#records.opens(line))
      .map((line) => this.#record(line));
  }

  #record(line: ReminderLine): ReminderRecord {
    return {
      ...this.#records.head(line),
      ...this.#records.open(line),
      dueMs: line.due_ms,
      slotMs: line.slot_ms,
      settledMs: line.settled_ms,
      done: line.done === 1,
    };
  }
}
