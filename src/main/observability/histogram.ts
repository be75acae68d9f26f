/**
 * A log-linear histogram of durations, after the idea of HdrHistogram: small whole numbers are kept as they are, and
 * each power of two above is cut into 32 equal parts, so that a value read back is off by at most 1/32 (3.2 %).
 *
 * Invariants: bounded memory (at most 864 counters, 3.4 kB, whatever is put in); merging two histograms gives the
 * histogram of both; values above 35 minutes count as 35 minutes. Holds durations and nothing else.
 */

/** Parts of each power of two. */
const PARTS = 32;
const PARTS_BITS = 5;
const MOST_MICROSECONDS = 2 ** 31 - 1;
const BUCKETS = (31 - PARTS_BITS) * PARTS + PARTS;

/** As it is kept and sent: the counters that are not 0, as pairs of index and count. */
export interface HistogramData {
  readonly count: number;
  /** Milliseconds, of the values as they came. */
  readonly sum: number;
  readonly counts: readonly (readonly [index: number, count: number])[];
}

function indexOf(microseconds: number): number {
  const value = Math.min(MOST_MICROSECONDS, Math.max(0, Math.round(microseconds)));
  if (value < PARTS) return value;
  const power = 31 - Math.clz32(value);
  const part = (value >>> (power - PARTS_BITS)) - PARTS;
  return (power - PARTS_BITS) * PARTS + PARTS + part;
}

/** The smallest value, in microseconds, that belongs to the counter after this one. */
function upperBound(index: number): number {
  if (index < PARTS) return index + 1;
  const power = Math.floor((index - PARTS) / PARTS) + PARTS_BITS;
  const part = (index - PARTS) % PARTS;
  return 2 ** power + (part + 1) * 2 ** (power - PARTS_BITS);
}

function lowerBound(index: number): number {
  return index === 0 ? 0 : upperBound(index - 1);
}

export class Histogram {
  /** Made when the first value comes. */
  #counts: Uint32Array | null = null;
  #count = 0;
  #sum = 0;

  static from(data: HistogramData): Histogram {
    const histogram = new Histogram();
    histogram.merge(data);
    return histogram;
  }

  get count(): number {
    return this.#count;
  }

  /** Milliseconds. */
  get sum(): number {
    return this.#sum;
  }

  /** @param milliseconds not negative; what is no number counts as 0 */
  record(milliseconds: number): void {
    const value = milliseconds > 0 ? milliseconds : 0;
    this.#counts ??= new Uint32Array(BUCKETS);
    const index = indexOf(value * 1000);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count += 1;
    this.#sum += value;
  }

  merge(data: HistogramData): void {
    if (data.count === 0) return;
    this.#counts ??= new Uint32Array(BUCKETS);
    for (const [index, count] of data.counts) {
      const place = Math.min(BUCKETS - 1, Math.max(0, index));
      this.#counts[place] = (this.#counts[place] ?? 0) + count;
    }
    this.#count += data.count;
    this.#sum += data.sum;
  }

  /** The value, in milliseconds, that the share `q` (0 to 1) of all values does not exceed; 0 where there are none. */
  quantile(q: number): number {
    if (this.#counts === null || this.#count === 0) return 0;
    const wanted = Math.max(1, Math.ceil(q * this.#count));
    let seen = 0;
    for (const [index, count] of this.#counts.entries()) {
      seen += count;
      if (seen >= wanted) return (lowerBound(index) + upperBound(index) - 1) / 2 / 1000;
    }
    return MOST_MICROSECONDS / 1000;
  }

  /** How many values are below 2 to the power `power` microseconds: exact, for it is a border between counters. */
  countBelow(power: number): number {
    if (this.#counts === null) return 0;
    const border = indexOf(2 ** power);
    let seen = 0;
    for (let index = 0; index < border; index += 1) seen += this.#counts[index] ?? 0;
    return seen;
  }

  data(): HistogramData {
    const counts: [number, number][] = [];
    for (const [index, count] of (this.#counts ?? []).entries()) if (count > 0) counts.push([index, count]);
    return { count: this.#count, sum: this.#sum, counts };
  }

  clear(): void {
    this.#counts?.fill(0);
    this.#count = 0;
    this.#sum = 0;
  }
}
