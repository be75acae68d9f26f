/**
 * The way to the writer's thread: a bounded queue of units, sent in batches, answered after their commit.
 *
 * Invariants: units reach the thread in the order of `run`; the thread never holds more than a few groups, so ten
 * thousand waiting units lie here and not in a message port; when the thread dies everyone who waits is told.
 */
import { VaultError } from '../../shared/errors.ts';
import type { Command } from './contract.ts';
import type { WriterMetrics } from './database-metrics.ts';
import type { UnitMessage } from './engine/protocol.ts';
import type { EngineClient } from './engine-client.ts';
import { engineClosed, engineStopped } from './engine-client.ts';
import type { Head, UnitOutcome } from './interfaces.ts';
import type { CollectedUnit } from './unit-of-work.ts';

/** Units and bytes in the thread's hands at once: two groups, so that it never waits for the next. */
const SENT_UNITS = 256;
const SENT_BYTES = 16 * 1024 * 1024;
/** Units and bytes waiting here; beyond it the caller is told to come back. */
const WAITING_UNITS = 50_000;
const WAITING_BYTES = 512 * 1024 * 1024;

interface Waiting {
  readonly message: UnitMessage;
  readonly transfer: readonly ArrayBuffer[];
  readonly resolve: (outcome: UnitOutcome) => void;
  readonly reject: (error: VaultError) => void;
}

export interface WriterListeners {
  /** Told the size of the write-ahead log now and then. */
  readonly log: (bytes: number) => void;
  /** Told what a unit did, before the unit is acknowledged. */
  readonly written: (commands: readonly Command[]) => void;
}

export class Writer {
  /** Null while the thread is started again. */
  #client: EngineClient | null = null;
  readonly #told: WriterListeners;
  #head: Head | null = null;
  readonly #counts = { committed: 0, replayed: 0, failed: 0, retries: 0 };
  #queue: Waiting[] = [];
  readonly #sent = new Map<number, Waiting>();
  #queuedBytes = 0;
  #sentBytes = 0;
  #next = 0;
  #scheduled = false;
  #stopped: VaultError | null = null;
  readonly #idle: (() => void)[] = [];

  constructor(told: WriterListeners) {
    this.#told = told;
  }

  get metrics(): WriterMetrics {
    return { queued: this.#queue.length, sent: this.#sent.size, ...this.#counts };
  }

  /** The last receipt that was acknowledged; null where there was none yet. */
  get head(): Head | null {
    return this.#head;
  }

  /** From now on units go to this thread: the first, or one in place of a thread that died. */
  attach(client: EngineClient): void {
    this.#client = client;
    client.onOutcomes = (message) => this.#receive(message);
    this.#flush();
  }

  #receive({ results, walBytes }: Parameters<EngineClient['onOutcomes']>[0]): void {
    for (const { n, result } of results) {
      const waiting = this.#sent.get(n);
      if (waiting === undefined) continue;
      this.#sent.delete(n);
      this.#sentBytes -= waiting.message.bytes;
      if (result.ok) this.#acknowledge(waiting, result.outcome);
      else {
        this.#counts.failed += 1;
        waiting.reject(VaultError.fromData(result.error));
      }
    }
    if (walBytes !== null) this.#told.log(walBytes);
    this.#flush();
    this.#tellIdle();
  }

  #acknowledge({ message, resolve }: Waiting, outcome: UnitOutcome): void {
    this.#counts.retries += outcome.attempts - 1;
    if (outcome.replayed) this.#counts.replayed += 1;
    else {
      this.#counts.committed += 1;
      this.#head = { seq: outcome.receipt.seq, hash: outcome.receipt.hash };
      this.#told.written(message.commands);
    }
    resolve(outcome);
  }

  /** @param spanId the span that waits for it; empty where there is none */
  run(unit: CollectedUnit, spanId = ''): Promise<UnitOutcome> {
    if (this.#stopped !== null) return Promise.reject(this.#stopped);
    if (this.#queue.length >= WAITING_UNITS || this.#queuedBytes + unit.bytes > WAITING_BYTES) {
      return Promise.reject(
        new VaultError('BUSY', 'More changes are waiting than the disk can take in.', {
          hint: 'This change was not written. Wait a moment, then try again.',
          retryable: true,
        }),
      );
    }
    this.#next += 1;
    const message = {
      n: this.#next,
      context: unit.context,
      commands: unit.commands,
      expect: unit.expect,
      bytes: unit.bytes,
      spanId,
    };
    return new Promise((resolve, reject) => {
      this.#queue.push({ message, transfer: unit.transfer, resolve, reject });
      this.#queuedBytes += unit.bytes;
      if (this.#scheduled) return;
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#flush();
      });
    });
  }

  /** Sends what the thread has room for, in one message. */
  #flush(): void {
    const client = this.#client;
    if (client === null) return;
    let size = 0;
    for (const { message } of this.#queue) {
      const held = this.#sent.size + size;
      if (held >= SENT_UNITS || (held > 0 && this.#sentBytes + message.bytes > SENT_BYTES)) break;
      this.#sentBytes += message.bytes;
      size += 1;
    }
    if (size === 0) return;
    const batch = size === this.#queue.length ? this.#queue : this.#queue.slice(0, size);
    this.#queue = size === this.#queue.length ? [] : this.#queue.slice(size);
    for (const waiting of batch) {
      this.#sent.set(waiting.message.n, waiting);
      this.#queuedBytes -= waiting.message.bytes;
    }
    client.send(
      { type: 'units', units: batch.map(({ message }) => message) },
      batch.flatMap(({ transfer }) => transfer),
    );
  }

  #tellIdle(): void {
    if (this.#queue.length > 0 || this.#sent.size > 0) return;
    for (const tell of this.#idle.splice(0)) tell();
  }

  /** Resolves when every unit given so far has its outcome. */
  async settled(): Promise<void> {
    if (this.#queue.length === 0 && this.#sent.size === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** There will be no next thread. */
  stop(error: VaultError): void {
    this.#stopped ??= error;
    this.fail(error);
  }

  /** From now on nothing is taken in; what was taken in goes on. */
  refuse(): void {
    this.#stopped ??= engineClosed();
  }

  /** The thread died: everyone who waits is told. Who comes after waits for the next thread. */
  fail(error: VaultError = engineStopped()): void {
    this.#client = null;
    const waiting = [...this.#sent.values(), ...this.#queue];
    this.#sent.clear();
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#sentBytes = 0;
    this.#counts.failed += waiting.length;
    for (const { reject } of waiting) reject(error);
    this.#tellIdle();
  }
}
