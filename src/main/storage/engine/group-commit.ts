/**
 * Executes units of work: all of a unit or nothing of it, one fsync for a whole group.
 *
 * A group runs bare first. If a unit fails, everything is rolled back and the group runs again with a savepoint
 * around each unit, so that only the failing one falls out; savepoints make the full-text index write its pending
 * words early, and failures are rare. The last thing in the transaction is one signature over the group's receipts.
 * Invariants: an outcome is given only after COMMIT; receipts' chain in memory never runs ahead of the database.
 */
import { VaultError, type VaultErrorData } from '../../../shared/errors.ts';
import { ThreadRecorder } from '../../observability/thread-recorder.ts';
import type { Command } from '../contract.ts';
import type { Expectation, Head, UnitOfWorkContext, UnitOutcome } from '../interfaces.ts';
import { rebuildIsDone } from '../migration-system.ts';
import type { WritableConnection, WriteStatement } from '../sqlite.ts';
import { type FaultPlace, isTransient, storageError } from '../sqlite-errors.ts';
import { conflict, unknownPart } from '../stores/base-store.ts';
import type { ReceiptLedger } from '../stores/receipts/ledger.ts';
import type { StoreWriters } from './stores.ts';

/** One unit of work as data: parsed, its commands already in the order of their phases. */
export interface Unit {
  readonly context: UnitOfWorkContext;
  readonly commands: readonly Command[];
  readonly expect?: readonly Expectation[];
}

export type UnitResult =
  | { readonly ok: true; readonly outcome: UnitOutcome }
  | { readonly ok: false; readonly error: VaultErrorData };

/** The whole group failed for a reason that may be gone in a moment; nothing of it is there. */
export class TransientFault extends Error {
  readonly error: VaultError;

  constructor(error: VaultError) {
    super('transient');
    this.error = error;
  }
}

/** A unit of a bare group failed. */
class UnitFailed extends Error {
  readonly fault: unknown;

  constructor(fault: unknown) {
    super('unit failed');
    this.fault = fault;
  }
}

export class GroupCommit {
  readonly #stores: StoreWriters;
  readonly #ledger: ReceiptLedger;
  readonly #place: FaultPlace;
  readonly #connection: WritableConnection;
  readonly #recorder: ThreadRecorder;
  readonly #begin: WriteStatement;
  readonly #commit: WriteStatement;
  readonly #rollback: WriteStatement;
  readonly #savepoint: WriteStatement;
  readonly #release: WriteStatement;
  readonly #undo: WriteStatement;

  constructor(
    connection: WritableConnection,
    stores: StoreWriters,
    ledger: ReceiptLedger,
    place: FaultPlace,
    recorder = new ThreadRecorder(),
  ) {
    this.#connection = connection;
    this.#recorder = recorder;
    this.#stores = stores;
    this.#ledger = ledger;
    this.#place = place;
    this.#begin = connection.write('BEGIN IMMEDIATE');
    this.#commit = connection.write('COMMIT');
    this.#rollback = connection.write('ROLLBACK');
    this.#savepoint = connection.write('SAVEPOINT unit');
    this.#release = connection.write('RELEASE unit');
    this.#undo = connection.write('ROLLBACK TO unit');
  }

