/**
 * The readers of one database: starts with one, grows while queries wait, shrinks when they do not.
 *
 * Invariants: first come, first served; a query waits at most 30 s for a reader and is then told BUSY; a reader that
 * dies fails its own query alone and is replaced.
 */
import { VaultError } from '../../shared/errors.ts';
import type { ToThread } from './engine/protocol.ts';
import { type EngineClient, engineClosed } from './engine-client.ts';

const ACQUIRE_MS = 30_000;
const IDLE_MS = 60_000;

interface Request {
  readonly give: (reader: EngineClient) => void;
  readonly refuse: (error: VaultError) => void;
  readonly timer: NodeJS.Timeout;
}

export interface PoolSize {
  readonly readers: number;
  readonly idle: number;
  readonly waiting: number;
}

export class ReaderPool {
  readonly #start: () => Promise<EngineClient>;
  readonly #most: number;
  readonly #acquireMs: number;
  readonly #idle: EngineClient[] = [];
  readonly #all = new Set<EngineClient>();
  readonly #queue: Request[] = [];
  #starting = 0;
  #closed = false;
  readonly #shrink: NodeJS.Timeout;
  #leastIdle = 0;

  /**
   * @param start opens one more reader
   * @param most 1 to 7
   */
  constructor(start: () => Promise<EngineClient>, most: number, acquireMs = ACQUIRE_MS) {
    this.#start = start;
    this.#most = Math.min(7, Math.max(1, most));
    this.#acquireMs = acquireMs;
    this.#shrink = setInterval(() => this.#letOneGo(), IDLE_MS);
    this.#shrink.unref();
  }

  get size(): PoolSize {
    return { readers: this.#all.size, idle: this.#idle.length, waiting: this.#queue.length };
  }

  /** Takes in a reader that was opened elsewhere: the first one, beside the writer. */
  add(reader: EngineClient): void {
    this.#all.add(reader);
    reader.onDied = () => this.#remove(reader);
    this.#release(reader);
  }

  /** Asks the next free reader. */
  async ask(make: (n: number) => ToThread): Promise<unknown> {
    const reader = await this.#acquire();
    try {
      return await reader.ask(make);
    } finally {
      this.#release(reader);
    }
  }

  #acquire(): Promise<EngineClient> {
    if (this.#closed) return Promise.reject(engineClosed());
    const reader = this.#queue.length === 0 ? this.#idle.pop() : undefined;
    this.#leastIdle = Math.min(this.#leastIdle, this.#idle.length);
    if (reader !== undefined) return Promise.resolve(reader);
    return new Promise((resolve, reject) => {
      const request: Request = {
        give: resolve,
        refuse: reject,
        timer: setTimeout(() => {
          this.#queue.splice(this.#queue.indexOf(request), 1);
          reject(
            new VaultError('BUSY', 'Too much is being read at the moment.', {
              hint: 'Nothing was changed. Try again in a moment.',
              retryable: true,
              details: { waitedMs: this.#acquireMs },
            }),
          );
        }, this.#acquireMs),
      };
      this.#queue.push(request);
      this.#grow();
    });
  }

  /** One more reader, where queries wait and there is room. */
  #grow(): void {
    if (this.#starting > 0 || this.#all.size >= this.#most || this.#closed) return;
    this.#starting += 1;
    this.#start().then(
      (reader) => {
        this.#starting -= 1;
        if (this.#closed) void reader.close();
        else this.add(reader);
        if (this.#queue.length > 0) this.#grow();
      },
      (error: unknown) => {
        this.#starting -= 1;
        // With no reader at all the ones who wait would wait in vain.
        if (this.#all.size === 0 && error instanceof VaultError) this.#refuseAll(error);
      },
    );
  }

  #release(reader: EngineClient): void {
    if (reader.dead) {
      this.#remove(reader);
      return;
    }
    const request = this.#queue.shift();
    if (request === undefined) {
      this.#idle.push(reader);
      return;
    }
    clearTimeout(request.timer);
    request.give(reader);
  }

  #remove(reader: EngineClient): void {
    this.#all.delete(reader);
    const at = this.#idle.indexOf(reader);
    if (at >= 0) this.#idle.splice(at, 1);
    if (this.#queue.length > 0) this.#grow();
  }

  /** Closes a reader that was idle for the whole last period; the first always stays. */
  #letOneGo(): void {
    const spare = this.#leastIdle > 0 && this.#all.size > 1;
    this.#leastIdle = this.#idle.length;
    const reader = spare ? this.#idle.shift() : undefined;
    if (reader === undefined) return;
    this.#all.delete(reader);
    void reader.close();
  }

  #refuseAll(error: VaultError): void {
    for (const request of this.#queue.splice(0)) {
      clearTimeout(request.timer);
      request.refuse(error);
    }
  }

  /** Refuses who waits, lets running queries finish, ends the threads. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#shrink);
    this.#refuseAll(engineClosed());
    await Promise.all([...this.#all].map((reader) => reader.close()));
    this.#all.clear();
    this.#idle.length = 0;
  }
}
