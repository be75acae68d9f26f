/**
 * The receipt of a step of migration: kind MIGRATED, in the same transaction as the step.
 *
 * Its one digest is the SHA-256 of the SQL that ran, so that anybody who has the migrations can tell which step it was.
 */
import { v7 as uuidv7 } from 'uuid';
import { checksumOf } from '../migration-history.ts';
import type { PlannedStep } from '../migration-system.ts';
import type { WritableConnection } from '../sqlite.ts';
import type { DatabaseKind } from '../sqlite-errors.ts';
import { ReceiptLedger } from '../stores/receipts/ledger.ts';
import { idBytes, idText } from '../stores/record-ids.ts';
import type { ThreadKeys } from './thread-keys.ts';

export interface MigratingActor {
  readonly kind: DatabaseKind;
  /** The space's id, or the vault's. */
  readonly id: string;
  /** Null where only the registry itself can say whose device this is. */
  readonly actorId: string | null;
}

/** @returns what to call inside each step's transaction, while the receipts' tables are there */
export function receiptSteps(
  connection: WritableConnection,
  keys: ThreadKeys,
  by: MigratingActor,
): (step: PlannedStep) => void {
  const correlationId = uuidv7();
  return ({ migration, direction }) => {
    // A new ledger each time: between two steps its tables may have been made anew.
    const ledger = new ReceiptLedger(connection, keys);
    const mark = ledger.head;
    ledger.append(
      {
        spaceId: by.id,
        actorId: by.actorId ?? personOf(connection, by.kind, keys.deviceId) ?? keys.deviceId,
        deviceId: keys.deviceId,
        correlationId,
        idempotencyKey: null,
        purpose: direction === 'up' ? 'migration.up' : 'migration.down',
        subjectId: null,
        kind: 'MIGRATED',
      },
      [{ store: 'migrations', op: direction, digest: checksumOf(migration, direction), us: 0 }],
      Date.now(),
      // How long a step takes is not known before its own receipt is part of it.
      0,
    );
    ledger.seal(mark);
  };
}

/** Whose device this is, as the vault's registry says; null where there is no registry (yet, or any more). */
function personOf(connection: WritableConnection, kind: DatabaseKind, deviceId: string): string | null {
  if (kind !== 'vault') return null;
  const table = connection.read(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'device'`).get();
  if (table === undefined) return null;
  const row = connection
    .read<{ person: Buffer }>('SELECT person FROM device WHERE id = ?')
    .get(idBytes(deviceId));
  return row === undefined ? null : idText(row.person);
}
