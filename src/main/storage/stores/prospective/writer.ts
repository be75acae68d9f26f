/** prospective, the writing side. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import { bandOf, idBytes } from '../record-ids.ts';
import type { SealedColumns } from '../sealed-object.ts';
import { type RecordLine, VersionedRecords } from '../versioned-records.ts';
import { prospectiveContract, type ReminderContent } from './contract.ts';

type Contract = typeof prospectiveContract;

export const REMINDERS = {
  store: 'prospective',
  kind: 'prospective/reminder',
  table: 'reminder',
} as const;

export interface ReminderLine extends RecordLine {
  readonly done: number;
  readonly due_ms: number | null;
  readonly slot_ms: number | null;
  readonly settled_ms: number | null;
}

interface Standing {
  readonly done: boolean;
  readonly dueMs: number | null;
  readonly slotMs: number | null;
  readonly settledMs: number | null;
}

export class ProspectiveWriter extends BaseWriter<Contract> {
  readonly contract: Contract = prospectiveContract;
  readonly #connection: WritableConnection;
  readonly #records: VersionedRecords<ReminderLine, ReminderContent>;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#records = new VersionedRecords(connection, keys, REMINDERS);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    plan: ({ id, authorId, band, content, dueMs, slotMs }, { nowMs }) => {
      this.#records.expectNew(id);
      const columns = this.#records.seal(id, 1, band, content);
      this.#connection
        .write(
          `INSERT INTO reminder (id, version, author, created_ms, updated_ms, done, due_ms, slot_ms, settled_ms,
             band, epoch, wrapped, sealed) VALUES (?, 1, ?, ?, ?, 0, ?, ?, NULL, ?, ?, ?, ?)`,
        )
        .run(
          idBytes(id),
          idBytes(authorId),
          nowMs,
          nowMs,
          dueMs,
          slotMs,
          columns.band,
          columns.epoch,
          columns.wrapped,
          columns.sealed,
        );
      return digestOf('plan', id, String(dueMs), columns.sealed);
    },

    revise: ({ id, expectedVersion, band, content, dueMs, slotMs }, { nowMs }) => {
      const line = this.#records.expected(id, expectedVersion);
      const columns = this.#records.seal(id, line.version + 1, band, content);
      this.#update(line, columns, { done: false, dueMs, slotMs, settledMs: line.settled_ms }, nowMs);
      return digestOf('revise', id, String(dueMs), columns.sealed);
    },

    settle: ({ id, expectedVersion, dueMs, slotMs }, { nowMs }) => {
      const line = this.#records.expected(id, expectedVersion);
      const columns = this.#resealed(id, line);
      this.#update(line, columns, { done: dueMs === null, dueMs, slotMs, settledMs: nowMs }, nowMs);
      return digestOf('settle', id, String(dueMs), columns.sealed);
    },

    reopen: ({ id, expectedVersion, dueMs, slotMs }, { nowMs }) => {
      const line = this.#records.expected(id, expectedVersion);
      const columns = this.#resealed(id, line);
      this.#update(line, columns, { done: false, dueMs, slotMs, settledMs: line.settled_ms }, nowMs);
      return digestOf('reopen', id, String(dueMs), columns.sealed);
    },

    forget: ({ id }) => {
      this.#connection.write('DELETE FROM reminder WHERE id = ?').run(idBytes(id));
      return digestOf('forget', id);
    },
  };

  /** The same words for the next version. */
  #resealed(id: string, line: ReminderLine): SealedColumns {
    return this.#records.seal(id, line.version + 1, bandOf(line.band), this.#records.open(line));
  }

  #update(line: ReminderLine, columns: SealedColumns, standing: Standing, nowMs: number): void {
    this.#connection
      .write(
        `UPDATE reminder SET version = version + 1, updated_ms = ?, done = ?, due_ms = ?, slot_ms = ?,
           settled_ms = ?, band = ?, epoch = ?, wrapped = ?, sealed = ? WHERE seq = ?`,
      )
      .run(
        nowMs,
        standing.done ? 1 : 0,
        standing.dueMs,
        standing.slotMs,
        standing.settledMs,
        columns.band,
        columns.epoch,
        columns.wrapped,
        columns.sealed,
        line.seq,
      );
  }
}
