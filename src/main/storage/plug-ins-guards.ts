/**
 * Puts plug-ins into an open database, each behind a guard: what goes wrong in one is that plug-in's fault by name, and
 * the other stores go on.
 *
 * Invariants: a plug-in whose tables or start fail is left out and the database opens; a command of one that fails
 * fails its unit, whole; one whose index cannot be built anew keeps the index it had.
 */
import { errorData, VaultError } from '../../shared/errors.ts';
import type { Command } from './contract.ts';
import type { ThreadKeys } from './engine/thread-keys.ts';
import type { PlugInState } from './plug-in-state.ts';
import { type LoadedPlugIn, type PlugInTools, refusal } from './plug-ins.ts';
import { bringUpPlugIn } from './plug-ins-structure.ts';
import type { ReadableConnection, WritableConnection } from './sqlite.ts';
import type { Digest, StoreCheck, StoreReader, StoreWriter, UnitScope } from './stores/base-store.ts';
import { SealedObjects } from './stores/sealed-object.ts';

export interface Installed<S> {
  readonly stores: readonly S[];
  readonly refused: readonly PlugInState[];
}

/** Makes or changes the tables of plug-ins and their writers. */
export function plugInWriters(
  plugIns: readonly LoadedPlugIn[],
  connection: WritableConnection,
  keys: ThreadKeys,
): Installed<StoreWriter> {
  return installed(plugIns, ({ plugIn }) => {
    bringUpPlugIn(connection, plugIn);
    const { name } = plugIn.contract;
    const writer = started(name, () => plugIn.makeWriter(connection, toolsOf(name, keys)));
    return new GuardedWriter(name, writer, connection);
  });
}

/** Makes the readers of plug-ins whose tables are there. */
export function plugInReaders(
  plugIns: readonly LoadedPlugIn[],
  connection: ReadableConnection,
  keys: ThreadKeys,
): Installed<StoreReader> {
  return installed(plugIns, ({ plugIn }) => {
    const { name } = plugIn.contract;
    return new GuardedReader(
      name,
      started(name, () => plugIn.makeReader(connection, toolsOf(name, keys))),
    );
  });
}

function installed<S>(plugIns: readonly LoadedPlugIn[], make: (loaded: LoadedPlugIn) => S): Installed<S> {
  const stores: S[] = [];
  const refused: PlugInState[] = [];
  for (const loaded of plugIns) {
    try {
      stores.push(make(loaded));
    } catch (error) {
      refused.push({ module: loaded.module, name: loaded.plugIn.contract.name, refused: errorData(error) });
    }
  }
  return { stores, refused };
}

function started<S extends { readonly name: string }>(name: string, make: () => S): S {
  let store: S;
  try {
    store = make();
  } catch (cause) {
    throw refusal(name, 'cannot-start', cause instanceof Error ? cause.name : typeof cause, cause);
  }
  if (store?.name !== name) throw refusal(name, 'cannot-start', 'it made a store of another name');
  return store;
}

function toolsOf(name: string, keys: ThreadKeys): PlugInTools {
  return {
    sealedObjects: <T extends object>(kind: string) => new SealedObjects<T>(keys, `plug-in/${name}/${kind}`),
  };
}

/** Faults of the database keep their own words: a full disk is no fault of the plug-in. */
function named<T>(name: string, op: string, work: () => T): T {
  try {
    return work();
  } catch (fault) {
    if (fault instanceof VaultError || isFromDatabase(fault)) throw fault;
    throw new VaultError('INTERNAL', `The extension “${name}” could not do this.`, {
      hint: 'Nothing was changed. Update the extension, or go on without it.',
      details: { store: name, op },
      cause: fault,
    });
  }
}

function isFromDatabase(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && String(fault.code).startsWith('SQLITE_');
}

class GuardedWriter implements StoreWriter {
  readonly name: string;
  readonly version?: (record: string) => number | null;
  readonly #writer: StoreWriter;
  readonly #connection: WritableConnection;

  constructor(name: string, writer: StoreWriter, connection: WritableConnection) {
    this.name = name;
    if (writer.version !== undefined) {
      this.version = (record) => named(name, 'version', () => writer.version?.(record) ?? null);
    }
    this.#writer = writer;
    this.#connection = connection;
  }

  prepare(command: Command): void {
    this.#writer.prepare(command);
  }

  apply(command: Command, scope: UnitScope): Digest {
    return named(this.name, command.op, () => {
      const digest = this.#writer.apply(command, scope);
      if (!/^[0-9a-f]{64}$/.test(digest)) throw new TypeError('A command answered with no digest.');
      return digest;
    });
  }

  rebuild(): void {
    this.#connection.write('SAVEPOINT plug_in').run();
    try {
      this.#writer.rebuild();
    } catch (fault) {
      // Its own check tells people; the app's indexes must not wait for it. A fault of the disk concerns all.
      if (!this.#connection.inTransaction || isFromDatabase(fault)) throw fault;
      this.#connection.write('ROLLBACK TO plug_in').run();
    }
    this.#connection.write('RELEASE plug_in').run();
  }
}

class GuardedReader implements StoreReader {
  readonly name: string;
  readonly #reader: StoreReader;

  constructor(name: string, reader: StoreReader) {
    this.name = name;
    this.#reader = reader;
  }

  answer(query: string, input: unknown): unknown {
    return named(this.name, query, () => this.#reader.answer(query, input));
  }

  check(from: number, rows: number): StoreCheck {
    try {
      return this.#reader.check(from, rows);
    } catch {
      return {
        findings: [
          {
            code: 'plug-in-failed',
            severity: 'warning',
            count: 1,
            what: `The extension “${this.name}” cannot say whether what it keeps is sound.`,
            todo: 'Update the extension, or go on without it.',
            rebuildHelps: false,
          },
        ],
        next: null,
      };
    }
  }
}
