/**
 * Keeps a draft safe while it is being written.
 *
 * Invariants:
 * - a change is on its way to the disk one second after it was made, however long the typing goes on;
 * - at most one save is under way; what changed meanwhile is saved right after it;
 * - a save that failed is tried again, ever more slowly, and nothing typed is forgotten in between;
 * - after `stop()` nothing is saved any more, and `stop()` waits for a save under way: a draft that was
 *   discarded cannot come back.
 *
 * It knows neither React nor the bridge: what saving means is handed in.
 */

export type AutosaveState = 'unchanged' | 'pending' | 'saving' | 'saved' | 'failed';

export interface AutosaveOptions<Draft> {
  readonly save: (draft: Draft) => Promise<boolean>;
  readonly onState: (state: AutosaveState) => void;
}

const DELAY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
/** A long text takes long to save; the pause grows with it, so that saving never fills the time. */
const PAUSE_PER_SAVE = 4;

/** Autosave of one draft. */
export class DraftAutosave<Draft> {
  readonly #options: AutosaveOptions<Draft>;
  #waiting: { readonly draft: Draft } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #failures = 0;
  #pause = DELAY_MS;
  #stopped = false;

  constructor(options: AutosaveOptions<Draft>) {
    this.#options = options;
  }

  /** The draft has changed. */
  change(draft: Draft): void {
    if (this.#stopped) return;
    this.#waiting = { draft };
    if (this.#running === null) this.#schedule();
  }

  /** Saves now what is still waiting: on blur, on leaving. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#running;
    if (this.#waiting !== null && !this.#stopped) await this.#start();
  }

  /** Ends autosaving and waits until nothing is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting = null;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    const delay = Math.max(this.#pause, Math.min(LONGEST_RETRY_MS, DELAY_MS * 2 ** this.#failures));
    if (this.#failures === 0) this.#options.onState('pending');
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#start();
    }, delay);
  }

  #start(): Promise<void> {
    this.#running ??= this.#save().finally(() => {
      this.#running = null;
      if (this.#waiting !== null && !this.#stopped) this.#schedule();
    });
    return this.#running;
  }

  async #save(): Promise<void> {
    const taken = this.#waiting;
    if (taken === null) return;
    this.#waiting = null;
    this.#options.onState('saving');
    const began = performance.now();
    const saved = await this.#options.save(taken.draft).catch(() => false);
    this.#pause = Math.max(DELAY_MS, PAUSE_PER_SAVE * (performance.now() - began));
    if (this.#stopped) return;
    this.#failures = saved ? 0 : this.#failures + 1;
    if (!saved) this.#waiting ??= taken;
    this.#options.onState(saved ? 'saved' : 'failed');
  }
}
