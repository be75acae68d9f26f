/** The reader's end of a thread: answers queries, each in one snapshot, and takes checkpoints off the writer's path. */
import type { MessagePort } from 'node:worker_threads';
import { errorData } from '../../../shared/errors.ts';
import { ThreadRecorder } from '../../observability/thread-recorder.ts';
import type { TraceContext } from '../../observability/trace.ts';
import type { PlugInState } from '../plug-in-state.ts';
import type { LoadedPlugIn } from '../plug-ins.ts';
import { plugInReaders } from '../plug-ins-guards.ts';
import { openReadable, type ReadableConnection, type WatchedConnection } from '../sqlite.ts';
import { type FaultPlace, storageError } from '../sqlite-errors.ts';
import { unknownPart } from '../stores/base-store.ts';
import { connectionInfo } from './connection-info.ts';
import type { FromThread, OpenMessage, ToThread } from './protocol.ts';
import { type StoreReaders, storeReaders } from './stores.ts';
import { takeCheckpoint } from './take-checkpoint.ts';
import { ThreadKeys } from './thread-keys.ts';

export class ReaderThread {
  readonly #port: MessagePort;
  readonly #place: FaultPlace;
  readonly #keys: ThreadKeys;
  readonly #connection: ReadableConnection & WatchedConnection;
  readonly #stores: StoreReaders;
  /** Plug-ins that were left out. */
  readonly refused: readonly PlugInState[];
  readonly #recorder = new ThreadRecorder();

  constructor(port: MessagePort, message: OpenMessage, plugIns: readonly LoadedPlugIn[]) {
    this.#port = port;
    this.#place = { kind: message.kind, file: message.file };
    this.#keys = new ThreadKeys(message.id, message.keys);
    try {
      this.#connection = openReadable({
        file: message.file,
        key: this.#keys.page,
        vectors: message.kind === 'space',
      });
      this.#connection.watch((sql, milliseconds, plan) => this.#recorder.statement(sql, milliseconds, plan));
      const brought = plugInReaders(plugIns, this.#connection, this.#keys);
      this.refused = brought.refused;
      this.#stores = storeReaders(message.kind, this.#connection, this.#keys, brought.stores);
    } catch (error) {
      this.#keys.wipe();
      throw storageError(error, message);
    }
  }

  receive(message: ToThread): void {
    switch (message.type) {
      case 'query':
        this.#answer(message.n, () => this.#query(message.name, message.input, message.trace));
        break;
      case 'checkpoint':
        this.#answer(message.n, () => takeCheckpoint(this.#connection, message.mode));
        break;
      case 'figures':
        this.#answer(message.n, () => this.#recorder.take());
        break;
      case 'connection':
        this.#answer(message.n, () => connectionInfo('reader', this.#connection));
        break;
      case 'hold':
        this.#answer(message.n, () => this.#connection.hold());
        break;
      case 'letGo':
        this.#answer(message.n, () => this.#connection.letGo());
        break;
      case 'close':
        this.#close();
        break;
      default:
        // The writer's messages are never sent to a reader.
        break;
    }
  }

  #query(name: string, input: unknown, trace: TraceContext | undefined): unknown {
    const [storeName = '', query = ''] = name.split('.');
    const store = this.#stores.get(storeName);
    if (store === undefined) throw unknownPart(storeName, query);
    return this.#recorder.part(name, trace, () =>
      this.#connection.snapshot(() => store.answer(query, input)),
    );
  }

  #answer(n: number, work: () => unknown): void {
    let message: FromThread;
    try {
      message = { type: 'answer', n, result: { ok: true, value: work() } };
    } catch (error) {
      message = {
        type: 'answer',
        n,
        result: { ok: false, error: errorData(storageError(error, this.#place)) },
      };
    }
    this.#port.postMessage(message);
  }

  #close(): void {
    try {
      this.#connection.close();
    } finally {
      this.#keys.wipe();
      this.#port.postMessage({ type: 'closed' } satisfies FromThread);
      this.#port.close();
    }
  }
}
