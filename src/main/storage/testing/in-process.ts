/**
 * The writing engine without its thread, for tests that put faults between its parts and for benchmarks that compare
 * it with bare SQLite. The same classes, the same order of things.
 */

import { GroupCommit, type Unit } from '../engine/group-commit.ts';
import { openDatabaseFile } from '../engine/open-file.ts';
import { type StoreReaders, type StoreWriters, storeReaders, storeWriters } from '../engine/stores.ts';
import { keyBytes, ThreadKeys } from '../engine/thread-keys.ts';
import type { DatabaseKeys, UnitOfWorkContext } from '../interfaces.ts';
import type { WritableConnection } from '../sqlite.ts';
import { SPACE_CONTRACTS, type SpaceUnitOfWork } from '../stores/contracts.ts';
import { ReceiptLedger } from '../stores/receipts/ledger.ts';
import { collectUnit } from '../unit-of-work.ts';
import { RUNTIME } from './databases.ts';

export interface InProcessSpace {
  readonly connection: WritableConnection;
  readonly commits: GroupCommit;
  readonly readers: StoreReaders;
  collect(context: UnitOfWorkContext, collect: (uow: SpaceUnitOfWork) => void): Unit;
  close(): void;
}

export interface InProcessOptions {
  readonly file: string;
  readonly spaceId: string;
  readonly keys: DatabaseKeys;
  readonly create?: boolean;
  /** Puts something between the unit of work and its stores: a fault, say. */
  readonly around?: (stores: StoreWriters) => StoreWriters;
}

export function openInProcess(options: InProcessOptions): InProcessSpace {
  const keys = new ThreadKeys(options.spaceId, keyBytes(options.keys));
  const place = { kind: 'space', file: options.file } as const;
  const { connection } = openDatabaseFile(
    {
      ...place,
      id: options.spaceId,
      create: options.create ?? true,
      migrations: RUNTIME.migrations,
      knownHead: null,
    },
    keys,
  );
  const stores = storeWriters('space', connection, keys);
  return {
    connection,
    commits: new GroupCommit(
      connection,
      options.around?.(stores) ?? stores,
      new ReceiptLedger(connection, keys),
      place,
    ),
    readers: storeReaders('space', connection, keys),
    collect: (context, collect) => collectUnit(SPACE_CONTRACTS, options.spaceId, context, collect),
    close() {
      connection.close();
      keys.wipe();
    },
  };
}
