/** affect, the writing side. */
import type { Band } from '../../../../shared/bands.ts';
import { VaultError } from '../../../../shared/errors.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import { bandOf, idBytes } from '../record-ids.ts';
import { type RecordLine, VersionedRecords } from '../versioned-records.ts';
import { affectContract, type Felt } from './contract.ts';

type Contract = typeof affectContract;

export const MOODS = { store: 'affect', kind: 'affect/mood', table: 'mood' } as const;

const MINUTE_MS = 60_000;

export interface MoodLine extends RecordLine {
  readonly at_ms: number;
  readonly offset_minutes: number;
  readonly local_ms: number;
  readonly memory: number | null;
}

export class AffectWriter extends BaseWriter<Contract> {
  readonly contract: Contract = affectContract;
  readonly #connection: WritableConnection;
  readonly #moods: VersionedRecords<MoodLine, Felt>;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#moods = new VersionedRecords(connection, keys, MOODS);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    note: ({ id, authorId, band, atMs, offsetMinutes, felt }, { nowMs }) => {
      this.#moods.expectNew(id);
      const columns = this.#moods.seal(id, 1, band, felt);
      this.#connection
        .write(
          `INSERT INTO mood (id, version, author, created_ms, updated_ms, at_ms, offset_minutes, local_ms, memory,
             band, epoch, wrapped, sealed) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          idBytes(id),
          idBytes(authorId),
          nowMs,
          nowMs,
          atMs,
          offsetMinutes,
          atMs + offsetMinutes * MINUTE_MS,
          this.#linked(felt.memoryId, band),
          columns.band,
          columns.epoch,
          columns.wrapped,
          columns.sealed,
        );
      return digestOf('note', id, columns.sealed);
    },

    revise: ({ id, expectedVersion, band, atMs, offsetMinutes, felt }, { nowMs }) => {
      const line = this.#moods.expected(id, expectedVersion);
      const columns = this.#moods.seal(id, line.version + 1, band, felt);
      this.#connection
        .write(
          `UPDATE mood SET version = version + 1, updated_ms = ?, at_ms = ?, offset_minutes = ?, local_ms = ?,
             memory = ?, band = ?, epoch = ?, wrapped = ?, sealed = ? WHERE seq = ?`,
        )
        .run(
          nowMs,
          atMs,
          offsetMinutes,
          atMs + offsetMinutes * MINUTE_MS,
          this.#linked(felt.memoryId, band),
          columns.band,
          columns.epoch,
          columns.wrapped,
          columns.sealed,
          line.seq,
        );
      return digestOf('revise', id, columns.sealed);
    },

    forget: ({ id }) => {
      this.#connection.write('DELETE FROM mood WHERE id = ?').run(idBytes(id));
      return digestOf('forget', id);
    },
  };

  /** The memory's row, for the plain column; null where either of the two is BLACK. */
  #linked(memoryId: string | null, band: Band): number | null {
    if (memoryId === null) return null;
    const memory = this.#connection
      .read<{ seq: number; band: number }>('SELECT seq, band FROM memory WHERE id = ?')
      .get(idBytes(memoryId));
    if (memory === undefined) {
      throw new VaultError('MEMORY_NOT_FOUND', 'The memory that this mood is about is not there any more.', {
        hint: 'Nothing was changed.',
        details: { store: 'affect', id: memoryId },
      });
    }
    return band === 'BLACK' || bandOf(memory.band) === 'BLACK' ? null : memory.seq;
  }
}
