/**
 * The writer's end of a thread: takes what waits, commits it in groups, answers after the commit.
 *
 * Invariants: one connection writes; units run in the order they came; a group is bounded in number and bytes; faults
 * that pass are tried again with growing, jittered pauses, a bounded number of times.
 */
import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { receiveMessageOnPort } from 'node:worker_threads';
import { errorData } from '../../../shared/errors.ts';
import { ThreadRecorder } from '../../observability/thread-recorder.ts';
import type { PlugInState } from '../plug-in-state.ts';
import type { LoadedPlugIn } from '../plug-ins.ts';
import { plugInWriters } from '../plug-ins-guards.ts';
import type { WatchedConnection, WritableConnection } from '../sqlite.ts';
import { type FaultPlace, storageError } from '../sqlite-errors.ts';
import { ReceiptLedger } from '../stores/receipts/ledger.ts';
import { connectionInfo } from './connection-info.ts';
import { GroupCommit, TransientFault, type UnitResult } from './group-commit.ts';
import { openDatabaseFile } from './open-file.ts';
import type { FromThread, OpenMessage, ToThread, UnitMessage } from './protocol.ts';
import { RETRY_ATTEMPTS, retryDelayMs } from './retry.ts';
import { storeWriters } from './stores.ts';
import { ThreadKeys } from './thread-keys.ts';
import { vacuumStep } from './vacuum-step.ts';

const GROUP_UNITS = 128;
const GROUP_BYTES = 4 * 1024 * 1024;
/** The log's size is looked at after so many bytes of commands: a look costs a few microseconds. */
const LOOK_AFTER_BYTES = 256 * 1024;
const LOG_CEILING_BYTES = 64 * 1024 * 1024;

export class WriterThread {
  readonly #port: MessagePort;
  readonly #file: string;
  readonly #keys: ThreadKeys;
  readonly #connection: WritableConnection & WatchedConnection;
  readonly #commits: GroupCommit;
  #waiting: UnitMessage[] = [];
  readonly #after: (() => void)[] = [];
  readonly #recorder = new ThreadRecorder();
  readonly #place: FaultPlace;
  /** Plug-ins that were left out. */
  readonly refused: readonly PlugInState[];
  #working = false;
  #sinceLook = 0;

