/** upkeep, the writing side: how far the check has come, what it found, what vacuuming gave back. */
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import { upkeepContract } from './contract.ts';

type Contract = typeof upkeepContract;

/** What was given back is remembered so many times; the oldest go. */
const RECLAIMED_ROWS = 1_000;

export class UpkeepWriter extends BaseWriter<Contract> {
  readonly contract: Contract = upkeepContract;
  readonly #connection: WritableConnection;

  constructor(connection: WritableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    advance: ({ atMs, part, state, finished }) => {
      for (const { part: key, bytes, notices } of finished) {
        this.#write(
          `INSERT INTO upkeep_part (part, checked_ms, bytes) VALUES (?, ?, ?)
           ON CONFLICT (part) DO UPDATE SET checked_ms = excluded.checked_ms, bytes = excluded.bytes`,
          key,
          atMs,
          bytes,
        );
        const kept = JSON.stringify(notices.map(({ code, check }) => `${code}/${check}`));
        this.#write(
          `DELETE FROM upkeep_finding WHERE part = ?
             AND code || '/' || check_name NOT IN (SELECT value FROM json_each(?))`,
          key,
          kept,
        );
        for (const { code, severity, check, params } of notices) {
          this.#write(
            `INSERT INTO upkeep_finding (part, code, check_name, severity, params, first_ms) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (part, code, check_name) DO UPDATE SET severity = excluded.severity, params = excluded.params`,
            key,
            code,
            check,
            severity,
            JSON.stringify(params),
            atMs,
          );
        }
      }
      this.#write(
        `INSERT INTO upkeep_round (one, started_ms, whole_ms, rounds, part, state)
         VALUES (1, ?, ?, ?, ?, ?)
         ON CONFLICT (one) DO UPDATE SET
           started_ms = iif(upkeep_round.part IS NULL, excluded.started_ms, upkeep_round.started_ms),
           whole_ms = coalesce(excluded.whole_ms, upkeep_round.whole_ms),
           rounds = upkeep_round.rounds + excluded.rounds,
           part = excluded.part, state = excluded.state`,
        atMs,
        part === null ? atMs : null,
        part === null ? 1 : 0,
        part,
        JSON.stringify(state),
      );
      return digestOf('advance');
    },

    reclaimed: ({ atMs, bytes, how }) => {
      this.#write('INSERT INTO upkeep_reclaimed (at_ms, bytes, how) VALUES (?, ?, ?)', atMs, bytes, how);
      this.#write(
        'DELETE FROM upkeep_reclaimed WHERE seq <= (SELECT max(seq) FROM upkeep_reclaimed) - ?',
        RECLAIMED_ROWS,
      );
      return digestOf('reclaimed');
    },
  };

  #write(sql: string, ...values: (string | number | null)[]): void {
    this.#connection.write(sql).run(...values);
  }
}
