/**
 * The one job at a time that a person starts: a whole check, a vacuum, a rebuild. It goes on whether or not anyone
 * watches, and stops at its next step when it is told to.
 *
 * Invariants: a vault that locks stops the job and waits for its step to end; progress is told at most five times a
 * second, and once when the job ends.
 */
import type { HealthJob, HealthProgress } from '../../shared/contracts/health.ts';
import { errorData, VaultError } from '../../shared/errors.ts';

const TELL_EVERY_MS = 200;

export interface JobReport {
  readonly signal: AbortSignal;
  /** What has changed since the last report. */
  tell(change: Partial<Omit<HealthProgress, 'what' | 'state' | 'error'>>): void;
}

export class Jobs {
  readonly #told: (progress: HealthProgress) => void;
  #progress: HealthProgress | null = null;
  #running: { readonly stop: AbortController; readonly ended: Promise<HealthProgress> } | null = null;
  #toldAt = 0;

  constructor(told: (progress: HealthProgress) => void) {
    this.#told = told;
  }

  /** The job under way or the last one. */
  get progress(): HealthProgress | null {
    return this.#progress;
  }

  get busy(): boolean {
    return this.#running !== null;
  }

  /** Throws CONFLICT while another job runs. @returns what it came to; never rejects */
  start(what: HealthJob, run: (report: JobReport) => Promise<void>): Promise<HealthProgress> {
    if (this.#running !== null) {
      throw new VaultError('CONFLICT', 'Another check or vacuum is under way.', {
        hint: 'Wait until it has ended, or stop it.',
        retryable: true,
        details: { what: this.#progress?.what ?? '' },
      });
    }
    const stop = new AbortController();
    this.#progress = {
      what,
      spaceId: null,
      state: 'running',
      done: 0,
      total: null,
      cancellable: true,
      reclaimedBytes: 0,
      error: null,
    };
    this.#tell(true);
    const ended = this.#run(run, stop);
    this.#running = { stop, ended };
    return ended;
  }

  cancel(): void {
    this.#running?.stop.abort();
  }

  /** Stops the job and waits until it has. */
  async stop(): Promise<void> {
    this.cancel();
    await this.#running?.ended;
  }

  async #run(run: (report: JobReport) => Promise<void>, stop: AbortController): Promise<HealthProgress> {
    let end: Pick<HealthProgress, 'state' | 'error'>;
    try {
      await run({
        signal: stop.signal,
        tell: (change) => {
          this.#change(change);
          this.#tell(false);
        },
      });
      end = { state: stop.signal.aborted ? 'cancelled' : 'done', error: null };
    } catch (error) {
      end = { state: 'failed', error: errorData(error) };
    }
    this.#running = null;
    const ended = this.#change({ ...end, cancellable: false });
    this.#tell(true);
    return ended;
  }

  #change(change: Partial<HealthProgress>): HealthProgress {
    if (this.#progress === null) throw new TypeError('No job runs.');
    this.#progress = { ...this.#progress, ...change };
    return this.#progress;
  }

  #tell(now: boolean): void {
    const at = performance.now();
    if ((!now && at - this.#toldAt < TELL_EVERY_MS) || this.#progress === null) return;
    this.#toldAt = at;
    this.#told(this.#progress);
  }
}
