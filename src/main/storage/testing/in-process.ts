/**
 * The writing engine without its thread, for tests that put faults between its parts and for benchmarks that compare
 * it with bare SQLite. The same classes, the same order of things.
 */
import { writeFileSync } from 'node:fs';
import { GroupCommit, type Unit } from '../engine/group-commit.ts';
import { openDatabaseFile } from '../engine/open-file.ts';
import { type StoreReaders, type StoreWriters, storeReaders, storeWriters } from '../engine/stores.ts';
import { keyBytes, ThreadKeys } from '../engine/thread-keys.ts';
import type { DatabaseKeys, UnitOfWorkContext } from '../interfaces.ts';
import { readMigrations } from '../migration-manifest.ts';
import { migrateUp } from '../migration-system.ts';
import { openWritable, type WritableConnection } from '../sqlite.ts';
import { SPACE_CONTRACTS, type SpaceUnitOfWork } from '../stores/contracts.ts';
import { ReceiptLedger } from '../stores/receipts/ledger.ts';
import { idBytes } from '../stores/record-ids.ts';
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
  /** False leaves the pages plain: a benchmark compares. Records are sealed either way. */
  readonly encrypted?: boolean;
  /** Puts something between the unit of work and its stores: a fault, say. */
  readonly around?: (stores: StoreWriters) => StoreWriters;
  /** Puts something between the stores and the database: a benchmark takes down what is written. */
  readonly aroundConnection?: (connection: WritableConnection) => WritableConnection;
}

export function openInProcess(options: InProcessOptions): InProcessSpace {
  const keys = new ThreadKeys(options.spaceId, keyBytes(options.keys));
  const place = { kind: 'space', file: options.file } as const;
  const opened = options.encrypted === false ? openPlain(options) : openEncrypted(options, keys);
  const connection = options.aroundConnection?.(opened) ?? opened;
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

function openEncrypted(
  { file, spaceId, create = true }: InProcessOptions,
  keys: ThreadKeys,
): WritableConnection {
  const place = { kind: 'space', file } as const;
  const { migrations } = RUNTIME;
  const options = { ...place, id: spaceId, create, migrations, knownHead: null, actorId: null };
  return openDatabaseFile(options, keys).connection;
}

function openPlain({ file, spaceId }: InProcessOptions): WritableConnection {
  writeFileSync(file, '', { flag: 'wx' });
  const connection = openWritable({ file, key: null });
  migrateUp(
    connection,
    readMigrations(RUNTIME.migrations, 'space'),
    { kind: 'space', file },
    {
      made: () => {
        connection
          .write('INSERT INTO meta (one, id, created_ms, digest_key) VALUES (1, ?, 0, randomblob(32))')
          .run(idBytes(spaceId));
      },
    },
  );
  return connection;
}