  /**
   * Runs a group and answers for each unit in order.
   * Throws TransientFault where trying the same group again may help.
   */
  run(units: readonly Unit[]): UnitResult[] {
    try {
      for (const unit of units) this.#prepare(unit);
      return this.#attempt(units, false);
    } catch (thrown) {
      if (!(thrown instanceof UnitFailed)) return this.#allFailed(units, thrown);
      if (isTransient(thrown.fault)) throw new TransientFault(storageError(thrown.fault, this.#place));
      if (units.length === 1) return this.#allFailed(units, thrown.fault);
    }
    try {
      return this.#attempt(units, true);
    } catch (thrown) {
      return this.#allFailed(units, thrown);
    }
  }

  #prepare({ commands }: Unit): void {
    try {
      for (const command of commands) this.#stores.get(command.store)?.prepare(command);
    } catch {
      // The unit meets the same fault when it runs, and it alone then fails.
    }
  }

  #allFailed(units: readonly Unit[], thrown: unknown): UnitResult[] {
    const error = storageError(thrown, this.#place);
    if (isTransient(thrown)) throw new TransientFault(error);
    return units.map(({ context }) => ({ ok: false, error: error.toData(context.correlationId) }));
  }

  /** One transaction. Without isolation the first failing unit ends it with UnitFailed. */
  #attempt(units: readonly Unit[], isolated: boolean): UnitResult[] {
    const mark = this.#ledger.head;
    this.#begin.run();
    try {
      const results = units.map((unit): UnitResult => {
        if (isolated) return this.#isolated(unit);
        try {
          return { ok: true, outcome: this.#execute(unit) };
        } catch (fault) {
          throw new UnitFailed(fault);
        }
      });
      this.#ledger.seal(mark);
      this.#commit.run();
      this.#recorder.metrics.count('commits');
      return results;
    } catch (error) {
      this.#ledger.rewind(mark);
      if (this.#connection.inTransaction) this.#rollback.run();
      throw error;
    }
  }

  #isolated(unit: Unit): UnitResult {
    const mark = this.#ledger.head;
    this.#savepoint.run();
    try {
      const outcome = this.#execute(unit);
      this.#release.run();
      return { ok: true, outcome };
    } catch (fault) {
      this.#ledger.rewind(mark);
      // A full disk or an I/O fault ends the whole transaction: there is no savepoint left to go back to.
      if (!this.#connection.inTransaction) throw fault;
      this.#undo.run();
      this.#release.run();
      if (isTransient(fault)) throw fault;
      return { ok: false, error: storageError(fault, this.#place).toData(unit.context.correlationId) };
    }
  }

  #execute({ context, commands, expect }: Unit): UnitOutcome {
    if (context.idempotencyKey !== null) {
      const first = this.#ledger.find(context.idempotencyKey);
      if (first !== null) {
        return { receipt: first.reference, subjectId: first.subjectId, replayed: true, attempts: 1 };
      }
    }
    for (const expectation of expect ?? []) this.#require(expectation);
    const nowMs = Date.now();
    const began = performance.now();
    let last = began;
    const scope = { receiptSeq: this.#ledger.head.seq + 1, nowMs, references: new Map<string, Buffer>() };
    const stores = commands.map((command) => {
      const store = this.#stores.get(command.store);
      if (store === undefined || store.upkeep === true) throw unknownPart(command.store, command.op);
      const digest = this.#recorder.timed(command.store, command.op, () =>
        named(command, () => store.apply(command, scope)),
      );
      const before = last;
      last = performance.now();
      return { digest, op: command.op, store: command.store, us: microseconds(last - before) };
    });
    const receipt = this.#ledger.append(context, stores, nowMs, microseconds(last - began));
    return { receipt, subjectId: context.subjectId, replayed: false, attempts: 1 };
  }

  #require({ store: name, record, version: expected }: Expectation): void {
    const store = this.#stores.get(name);
    if (store?.version === undefined) throw unknownPart(name, 'version');
    const found = store.version(record);
    if (found === expected) return;
    throw conflict(name, 'version', 'This has changed since it was read.', {
      record,
      expected: expected ?? 'none',
      found: found ?? 'none',
    });
  }

  /**
   * The engine's own notes, in one transaction and without a receipt. Throws INVALID_INPUT for a store of records:
   * what people keep changes through `run` alone.
   */
  upkeep(commands: readonly Command[]): void {
    const scope = {
      receiptSeq: this.#ledger.head.seq,
      nowMs: Date.now(),
      references: new Map<string, Buffer>(),
    };
    this.#begin.run();
    try {
      for (const command of commands) {
        const store = this.#stores.get(command.store);
        if (store?.upkeep !== true) throw unknownPart(command.store, command.op);
        store.apply(command, scope);
      }
      this.#commit.run();
    } catch (error) {
      if (this.#connection.inTransaction) this.#rollback.run();
      throw storageError(error, this.#place);
    }
  }

  /** Builds every derived store anew, in one transaction. */
  rebuild(): void {
    this.#begin.run();
    try {
      for (const store of this.#stores.values()) store.rebuild();
      rebuildIsDone(this.#connection);
      this.#commit.run();
    } catch (error) {
      if (this.#connection.inTransaction) this.#rollback.run();
      throw storageError(error, this.#place);
    }
  }

  /** Signs a checkpoint over all receipts there are, where the last one is older. */
  vouch(): void {
    const mark = this.#ledger.head;
    this.#begin.run();
    try {
      this.#ledger.vouch();
      this.#commit.run();
    } catch (error) {
      if (this.#connection.inTransaction) this.#rollback.run();
      this.#ledger.rewind(mark);
      throw storageError(error, this.#place);
    }
  }

  get head(): Head {
    return this.#ledger.head;
  }
}

/** Whole microseconds of a span in milliseconds. */
const microseconds = (ms: number): number => Math.max(0, Math.round(ms * 1000));

/** A fault inside a store says which store and command it was. */
function named<T>(command: Command, work: () => T): T {
  try {
    return work();
  } catch (fault) {
    if (!(fault instanceof VaultError)) throw fault;
    throw new VaultError(fault.code, fault.message, {
      hint: fault.hint,
      retryable: fault.retryable,
      details: { store: command.store, op: command.op, ...fault.details },
      cause: fault,
    });
  }
}
