/**
 * One thread of the engine, seen from the outside: opened, asked, closed, and noticed when it dies.
 */
import type { Worker } from 'node:worker_threads';
import { VaultError } from '../../shared/errors.ts';
import type { Secret } from '../security/secret.ts';
import type { CopyJob, DatabaseContents, LookJob } from './backup/copy-file.ts';
import type { FromThread, OpenMessage, ToThread } from './engine/protocol.ts';
import { type KeyBytes, keyBuffers } from './engine/thread-keys.ts';
import type { EngineRuntime, MigrationReport, MigrationRequest, PageKeyProbe } from './interfaces.ts';
import type { PlugInState } from './plug-in-state.ts';
import { takeThread } from './ready-threads.ts';

export function engineStopped(cause?: unknown): VaultError {
  return new VaultError('ENGINE_STOPPED', 'The storage engine stopped before it could answer.', {
    hint: 'What was confirmed before is kept. The engine starts again by itself: look whether this change is there.',
    cause,
  });
}

/** The database was closed by its owner; not a fault. */
export function engineClosed(): VaultError {
  return new VaultError('ENGINE_STOPPED', 'This database has been closed.', {
    hint: 'Nothing was changed. Unlock the vault again.',
    details: { reason: 'closed' },
  });
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: VaultError) => void;
}

export class EngineClient {
  readonly #worker: Worker;
  readonly #answers = new Map<number, Waiting>();
  #next = 0;
  #closing = false;
  #dead = false;
  #fault: unknown;
  readonly #ended: Promise<void>;
  #onOpened: Waiting | null = null;
  /** Takes the writer's outcomes. */
  onOutcomes: (message: Extract<FromThread, { type: 'outcomes' }>) => void = () => undefined;
  /** Called once where the thread ends and was not asked to. */
  onDied: (error: VaultError) => void = () => undefined;

  private constructor(runtime: EngineRuntime, name: string) {
    this.#worker = takeThread(runtime, name);
    this.#worker.on('message', (message: FromThread) => this.#receive(message));
    this.#worker.on('error', (error) => {
      this.#fault = error;
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#end();
        resolve();
      });
    });
  }

  /** Starts a thread; it does nothing until `open`. */
  static start(runtime: EngineRuntime, name: string): EngineClient {
    return new EngineClient(runtime, name);
  }

  /**
   * Hands the keys over and opens. Rejects with the open error; the thread is then gone.
   * @returns the plug-ins that it left out
   */
  async open(message: OpenMessage): Promise<readonly PlugInState[]> {
    const refused = await new Promise<unknown>((resolve, reject) => {
      this.#onOpened = { resolve, reject };
      if (this.#dead) this.#end();
      else this.#worker.postMessage(message satisfies ToThread, keyBuffers(message.keys));
    });
    // The thread answers an opening with nothing else.
    return refused as readonly PlugInState[];
  }

  #receive(message: FromThread): void {
    switch (message.type) {
      case 'opened':
        this.#onOpened?.resolve(message.refused);
        this.#onOpened = null;
        break;
      case 'failed':
        this.#closing = true;
        this.#onOpened?.reject(VaultError.fromData(message.error));
        this.#onOpened = null;
        break;
      case 'probed':
        this.#closing = true;
        this.#onOpened?.resolve(message.probe);
        this.#onOpened = null;
        break;
      case 'migrated':
        this.#closing = true;
        this.#onOpened?.resolve(message.report);
        this.#onOpened = null;
        break;
      case 'contents':
        this.#closing = true;
        this.#onOpened?.resolve(message.contents);
        this.#onOpened = null;
        break;
      case 'outcomes':
        this.onOutcomes(message);
        break;
      case 'answer': {
        const waiting = this.#answers.get(message.n);
        this.#answers.delete(message.n);
        if (message.result.ok) waiting?.resolve(message.result.value);
        else waiting?.reject(VaultError.fromData(message.result.error));
        break;
      }
      case 'closed':
        break;
    }
  }

  #end(): void {
    this.#dead = true;
    const error = engineStopped(this.#fault);
    this.#onOpened?.reject(error);
    this.#onOpened = null;
    for (const { reject } of this.#answers.values()) reject(error);
    this.#answers.clear();
    if (!this.#closing) this.onDied(error);
  }

  get dead(): boolean {
    return this.#dead;
  }

  send(message: ToThread, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Asks and waits for the answer. Rejects with ENGINE_STOPPED where the thread ends first. */
  ask(make: (n: number) => ToThread): Promise<unknown> {
    if (this.#dead || this.#closing) return Promise.reject(engineStopped(this.#fault));
    this.#next += 1;
    const n = this.#next;
    return new Promise((resolve, reject) => {
      this.#answers.set(n, { resolve, reject });
      this.send(make(n));
    });
  }

  /** Lets the thread finish what it has, wipe its keys and end. */
  async close(): Promise<void> {
    if (!this.#closing && !this.#dead) {
      this.#closing = true;
      this.send({ type: 'close' });
    }
    await this.#ended;
  }

  /** Ends the thread at once, as a fault would: whoever waits is told. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  /** For a thread that was started and never opened. */
  async discard(): Promise<void> {
    this.#closing = true;
    await this.#worker.terminate();
  }

  /** Resolves when the thread is gone. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** A thread for one look at a file. */
  static async probe(runtime: EngineRuntime, file: string, key: Secret): Promise<PageKeyProbe> {
    const client = new EngineClient(runtime, 'probe');
    const bytes = Uint8Array.from(key.bytes);
    const probe = await new Promise<unknown>((resolve, reject) => {
      client.#onOpened = { resolve, reject };
      client.send({ type: 'probe', file, key: bytes }, [bytes.buffer]);
    });
    await client.#ended;
    // The thread answers a probe with nothing else.
    return probe as PageKeyProbe;
  }

  /** A thread for one look at a file's structure, or one walk through it. Rejects as opening does. */
  static async migrate(
    runtime: EngineRuntime,
    request: MigrationRequest,
    keys: KeyBytes,
  ): Promise<MigrationReport> {
    const client = new EngineClient(runtime, 'migration');
    try {
      const report = await new Promise<unknown>((resolve, reject) => {
        client.#onOpened = { resolve, reject };
        client.send({ type: 'migration', request, keys }, keyBuffers(keys));
      });
      // The thread answers a migration with nothing else.
      return report as MigrationReport;
    } finally {
      await client.#ended;
    }
  }

  /** A thread for one copy of a file, or for one look through it. */
  static async contents(
    runtime: EngineRuntime,
    job: CopyJob | LookJob,
    key: Secret,
  ): Promise<DatabaseContents> {
    const client = new EngineClient(runtime, `${job.kind} ${job.type}`);
    const bytes = Uint8Array.from(key.bytes);
    try {
      // The thread answers such a job with nothing else.
      return (await new Promise<unknown>((resolve, reject) => {
        client.#onOpened = { resolve, reject };
        client.send({ type: 'contents', job, key: bytes }, [bytes.buffer]);
      })) as DatabaseContents;
    } finally {
      await client.#ended;
    }
  }
}
