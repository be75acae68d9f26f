/**
 * A cache that is bounded in bytes: what was used longest ago goes first, and what is too old is not given.
 *
 * Invariants: the bytes held never exceed the bound; a value larger than the bound is not taken in; after `clear`
 * nothing remains, and values that hold plain content were overwritten first where a `wipe` was given. Knows nothing
 * of what it holds, keeps no timer, and never decides when a value has become untrue: whoever writes says so.
 */

export interface CacheOptions<V> {
  /** Most bytes held, keys and bookkeeping included by estimate. 0 turns the cache off. */
  readonly maxBytes: number;
  /** Milliseconds a value counts after it was put in. Default: until it is pushed out. */
  readonly ttlMs?: number;
  /** Bytes a value takes; asked once, when it is put in. */
  readonly sizeOf: (value: V) => number;
  /** Overwrites a value that leaves the cache, for values that others do not hold any more. */
  readonly wipe?: (value: V) => void;
  /** Milliseconds of a clock that never goes back. Default: the process's own. */
  readonly now?: () => number;
}

/** Counted since the cache was made; `entries` and `bytes` as they are now. */
export interface CacheMetrics {
  readonly hits: number;
  readonly misses: number;
  /** Pushed out to make room. */
  readonly evicted: number;
  /** Found, but too old. */
  readonly expired: number;
  /** Taken out because they had become untrue. */
  readonly invalidated: number;
  /** Not taken in: larger than the whole cache. */
  readonly refused: number;
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

interface Entry<V> {
  readonly value: V;
  readonly bytes: number;
  readonly untilMs: number;
}

/** What a key, its entry and the map's slot cost beside the value; measured on V8, rounded up. */
const ENTRY_BYTES = 120;

export class BytesBoundedCache<V> {
  readonly #options: CacheOptions<V>;
  readonly #now: () => number;
  /** In the order of use: a Map iterates as it was filled, and a value that is used is put in again. */
  readonly #entries = new Map<string, Entry<V>>();
  #bytes = 0;
  #hits = 0;
  #misses = 0;
  #evicted = 0;
  #expired = 0;
  #invalidated = 0;
  #refused = 0;

  constructor(options: CacheOptions<V>) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** The value, which is now the one used last; undefined where there is none or it is too old. */
  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#misses += 1;
      return undefined;
    }
    if (entry.untilMs <= this.#now()) {
      this.#remove(key, entry);
      this.#expired += 1;
      this.#misses += 1;
      return undefined;
    }
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#hits += 1;
    return entry.value;
  }

  /** Puts a value in, in place of one with the same key, and pushes out what was used longest ago. */
  set(key: string, value: V): void {
    const before = this.#entries.get(key);
    if (before !== undefined) this.#remove(key, before);
    const bytes = this.#options.sizeOf(value) + key.length * 2 + ENTRY_BYTES;
    if (bytes > this.#options.maxBytes) {
      this.#refused += 1;
      return;
    }
    const untilMs =
      this.#options.ttlMs === undefined ? Number.POSITIVE_INFINITY : this.#now() + this.#options.ttlMs;
    this.#entries.set(key, { value, bytes, untilMs });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#options.maxBytes) break;
      this.#remove(oldest, entry);
      this.#evicted += 1;
    }
  }

  /** Takes out a value that has become untrue. True where there was one. */
  delete(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#remove(key, entry);
    this.#invalidated += 1;
    return true;
  }

  /** Takes out every value for which `untrue` says so; looks at all of them. */
  deleteWhere(untrue: (key: string, value: V) => boolean): number {
    let taken = 0;
    for (const [key, { value }] of this.#entries) {
      if (untrue(key, value) && this.delete(key)) taken += 1;
    }
    return taken;
  }

  /** Takes out what is too old, for a holder that wants the room back before it is asked. */
  sweep(): void {
    const now = this.#now();
    for (const [key, entry] of this.#entries) {
      if (entry.untilMs > now) continue;
      this.#remove(key, entry);
      this.#expired += 1;
    }
  }

  /** Nothing remains: values are wiped, counters stay. */
  clear(): void {
    for (const [key, entry] of this.#entries) this.#remove(key, entry);
  }

  get metrics(): CacheMetrics {
    return {
      hits: this.#hits,
      misses: this.#misses,
      evicted: this.#evicted,
      expired: this.#expired,
      invalidated: this.#invalidated,
      refused: this.#refused,
      entries: this.#entries.size,
      bytes: this.#bytes,
      maxBytes: this.#options.maxBytes,
    };
  }

  #remove(key: string, entry: Entry<V>): void {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    this.#options.wipe?.(entry.value);
  }
}
