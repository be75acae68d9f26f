/**
 * The readers of one database: never fewer than asked for, more while queries wait, fewer when they do not.
 *
 * Invariants: first come, first served; who waits longer than the bound is told BUSY, with how many readers there are
 * and how many wait; a reader that dies or whose disk fails it hurts its own query alone and is replaced, with growing
 * pauses while replacing fails. Counts what happens; decides nothing about what is asked.
 */
import { VaultError } from '../../shared/errors.ts';
import { Histogram } from '../observability/histogram.ts';
import type { PoolMetrics } from './database-metrics.ts';
import type { ToThread } from './engine/protocol.ts';
import { retryDelayMs } from './engine/retry.ts';
import { type EngineClient, engineClosed } from './engine-client.ts';
import type { PoolSettings } from './pool-settings.ts';

interface Request {
  readonly give: (reader: EngineClient) => void;
  readonly refuse: (error: VaultError) => void;
  readonly timer: NodeJS.Timeout;
}

export class ReaderPool {
  readonly #start: () => Promise<EngineClient>;
  readonly #settings: PoolSettings;
  readonly #least: number;
  readonly #most: number;
  readonly #idle: EngineClient[] = [];
  readonly #all = new Set<EngineClient>();
  readonly #queue: Request[] = [];
  readonly #waits = new Histogram();
  #starting = 0;
  /** Starts that failed one after the other. */
  #failures = 0;
  #retry: NodeJS.Timeout | null = null;
  #missing = 0;
  #closed = false;
  readonly #shrink: NodeJS.Timeout;
  #leastIdle = 0;
  #acquired = 0;
  #timeouts = 0;
  #grown = 0;
  #shrunk = 0;
  #broken = 0;
  #replaced = 0;
  #startsFailed = 0;

  /** @param start opens one more reader */
  constructor(start: () => Promise<EngineClient>, settings: PoolSettings) {
    this.#start = start;
    this.#settings = settings;
    // One of the connections is the writer's.
    this.#least = settings.min - 1;
    this.#most = settings.max - 1;
    this.#shrink = setInterval(() => this.#letOneGo(), settings.idleMs);
    this.#shrink.unref();
  }

  get metrics(): PoolMetrics {
    return {
      readers: this.#all.size,
      idle: this.#idle.length,
      waiting: this.#queue.length,
      acquired: this.#acquired,
      timeouts: this.#timeouts,
      grown: this.#grown,
      shrunk: this.#shrunk,
      broken: this.#broken,
      replaced: this.#replaced,
      startsFailed: this.#startsFailed,
      waits: this.#waits.data(),
    };
  }

  /** Takes in a reader that was opened elsewhere: the first one, beside the writer. */
  add(reader: EngineClient): void {
    this.#all.add(reader);
    reader.onDied = () => this.#remove(reader);
    this.#release(reader);
    this.#fill();
  }

  /** Asks the next free reader. */
  ask(make: (n: number) => ToThread): Promise<unknown> {
    return this.use((reader) => reader.ask(make));
  }

  /** Lends the next free reader for as long as `work` takes. */
  async use<T>(work: (reader: EngineClient) => Promise<T>): Promise<T> {
    const reader = await this.#acquire();
    try {
      return await work(reader);
    } catch (error) {
      // The disk failed this connection: what it holds of the file may be wrong from now on.
      if (error instanceof VaultError && error.code === 'STORAGE_UNAVAILABLE') this.#retire(reader);
      throw error;
    } finally {
      this.#release(reader);
    }
  }

  /** Asks every reader there is now, the lent ones too: each answers between what it is asked otherwise. */
  askAll(make: (n: number) => ToThread): Promise<unknown[]> {
    return Promise.all([...this.#all].map((reader) => reader.ask(make)));
  }

  #acquire(): Promise<EngineClient> {
    if (this.#closed) return Promise.reject(engineClosed());
    const reader = this.#queue.length === 0 ? this.#idle.pop() : undefined;
    this.#leastIdle = Math.min(this.#leastIdle, this.#idle.length);
    if (reader !== undefined) {
      this.#acquired += 1;
      this.#waits.record(0);
      return Promise.resolve(reader);
    }
    const since = performance.now();
    return new Promise((resolve, reject) => {
      const request: Request = {
        give: (given) => {
          this.#acquired += 1;
          this.#waits.record(performance.now() - since);
          resolve(given);
        },
        refuse: reject,
        timer: setTimeout(() => this.#giveUp(request), this.#settings.acquireMs),
      };
      this.#queue.push(request);
      this.#grow('grown');
    });
  }

  #giveUp(request: Request): void {
    this.#queue.splice(this.#queue.indexOf(request), 1);
    this.#timeouts += 1;
    request.refuse(
      new VaultError('BUSY', 'Too much is being read at the moment.', {
        hint: 'Nothing was changed. Try again in a moment.',
        retryable: true,
        details: {
          waitedMs: this.#settings.acquireMs,
          readers: this.#all.size,
          waiting: this.#queue.length,
        },
      }),
    );
  }

  /** As many as are always there. */
  #fill(): void {
    if (this.#all.size + this.#starting < this.#least) this.#grow(this.#missing > 0 ? 'replaced' : 'grown');
  }

  /** One more reader, where there is room; one at a time. */
  #grow(why: 'grown' | 'replaced'): void {
    if (this.#starting > 0 || this.#retry !== null) return;
    if (this.#all.size >= this.#most || this.#closed) return;
    this.#starting += 1;
    this.#start().then(
      (reader) => {
        this.#starting -= 1;
        this.#failures = 0;
        if (this.#closed) return reader.close();
        if (why === 'replaced' || this.#missing > 0) this.#replaced += 1;
        else this.#grown += 1;
        this.#missing = Math.max(0, this.#missing - 1);
        this.add(reader);
        if (this.#queue.length > 0) this.#grow('grown');
      },
      (error: unknown) => {
        this.#starting -= 1;
        this.#startFailed(error);
      },
    );
  }

  #startFailed(error: unknown): void {
    this.#startsFailed += 1;
    this.#failures += 1;
    if (this.#closed) return;
    // With no reader at all, and none to be had, the ones who wait would wait in vain.
    if (this.#all.size === 0 && error instanceof VaultError && !error.retryable) this.#refuseAll(error);
    this.#retry = setTimeout(() => {
      this.#retry = null;
      if (this.#queue.length > 0) this.#grow('grown');
      this.#fill();
    }, 1 + retryDelayMs(this.#failures));
    this.#retry.unref();
  }

  #release(reader: EngineClient): void {
    if (reader.dead || !this.#all.has(reader)) {
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

  #retire(reader: EngineClient): void {
    this.#remove(reader);
    void reader.close();
  }

  #remove(reader: EngineClient): void {
    if (!this.#all.delete(reader)) return;
    this.#broken += 1;
    this.#missing += 1;
    const at = this.#idle.indexOf(reader);
    if (at >= 0) this.#idle.splice(at, 1);
    if (this.#queue.length > 0) this.#grow('replaced');
    this.#fill();
  }

  /** Closes a reader that was idle for the whole last period; as many as are always there stay. */
  #letOneGo(): void {
    const spare = this.#leastIdle > 0 && this.#all.size > this.#least;
    this.#leastIdle = this.#idle.length;
    const reader = spare ? this.#idle.shift() : undefined;
    if (reader === undefined) return;
    this.#all.delete(reader);
    this.#shrunk += 1;
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
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#refuseAll(engineClosed());
    await Promise.all([...this.#all].map((reader) => reader.close()));
    this.#all.clear();
    this.#idle.length = 0;
  }
}
