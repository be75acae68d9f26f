/**
 * The rows of a very long list, of which only the pages near the visible ones are in memory.
 *
 * Invariants:
 * - at most `maxPages` pages are kept, those furthest from the visible ones go first;
 * - at most two pages are asked for at a time, and what was scrolled past is no longer asked for;
 * - an answer that was asked for before the last `invalidate()` is never shown as fresh: it is asked for again;
 * - a stale row stays visible until the fresh one is there, so that a change elsewhere does not make the list blink.
 *
 * It knows neither React nor memories; `useTimeline` joins it to both.
 */

export interface LoadedPage<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

export interface PageWindowOptions<Row> {
  readonly pageRows: number;
  readonly maxPages: number;
  readonly load: (offset: number, limit: number) => Promise<LoadedPage<Row>>;
  /** Called after every change of what `row`, `total` or `failure` answer. */
  readonly onChange: () => void;
}

interface KeptPage<Row> {
  readonly rows: readonly Row[];
  readonly generation: number;
}

const CONCURRENT_LOADS = 2;

/** Pages of a list, loaded as they come into view. */
export class PageWindow<Row> {
  readonly #options: PageWindowOptions<Row>;
  readonly #pages = new Map<number, KeptPage<Row>>();
  readonly #loading = new Set<number>();
  #generation = 0;
  #first = 0;
  #last = -1;
  #total: number | null = null;
  #failure: unknown = null;
  #closed = false;

  constructor(options: PageWindowOptions<Row>) {
    this.#options = options;
  }

  /** How many rows the whole list has; null until the first page is there. */
  get total(): number | null {
    return this.#total;
  }

  /** Why the last load failed; null while all is well. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The row at this place in the whole list, where its page is in memory. */
  row(index: number): Row | undefined {
    const page = this.#pages.get(this.#pageOf(index));
    return page?.rows[index % this.#options.pageRows];
  }

  /** Every row in memory for which `predicate` holds, with its place. */
  find(predicate: (row: Row) => boolean): { readonly index: number; readonly row: Row } | undefined {
    for (const [number, page] of this.#pages) {
      const at = page.rows.findIndex(predicate);
      const row = page.rows[at];
      if (row !== undefined) return { index: number * this.#options.pageRows + at, row };
    }
    return undefined;
  }

  /** Says which rows are in view. Their pages and one on each side are loaded, the visible ones first. */
  show(first: number, last: number): void {
    this.#first = Math.max(0, first);
    this.#last = last;
    this.#fill();
  }

  /** The list changed: what is in view is asked for again, the rest when it comes into view. */
  invalidate(): void {
    this.#generation += 1;
    this.#failure = null;
    this.#fill();
  }

  /** Tries again after a failure. */
  retry(): void {
    this.#failure = null;
    this.#options.onChange();
    this.#fill();
  }

  /** Forgets everything. Answers still under way are dropped. */
  close(): void {
    this.#closed = true;
    this.#pages.clear();
    this.#total = null;
  }

  #pageOf(index: number): number {
    return Math.floor(index / this.#options.pageRows);
  }

  #wanted(): number[] {
    if (this.#last < this.#first) return [];
    const first = this.#pageOf(this.#first);
    const last = this.#pageOf(this.#last);
    const visible = Array.from({ length: last - first + 1 }, (_, step) => first + step);
    const end = this.#total === null ? last : this.#pageOf(Math.max(0, this.#total - 1));
    return [...visible, last + 1, first - 1].filter((page) => page >= 0 && page <= end);
  }

  #fill(): void {
    if (this.#closed || this.#failure !== null) return;
    for (const page of this.#wanted()) {
      if (this.#loading.size >= CONCURRENT_LOADS) return;
      if (this.#loading.has(page) || this.#pages.get(page)?.generation === this.#generation) continue;
      void this.#loadPage(page);
    }
  }

  async #loadPage(page: number): Promise<void> {
    const { load, pageRows, onChange } = this.#options;
    const generation = this.#generation;
    this.#loading.add(page);
    try {
      const answer = await load(page * pageRows, pageRows);
      if (this.#closed) return;
      this.#total = answer.total;
      this.#pages.set(page, { rows: answer.rows, generation });
      this.#dropFarPages();
    } catch (thrown) {
      if (this.#closed) return;
      // A failure that belongs to an outdated question is not worth telling: the new one is asked below.
      if (generation === this.#generation) this.#failure = thrown;
    } finally {
      this.#loading.delete(page);
    }
    onChange();
    this.#fill();
  }

  #dropFarPages(): void {
    const middle = this.#pageOf((this.#first + Math.max(this.#first, this.#last)) / 2);
    const byDistance = [...this.#pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of byDistance.slice(0, Math.max(0, this.#pages.size - this.#options.maxPages))) {
      this.#pages.delete(page);
    }
  }
}
