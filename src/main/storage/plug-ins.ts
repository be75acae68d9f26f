/**
 * Stores that others bring: what a plug-in is, and what becomes of one.
 *
 * A plug-in is a module whose default export is a `StorePlugIn`. Its commands join units of work, with digests in the
 * receipts, like those of any store; its tables and their history are its own, so that a vault opens without it as
 * before. It is code of this very process: who installs one trusts it. What is kept here from harm is the vault from a
 * plug-in's mistakes, not from its intentions.
 */
import { VaultError } from '../../shared/errors.ts';
import type { StoreContract, StoreContracts } from './contract.ts';
import type { Database } from './interfaces.ts';
import type { ReadableConnection, WritableConnection } from './sqlite.ts';
import type { DatabaseKind } from './sqlite-errors.ts';
import type { StoreReader, StoreWriter } from './stores/base-store.ts';
import type { SealedObjects } from './stores/sealed-object.ts';

/** What the engine lends a plug-in beside its connection. */
export interface PlugInTools {
  /**
   * Seals and opens the plug-in's own records, each under a key of its own that its band's key wraps.
   * @param kind names the kind of record in the seal, for all time
   */
  sealedObjects<T extends object>(kind: string): SealedObjects<T>;
}

export interface StorePlugIn<C extends StoreContract = StoreContract> {
  /** Which kind of database holds it. */
  readonly kind: DatabaseKind;
  /** The store's name is the plug-in's, in camel case. */
  readonly contract: C;
  /**
   * Folder that holds `<kind>/manifest.json` and the migrations it names, as the app's own. Every table, index and
   * trigger they make is called `x_<name in snake case>_…`.
   */
  readonly migrations: URL;
  makeWriter(connection: WritableConnection, tools: PlugInTools): StoreWriter;
  makeReader(connection: ReadableConnection, tools: PlugInTools): StoreReader;
}

/** A plug-in that could be loaded, and where from. */
export interface LoadedPlugIn {
  readonly module: string;
  readonly plugIn: StorePlugIn;
}

/** What the tables of a plug-in begin with. */
export function tablePrefix(name: string): string {
  return `x_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_`;
}

export type RefusalReason =
  | 'cannot-load'
  | 'bad-contract'
  | 'name-taken'
  | 'structure'
  | 'newer'
  | 'cannot-start';

const SENTENCES: Readonly<Record<RefusalReason, string>> = {
  'cannot-load': 'it cannot be loaded',
  'bad-contract': 'it does not say properly what it offers',
  'name-taken': 'there is already a store of this name',
  structure: 'its tables are not in order',
  newer: 'its tables were made by a newer version of it',
  'cannot-start': 'it does not start',
};

/** Why a plug-in was left out. `why` is for developers and holds no content. */
export function refusal(name: string, reason: RefusalReason, why: string, cause?: unknown): VaultError {
  return new VaultError('INVALID_INPUT', `The extension “${name}” was left out: ${SENTENCES[reason]}.`, {
    hint: 'The vault works without it, and what it kept is still there. Update the extension, or remove it.',
    details: { plugIn: name, reason, why: why.slice(0, 200) },
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * The database with a plug-in's store in its type. Throws the refusal where the plug-in was left out, and NOT_FOUND
 * where it was never asked for.
 */
export function withPlugIn<S extends StoreContracts, N extends string, C extends StoreContract>(
  database: Database<S>,
  contract: C & { readonly name: N },
): Database<S & Record<N, C>> {
  const state = database.plugIns.find(({ name }) => name === contract.name);
  if (state === undefined) {
    throw new VaultError('NOT_FOUND', `There is no extension “${contract.name}” here.`, {
      hint: 'Install it, then open the vault again.',
      details: { plugIn: contract.name },
    });
  }
  if (state.refused !== null) throw VaultError.fromData(state.refused);
  // The engine took the very contract of this name in: what its type says is there.
  return database as unknown as Database<S & Record<N, C>>;
}
