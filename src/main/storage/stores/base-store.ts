/**
 * What all stores have in common, on the two sides they have: a writer's and a reader's, each on the connection of
 * the thread it lives in.
 *
 * A handler does one command's SQL and answers with its digest for the receipt. Looking commands up, and naming the
 * store in every failure, is done here once. Commands arrive parsed: see `unit-of-work.ts`.
 */
import { createHash, hash } from 'node:crypto';
import { VaultError } from '../../../shared/errors.ts';
import type { Command, CommandInput, QueryInput, QueryOutput, StoreContract } from '../contract.ts';

/** What a command may know of the unit it is part of. */
export interface UnitScope {
  /** The sequence number its receipt will have. */
  readonly receiptSeq: number;
  readonly nowMs: number;
  /** Attachments put in this unit: the caller's `ref` to the id. */
  readonly references: Map<string, Buffer>;
}

/** Lower-case hexadecimal SHA-256 of what was written, in its sealed form: content cannot be guessed from it. */
export type Digest = string;

export type CommandHandlers<C extends StoreContract> = {
  readonly [N in keyof C['commands']]: (input: CommandInput<C, N>, scope: UnitScope) => Digest;
};

/** Work on a command that needs no database: sealing, hashing. */
export type CommandPreparations<C extends StoreContract> = {
  readonly [N in keyof C['commands']]?: (input: CommandInput<C, N>) => void;
};

export type QueryHandlers<C extends StoreContract> = {
  readonly [N in keyof C['queries']]: (input: QueryInput<C, N>) => QueryOutput<C, N>;
};

export interface StoreWriter {
  readonly name: string;
  /** True where it holds the engine's own notes: see `StoreContract.upkeep`. */
  readonly upkeep?: boolean;
  /** Does what can be done before the transaction begins. May be left out, and may be done in vain. */
  prepare(command: Command): void;
  /** Does one command inside the unit's transaction. Throws a VaultError that names the store. */
  apply(command: Command, scope: UnitScope): Digest;
  /** The version a record has in this transaction, null where it is not there; for stores that count them. */
  version?(record: string): number | null;
  /** Derived stores: builds everything anew from the sealed records. Others do nothing. */
  rebuild(): void;
}

/** Something that a store found wrong with itself. Sentences for people; never content. */
export interface StoreFinding {
  /** Stable, kebab-case. */
  readonly code: string;
  /** `note`: good to know. `warning`: somebody should act. `damage`: something is lost or may be. */
  readonly severity: 'note' | 'warning' | 'damage';
  /** How many records it concerns. */
  readonly count: number;
  readonly what: string;
  readonly todo: string;
  /** True where building the store anew from the sealed records mends it. */
  readonly rebuildHelps: boolean;
}

/** One slice of a store's check. */
export interface StoreCheck {
  readonly findings: readonly StoreFinding[];
  /** Where the next slice begins; null when the store was looked through to its end. */
  readonly next: number | null;
}

/** Most rows that one slice of a check looks at: a few milliseconds. */
export const CHECK_ROWS = 500;

export interface StoreReader {
  readonly name: string;
  answer(query: string, input: unknown): unknown;
  /**
   * Looks at up to `rows` records from the cursor on and says what is wrong with them.
   * @param from 0 for the beginning, then the `next` of the slice before
   */
  check(from: number, rows: number): StoreCheck;
}

/** The base of a store's writing side. */
export abstract class BaseWriter<C extends StoreContract> implements StoreWriter {
  abstract readonly contract: C;
  protected abstract readonly handlers: CommandHandlers<C>;
  protected readonly preparations: CommandPreparations<C> = {};

  get name(): string {
    return this.contract.name;
  }

  get upkeep(): boolean {
    return this.contract.upkeep === true;
  }

  prepare(command: Command): void {
    if (!Object.hasOwn(this.preparations, command.op)) return;
    // As in `apply`.
    const preparation = this.preparations[command.op] as (input: unknown) => void;
    preparation(command.input);
  }

  apply(command: Command, scope: UnitScope): Digest {
    if (!Object.hasOwn(this.handlers, command.op)) throw unknownPart(this.name, command.op);
    // Parsed against this store's contract when it was collected, by the same build.
    const handler = this.handlers[command.op] as (input: unknown, scope: UnitScope) => Digest;
    return handler(command.input, scope);
  }

  rebuild(): void {
    // Records are not derived from anything.
  }
}

/** The base of a store's reading side. */
export abstract class BaseReader<C extends StoreContract> implements StoreReader {
  abstract readonly contract: C;
  protected abstract readonly handlers: QueryHandlers<C>;

  get name(): string {
    return this.contract.name;
  }

  answer(query: string, input: unknown): unknown {
    if (!Object.hasOwn(this.handlers, query)) throw unknownPart(this.name, query);
    // Parsed against this store's contract when it was asked, by the same build.
    const handler = this.handlers[query] as (input: unknown) => unknown;
    return handler(input);
  }

  /** Stores whose rows cannot contradict one another find nothing. */
  check(_from: number, _rows: number): StoreCheck {
    return { findings: [], next: null };
  }
}

export function unknownPart(store: string, op: string): VaultError {
  return new VaultError('INVALID_INPUT', `The engine has no ${store}.${op}.`, {
    hint: 'Nothing was changed. This is a fault of the app: please update it.',
    details: { store, op },
  });
}

const JOINED_BYTES = 8192;

/**
 * SHA-256 of the parts, each with its length, so that no two lists of parts share a digest: first every length and
 * every text, then every byte part.
 */
export function digestOf(...parts: readonly (string | Uint8Array)[]): Digest {
  let head = '';
  const bytes: Uint8Array[] = [];
  for (const part of parts) {
    if (typeof part === 'string') head += `${part.length}:${part}`;
    else {
      head += `#${part.byteLength}:`;
      bytes.push(part);
    }
  }
  if (bytes.length === 0) return hash('sha256', head);
  // Small parts are cheaper joined than fed one by one.
  if (bytes.every(({ byteLength }) => byteLength <= JOINED_BYTES)) {
    return hash('sha256', Buffer.concat([Buffer.from(head, 'utf8'), ...bytes]));
  }
  const digest = createHash('sha256').update(head);
  for (const part of bytes) digest.update(part);
  return digest.digest('hex');
}

/** CONFLICT, with what is known in the details. */
export function conflict(
  store: string,
  reason: string,
  message: string,
  details: Record<string, string | number> = {},
): VaultError {
  return new VaultError('CONFLICT', message, {
    hint: 'Nothing was changed. Look at it as it is now, then decide.',
    details: { store, reason, ...details },
  });
}
