/**
 * Answers kept in front of the readers of one database.
 *
 * People go back and forth between the same few pages, and an answer kept here costs no thread and no unsealing.
 * Write-through: before a unit is acknowledged, every answer that came from a store it wrote is gone, and one that was
 * on its way meanwhile is not taken in. So an answer is never older than the last acknowledged write. Answers lie here
 * serialized: whoever asks gets a copy of his own, the bound is exact, and what leaves is overwritten.
 *
 * Invariants: only queries named in `READS` are kept, each with every store whose commands change what it answers; an
 * answer about one memory outlives changes to others; a fault in the engine or a rebuild empties everything.
 */
import { deserialize, serialize } from 'node:v8';
import { BytesBoundedCache, type CacheMetrics } from './cache.ts';
import type { Command, QueryNameOf } from './contract.ts';
import type { SpaceContracts } from './stores/contracts.ts';

export const CACHE_BYTES = 16 * 1024 * 1024;
/** An answer larger than this is rarely asked twice and would push out many that are. */
const ANSWER_BYTES = 1024 * 1024;

type SpaceQuery = QueryNameOf<SpaceContracts>;

/** Which stores' commands change an answer. What is not listed is asked anew every time. */
const READS: Partial<Record<SpaceQuery, readonly (keyof SpaceContracts)[]>> = {
  'episodic.page': ['episodic'],
  'episodic.months': ['episodic'],
  'episodic.facets': ['episodic'],
  'episodic.get': ['episodic'],
  'episodic.rows': ['episodic'],
  'episodic.titles': ['episodic'],
  'episodic.stats': ['episodic'],
  'fts.search': ['fts', 'episodic'],
  'fts.facets': ['fts', 'episodic'],
};

/** Queries about the one memory that their input names, and the commands that touch no other. */
const ABOUT_ONE: ReadonlySet<string> = new Set<SpaceQuery>(['episodic.get']);
const TOUCHES_ONE: ReadonlySet<string> = new Set(['episodic.append', 'episodic.revise', 'episodic.remove']);

function idIn(input: unknown): string | null {
  const id: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, 'id') : null;
  return typeof id === 'string' ? id : null;
}

const reads = new Map<string, readonly string[]>(Object.entries(READS));

/** A question that may be kept: handed back with its answer. */
export interface Question {
  readonly key: string;
  readonly stores: readonly string[];
  /** The one memory it is about; null where it is about more. */
  readonly record: string | null;
  /** How often anything it reads had been written when it was asked. */
  readonly asked: number;
}

interface Kept {
  readonly bytes: Buffer;
  readonly stores: readonly string[];
  readonly record: string | null;
}

export class QueryCache {
  readonly #answers: BytesBoundedCache<Kept>;
  readonly #on: boolean;
  /** For each store, how many units have written it; every one counts towards all in `#emptied`. */
  readonly #written = new Map<string, number>();
  #emptied = 0;

  /** @param maxBytes 0 keeps nothing */
  constructor(maxBytes: number) {
    this.#on = maxBytes > 0;
    this.#answers = new BytesBoundedCache({
      maxBytes,
      sizeOf: ({ bytes }) => bytes.byteLength,
      wipe: ({ bytes }) => bytes.fill(0),
    });
  }

  get metrics(): CacheMetrics {
    return this.#answers.metrics;
  }

  /** Null for a query that is not kept. */
  question(name: string, input: unknown): Question | null {
    const stores = this.#on ? reads.get(name) : undefined;
    if (stores === undefined) return null;
    const record = ABOUT_ONE.has(name) ? idIn(input) : null;
    return { key: `${name}\n${JSON.stringify(input)}`, stores, record, asked: this.#state(stores) };
  }

  /** A copy of the answer that is kept. */
  find(question: Question): { readonly answer: unknown } | null {
    const kept = this.#answers.get(question.key);
    return kept === undefined ? null : { answer: deserialize(kept.bytes) };
  }

  /** Takes an answer in, unless something it came from was written since it was asked. */
  keep({ key, stores, record, asked }: Question, answer: unknown): void {
    if (this.#state(stores) !== asked) return;
    const bytes = serialize(answer);
    if (bytes.byteLength <= ANSWER_BYTES) this.#answers.set(key, { bytes, stores, record });
  }

  /** A unit did these commands: called before it is acknowledged. */
  written(commands: readonly Command[]): void {
    const stores = new Set(commands.map(({ store }) => store));
    for (const store of stores) this.#written.set(store, (this.#written.get(store) ?? 0) + 1);
    this.#answers.deleteWhere(
      (_, { stores: from, record }) =>
        from.some((store) => stores.has(store)) &&
        (record === null ||
          commands.some((command) => from.includes(command.store) && touches(command, record))),
    );
  }

  /** Nothing remains, and nothing that is on its way is taken in. */
  clear(): void {
    this.#emptied += 1;
    this.#answers.clear();
  }

  #state(stores: readonly string[]): number {
    let state = this.#emptied;
    for (const store of stores) state += this.#written.get(store) ?? 0;
    return state;
  }
}

/** True where a command may change what is known of a memory. */
function touches({ store, op, input }: Command, record: string): boolean {
  if (!TOUCHES_ONE.has(`${store}.${op}`)) return true;
  const id = idIn(input);
  // Ids may be written in either case.
  return id === null || id.toLowerCase() === record.toLowerCase();
}
