/**
 * The writing engine without its thread, for tests that put faults between its parts and for benchmarks that compare
 * it with bare SQLite. The same classes, the same order of things.
 */
import { writeFileSync } from 'node:fs';
import { VaultError } from '../../../shared/errors.ts';
import type { Command, StoreContracts } from '../contract.ts';
import { GroupCommit, type Unit } from '../engine/group-commit.ts';
import { openDatabaseFile } from '../engine/open-file.ts';
import { type StoreReaders, type StoreWriters, storeReaders, storeWriters } from '../engine/stores.ts';
import { keyBytes, ThreadKeys } from '../engine/thread-keys.ts';
import type { DatabaseKeys, UnitOfWorkContext } from '../interfaces.ts';
import { verifiedMigrations } from '../migration-manifest.ts';
import { migrateUp } from '../migration-system.ts';
import type { StorePlugIn } from '../plug-ins.ts';
import { type Installed, plugInReaders, plugInWriters } from '../plug-ins-guards.ts';
import { contractsOf } from '../plug-ins-loading.ts';
import { openWritable, type WritableConnection } from '../sqlite.ts';
import type { DatabaseKind } from '../sqlite-errors.ts';
import { SPACE_CONTRACTS, type SpaceUnitOfWork, VAULT_CONTRACTS } from '../stores/contracts.ts';
import { ReceiptLedger } from '../stores/receipts/ledger.ts';
import { idBytes } from '../stores/record-ids.ts';
import { collectUnit } from '../unit-of-work.ts';
import { RUNTIME } from './databases.ts';

export interface InProcessSpace {
  readonly connection: WritableConnection;
  readonly commits: GroupCommit;
  readonly readers: StoreReaders;
  collect(context: UnitOfWorkContext, collect: (uow: SpaceUnitOfWork) => void): Unit;
  /** The same by names, in either kind of database: for who knows a store by its contract alone. */
  collectCalls(context: UnitOfWorkContext, calls: readonly Command[]): Unit;
  close(): void;
}

export interface InProcessOptions {
  readonly file: string;
  /** The space's id, or the vault's. */
  readonly spaceId: string;
  /** Default: a space. */
  readonly kind?: DatabaseKind;
  readonly keys: DatabaseKeys;
  readonly create?: boolean;
  /** Stores that a plug-in brings. */
  readonly plugIns?: readonly StorePlugIn[];
  /** False leaves the pages plain: a benchmark compares. Records are sealed either way. */
  readonly encrypted?: boolean;
  /** Puts something between the unit of work and its stores: a fault, say. */
  readonly around?: (stores: StoreWriters) => StoreWriters;
  /** Puts something between the stores and the database: a benchmark takes down what is written. */
  readonly aroundConnection?: (connection: WritableConnection) => WritableConnection;
}

export function openInProcess(options: InProcessOptions): InProcessSpace {
  const keys = new ThreadKeys(options.spaceId, keyBytes(options.keys));
  const kind = options.kind ?? 'space';
  const own: StoreContracts = kind === 'space' ? SPACE_CONTRACTS : VAULT_CONTRACTS;
  const place = { kind, file: options.file };
  const opened = options.encrypted === false ? openPlain(options) : openEncrypted(options, keys);
  const connection = options.aroundConnection?.(opened) ?? opened;
  const plugIns = (options.plugIns ?? []).map((plugIn) => ({ module: plugIn.contract.name, plugIn }));
  const contracts = { ...own, ...contractsOf(plugIns) };
  const stores = storeWriters(kind, connection, keys, working(plugInWriters(plugIns, connection, keys)));
  return {
    connection,
    commits: new GroupCommit(
      connection,
      options.around?.(stores) ?? stores,
      new ReceiptLedger(connection, keys),
      place,
    ),
    readers: storeReaders(kind, connection, keys, working(plugInReaders(plugIns, connection, keys))),
    collect: (context, collect) => collectUnit(SPACE_CONTRACTS, options.spaceId, context, collect),
    collectCalls: (context, calls) =>
      collectUnit(contracts, options.spaceId, context, (uow) => {
        for (const call of calls) callByName(uow, call);
      }),
    close() {
      connection.close();
      keys.wipe();
    },
  };
}

/** A test wants every plug-in it brings: one that is left out ends it with the reason. */
function working<S>({ stores, refused }: Installed<S>): readonly S[] {
  for (const { refused: error } of refused) if (error !== null) throw VaultError.fromData(error);
  return stores;
}

/** The builder of a unit by names: the contract is what decides which there are. */
function callByName(uow: object, { store, op, input }: Command): void {
  const builder: unknown = Reflect.get(uow, store);
  const method: unknown = typeof builder === 'object' && builder !== null ? Reflect.get(builder, op) : null;
  if (typeof method !== 'function') throw new TypeError(`There is no ${store}.${op}.`);
  Reflect.apply(method, builder, [input]);
}

function openEncrypted(
  { file, spaceId, kind = 'space', create = true }: InProcessOptions,
  keys: ThreadKeys,
): WritableConnection {
  const place = { kind, file };
  const migrations = verifiedMigrations(RUNTIME.migrations, kind);
  const options = { ...place, id: spaceId, create, migrations, knownHead: null, actorId: null };
  return openDatabaseFile(options, keys).connection;
}

function openPlain({ file, spaceId }: InProcessOptions): WritableConnection {
  writeFileSync(file, '', { flag: 'wx' });
  const connection = openWritable({ file, key: null });
  migrateUp(
    connection,
    verifiedMigrations(RUNTIME.migrations, 'space'),
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
