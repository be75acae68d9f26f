/** privacy, the writing side: a tombstone for what is deleted. */
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import type { Burials } from '../episodic/writer.ts';
import { idBytes } from '../record-ids.ts';
import { privacyContract } from './contract.ts';

type Contract = typeof privacyContract;

/** What privacy asks of the store whose record is buried. */
export interface ExternalKeys {
  externalKeyOf(id: Buffer): Buffer | null;
}

export class PrivacyWriter extends BaseWriter<Contract> {
  readonly contract: Contract = privacyContract;
  readonly #connection: WritableConnection;
  readonly #records: ExternalKeys;

  constructor(connection: WritableConnection, records: ExternalKeys) {
    super();
    this.#connection = connection;
    this.#records = records;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    bury: ({ recordId, actorId, reason }, scope) => {
      const record = idBytes(recordId);
      this.#connection
        .write(
          `INSERT OR IGNORE INTO tombstone (record, at_ms, actor, reason, external_key, receipt_seq)
           VALUES (?, ?, ?, ?, ?, ?)`,
        )
        .run(
          record,
          scope.nowMs,
          idBytes(actorId),
          reason,
          this.#records.externalKeyOf(record),
          scope.receiptSeq,
        );
      return digestOf('bury', record);
    },
  };
}

/** Which records have a tombstone. */
export function burialsIn(connection: WritableConnection): Burials {
  const statement = connection.read('SELECT 1 FROM tombstone WHERE record = ?');
  return { isBuried: (id) => statement.get(id) !== undefined };
}
