/** privacy, the reading side: tombstones. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { receiptReference } from '../receipts/reference.ts';
import { idText } from '../record-ids.ts';
import { privacyContract } from './contract.ts';

type Contract = typeof privacyContract;

interface TombstoneLine {
  readonly record: Buffer;
  readonly at_ms: number;
  readonly actor: Buffer;
  readonly reason: string | null;
  readonly receipt_seq: number;
}

export class PrivacyReader extends BaseReader<Contract> {
  readonly contract: Contract = privacyContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    tombstones: ({ offset, limit }) => ({
      total: this.#connection.read<{ n: number }>('SELECT count(*) AS n FROM tombstone').get()?.n ?? 0,
      rows: this.#connection
        .read<TombstoneLine>(
          'SELECT record, at_ms, actor, reason, receipt_seq FROM tombstone ORDER BY seq DESC LIMIT ? OFFSET ?',
        )
        .all(limit, offset)
        .map((line) => ({
          recordId: idText(line.record),
          atMs: line.at_ms,
          actorId: idText(line.actor),
          reason: line.reason,
          receipt: receiptReference(this.#connection, line.receipt_seq),
        })),
    }),

    buriedExternalIds: ({ ids }) => {
      const statement = this.#connection.read('SELECT 1 FROM tombstone WHERE external_key = ?');
      return ids.filter((id) => statement.get(this.#keys.externalKey(id)) !== undefined);
    },
  };
}
