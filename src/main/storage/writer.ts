/**
 * The way to the writer's thread: a bounded queue of units, sent in batches, answered after their commit.
 *
 * Invariants: units reach the thread in the order of `run`; the thread never holds more than a few groups, so ten
 * thousand waiting units lie here and not in a message port; when the thread dies everyone who waits is told.
 */
import { VaultError } from '../../shared/errors.ts';
import type { UnitMessage } from './engine/protocol.ts';
import type { EngineClient } from './engine-client.ts';
import { engineClosed, engineStopped } from './engine-client.ts';
import type { UnitOutcome } from './interfaces.ts';
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

export class Writer {
  readonly #client: EngineClient;
  readonly #onLog: (bytes: number) => void;
  #queue: Waiting[] = [];
  readonly #sent = new Map<number, Waiting>();
  #queuedBytes = 0;
  #sentBytes = 0;
  #next = 0;
  #scheduled = false;
  #stopped: VaultError | null = null;
  readonly #idle: (() => void)[] = [];

  /** @param onLog told the size of the write-ahead log now and then */
  constructor(client: EngineClient, onLog: (bytes: number) => void) {
    this.#client = client;
    this.#onLog = onLog;
    client.onOutcomes = ({ results, walBytes }) => {
      for (const { n, result } of results) {
        const waiting = this.#sent.get(n);
        if (waiting === undefined) continue;
        this.#sent.delete(n);
        this.#sentBytes -= waiting.message.bytes;
        if (result.ok) waiting.resolve(result.outcome);
        else waiting.reject(VaultError.fromData(result.error));
      }
      if (walBytes !== null) this.#onLog(walBytes);
      this.#flush();
      this.#tellIdle();
    };
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
    this.#client.send(
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

  /** From now on nothing is taken in; what was taken in goes on. */
  refuse(): void {
    this.#stopped ??= engineClosed();
  }

  /** The thread died: everyone who waits is told. */
  fail(error: VaultError = engineStopped()): void {
    this.#stopped = error;
    const waiting = [...this.#sent.values(), ...this.#queue];
    this.#sent.clear();
    this.#queue = [];
    for (const { reject } of waiting) reject(error);
    this.#tellIdle();
  }
}
