/** imagination, the reading side: what is still open, and what came. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { VersionedRecords } from '../versioned-records.ts';
import { type Imagined, imaginationContract, type ScenarioRecord } from './contract.ts';
import { SCENARIOS, type ScenarioLine } from './writer.ts';

type Contract = typeof imaginationContract;

export class ImaginationReader extends BaseReader<Contract> {
  readonly contract: Contract = imaginationContract;
  readonly #connection: ReadableConnection;
  readonly #scenarios: VersionedRecords<ScenarioLine, Imagined>;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#scenarios = new VersionedRecords(connection, keys, SCENARIOS);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    get: ({ id }) => {
      const line = this.#scenarios.line(id);
      return line === null || !this.#scenarios.opens(line) ? null : this.#scenario(line);
    },

    open: ({ limit }) =>
      this.#all(
        `SELECT * FROM scenario WHERE resolved_ms IS NULL ORDER BY look_ms IS NULL, look_ms, seq DESC LIMIT ?`,
        limit,
      ),

    toLookAt: ({ beforeMs, limit }) =>
      this.#all(
        'SELECT * FROM scenario WHERE resolved_ms IS NULL AND look_ms < ? ORDER BY look_ms, seq LIMIT ?',
        beforeMs,
        limit,
      ),

    resolved: ({ limit }) =>
      this.#all(
        'SELECT * FROM scenario WHERE resolved_ms IS NOT NULL ORDER BY resolved_ms DESC, seq DESC LIMIT ?',
        limit,
      ),
  };

  override check(from: number, rows: number): StoreCheck {
    return this.#scenarios.check(from, rows);
  }

  #all(sql: string, ...values: number[]): ScenarioRecord[] {
    return this.#connection
      .read<ScenarioLine>(sql)
      .all(...values)
      .filter((line) => this.#scenarios.opens(line))
      .map((line) => this.#scenario(line));
  }

  #scenario(line: ScenarioLine): ScenarioRecord {
    return {
      ...this.#scenarios.head(line),
      ...this.#scenarios.open(line),
      lookMs: line.look_ms,
      resolvedMs: line.resolved_ms,
    };
  }
}