  constructor(port: MessagePort, message: OpenMessage, plugIns: readonly LoadedPlugIn[]) {
    this.#port = port;
    this.#file = message.file;
    this.#place = { kind: message.kind, file: message.file };
    this.#keys = new ThreadKeys(message.id, message.keys);
    try {
      const { connection, rebuild } = openDatabaseFile(message, this.#keys);
      this.#connection = connection;
      connection.watch((sql, milliseconds, plan) => this.#recorder.statement(sql, milliseconds, plan));
      const brought = plugInWriters(plugIns, connection, this.#keys);
      this.refused = brought.refused;
      this.#commits = new GroupCommit(
        connection,
        storeWriters(message.kind, connection, this.#keys, brought.stores),
        new ReceiptLedger(connection, this.#keys),
        message,
        this.#recorder,
      );
      if (rebuild) this.#commits.rebuild();
    } catch (error) {
      this.#keys.wipe();
      throw error;
    }
  }

  receive(message: ToThread): void {
    this.#sort(message);
    if (!this.#working) void this.#work();
  }

  #sort(message: ToThread): void {
    switch (message.type) {
      case 'units':
        this.#waiting.push(...message.units);
        break;
      case 'head':
        this.#after.push(() => this.#answer(message.n, () => this.#commits.head));
        break;
      case 'vouch':
        this.#after.push(() => this.#answer(message.n, () => this.#commits.vouch()));
        break;
      case 'rebuild':
        this.#after.push(() => this.#answer(message.n, () => this.#commits.rebuild()));
        break;
      case 'upkeep':
        this.#after.push(() => this.#answer(message.n, () => this.#commits.upkeep(message.commands)));
        break;
      case 'vacuum':
        this.#after.push(() =>
          this.#answer(message.n, () => vacuumStep(this.#connection, this.#place, message.pages)),
        );
        break;
      case 'figures':
        // Not in turn: whoever asks wants to know how it is now.
        this.#answer(message.n, () => this.#recorder.take());
        break;
      case 'connection':
        this.#answer(message.n, () => connectionInfo('writer', this.#connection));
        break;
      case 'close':
        this.#after.push(() => this.#close());
        break;
      default:
        // A reader's messages are never sent to the writer.
        break;
    }
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (;;) {
      this.#drain();
      if (this.#waiting.length > 0) {
        const group = this.#nextGroup();
        this.#post(group, await this.#commit(group));
      } else {
        const next = this.#after.shift();
        if (next === undefined) break;
        next();
      }
    }
    this.#working = false;
  }

  /** Everything that has arrived in the meantime joins the queue now: it can share the next fsync. */
  #drain(): void {
    for (;;) {
      const received: { message: ToThread } | undefined = receiveMessageOnPort(this.#port);
      if (received === undefined) return;
      this.#sort(received.message);
    }
  }

  #nextGroup(): UnitMessage[] {
    let bytes = 0;
    let size = 0;
    for (const unit of this.#waiting) {
      bytes += unit.bytes;
      if (size > 0 && (size >= GROUP_UNITS || bytes > GROUP_BYTES)) break;
      size += 1;
    }
    return this.#waiting.splice(0, size);
  }

  async #commit(group: readonly UnitMessage[]): Promise<UnitResult[]> {
    const span = this.#recorder.group(group);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const results = this.#commits.run(group).map((result) => tried(result, attempt));
        span(results.map((result) => (result.ok ? 'ok' : result.error.code)));
        return results;
      } catch (thrown) {
        const fault = thrown instanceof TransientFault ? thrown.error : thrown;
        if (!(thrown instanceof TransientFault) || attempt >= RETRY_ATTEMPTS) {
          const failed = errorData(fault);
          span(group.map(() => failed.code));
          return group.map(({ context }) => ({ ok: false, error: errorData(fault, context.correlationId) }));
        }
        this.#recorder.metrics.count('retries');
        await pause(retryDelayMs(attempt));
      }
    }
  }

  #post(group: readonly UnitMessage[], results: readonly UnitResult[]): void {
    this.#send({
      type: 'outcomes',
      results: group.flatMap(({ n }, index) => {
        const result = results[index];
        return result === undefined ? [] : [{ n, result }];
      }),
      walBytes: this.#walBytes(group),
    });
  }

  #walBytes(group: readonly UnitMessage[]): number | null {
    for (const unit of group) this.#sinceLook += unit.bytes;
    if (this.#sinceLook < LOOK_AFTER_BYTES) return null;
    this.#sinceLook = 0;
    const size = statSync(`${this.#file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    // A reader's checkpoint never catches up with a writer that never rests: it moves most of the log, and this rest
    // of it lets the log start over.
    if (size > LOG_CEILING_BYTES) this.#connection.pragma('wal_checkpoint(PASSIVE)');
    return size;
  }

  #answer(n: number, work: () => unknown): void {
    try {
      this.#send({ type: 'answer', n, result: { ok: true, value: work() } });
    } catch (error) {
      const told = storageError(error, this.#place);
      this.#send({ type: 'answer', n, result: { ok: false, error: errorData(told) } });
    }
  }

  #close(): void {
    try {
      this.#connection.pragma('wal_checkpoint(TRUNCATE)');
      this.#connection.close();
    } finally {
      this.#keys.wipe();
      this.#send({ type: 'closed' });
      this.#port.close();
    }
  }

  #send(message: FromThread): void {
    this.#port.postMessage(message);
  }
}

function tried(result: UnitResult, attempts: number): UnitResult {
  return result.ok && attempts > 1 ? { ok: true, outcome: { ...result.outcome, attempts } } : result;
}
