/** imagination, the writing side. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, conflict, digestOf } from '../base-store.ts';
import { bandOf, idBytes } from '../record-ids.ts';
import type { SealedColumns } from '../sealed-object.ts';
import { type RecordLine, VersionedRecords } from '../versioned-records.ts';
import { type Imagined, imaginationContract } from './contract.ts';

type Contract = typeof imaginationContract;

export const SCENARIOS = {
  store: 'imagination',
  kind: 'imagination/scenario',
  table: 'scenario',
} as const;

export interface ScenarioLine extends RecordLine {
  readonly look_ms: number | null;
  readonly resolved_ms: number | null;
}

export class ImaginationWriter extends BaseWriter<Contract> {
  readonly contract: Contract = imaginationContract;
  readonly #connection: WritableConnection;
  readonly #scenarios: VersionedRecords<ScenarioLine, Imagined>;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#scenarios = new VersionedRecords(connection, keys, SCENARIOS);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    imagine: ({ id, authorId, band, words, lookMs }, { nowMs }) => {
      this.#scenarios.expectNew(id);
      const columns = this.#scenarios.seal(id, 1, band, { ...words, resolution: null });
      this.#connection
        .write(
          `INSERT INTO scenario (id, version, author, created_ms, updated_ms, look_ms, resolved_ms, band, epoch,
             wrapped, sealed) VALUES (?, 1, ?, ?, ?, ?, NULL, ?, ?, ?, ?)`,
        )
        .run(
          idBytes(id),
          idBytes(authorId),
          nowMs,
          nowMs,
          lookMs,
          columns.band,
          columns.epoch,
          columns.wrapped,
          columns.sealed,
        );
      return digestOf('imagine', id, columns.sealed);
    },

    revise: ({ id, expectedVersion, band, words, lookMs }, { nowMs }) => {
      const line = this.#scenarios.expected(id, expectedVersion);
      // A guess that is changed once the outcome is known is no guess.
      if (line.resolved_ms !== null) {
        throw conflict('imagination', 'resolved', 'What came of this is known already.', { id });
      }
      const columns = this.#scenarios.seal(id, line.version + 1, band, { ...words, resolution: null });
      this.#update(line, columns, lookMs, null, nowMs);
      return digestOf('revise', id, columns.sealed);
    },

    resolve: ({ id, expectedVersion, resolvedMs, resolution }, { nowMs }) => {
      const line = this.#scenarios.expected(id, expectedVersion);
      const imagined = this.#scenarios.open(line);
      const whole = resolution === null || resolution.came.length === imagined.outcomes.length;
      if ((resolution === null) !== (resolvedMs === null) || !whole) {
        throw conflict('imagination', 'outcomes', 'The outcomes of this were changed meanwhile.', { id });
      }
      const columns = this.#scenarios.seal(id, line.version + 1, bandOf(line.band), {
        ...imagined,
        resolution,
      });
      this.#update(line, columns, line.look_ms, resolvedMs, nowMs);
      return digestOf('resolve', id, columns.sealed);
    },

    forget: ({ id }) => {
      this.#connection.write('DELETE FROM scenario WHERE id = ?').run(idBytes(id));
      return digestOf('forget', id);
    },
  };

  #update(
    line: ScenarioLine,
    columns: SealedColumns,
    lookMs: number | null,
    resolvedMs: number | null,
    nowMs: number,
  ): void {
    this.#connection
      .write(
        `UPDATE scenario SET version = version + 1, updated_ms = ?, look_ms = ?, resolved_ms = ?, band = ?,
           epoch = ?, wrapped = ?, sealed = ? WHERE seq = ?`,
      )
      .run(nowMs, lookMs, resolvedMs, columns.band, columns.epoch, columns.wrapped, columns.sealed, line.seq);
  }
}
