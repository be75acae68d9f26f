/**
 * Checkpoints: moves the write-ahead log into the file, by a reader's thread, off the writer's path.
 *
 * Past 8 MB the log is moved as far as no reader needs it (PASSIVE, waits for nobody). After something was erased the log,
 * which may still hold it, is emptied (TRUNCATE) once nothing was erased for a second. Invariants: one checkpoint at a
 * time; a checkpoint that a reader of an old snapshot holds up is tried again until it gets through, and since when it is
 * held up can be asked; a failure loses nothing. Nobody waits for one but who asks for `empty`.
 */
import type { Metrics } from '../observability/metrics.ts';
import type { CheckpointOutcome } from './engine/take-checkpoint.ts';

const CHECKPOINT_BYTES = 8 * 1024 * 1024;
const TRUNCATE_AFTER_MS = 1_000;
const TRY_AGAIN_MS = 5_000;

type Mode = 'PASSIVE' | 'TRUNCATE';

/** The write-ahead log as it was last seen. */
export interface LogState {
  readonly bytes: number;
  /** Milliseconds since 1970; null where no reader holds a checkpoint up. */
  readonly heldUpSinceMs: number | null;
}

export interface CheckpointPorts {
  /** Takes one in a reader's thread. */
  readonly take: (mode: Mode) => Promise<CheckpointOutcome>;
  readonly pageBytes: number;
  readonly metrics: Metrics;
}

export class Checkpoints {
  readonly #ports: CheckpointPorts;
  #running = false;
  #closed = false;
  #bytes = 0;
  #heldUpSinceMs: number | null = null;
  #emptying: NodeJS.Timeout | null = null;
  #again: NodeJS.Timeout | null = null;

  constructor(ports: CheckpointPorts) {
    this.#ports = ports;
  }

  get log(): LogState {
    return { bytes: this.#bytes, heldUpSinceMs: this.#heldUpSinceMs };
  }

  /** The writer looked at the log. */
  grew(bytes: number): void {
    this.#bytes = bytes;
    if (bytes < CHECKPOINT_BYTES || this.#running || this.#closed) return;
    this.#running = true;
    // Nobody waits for it, and the next growth asks again: a failure here loses nothing.
    const done = (): void => {
      this.#running = false;
    };
    this.#take('PASSIVE').then(done, done);
  }

  /** Something was erased. */
  emptySoon(): void {
    if (this.#closed) return;
    if (this.#emptying !== null) clearTimeout(this.#emptying);
    this.#emptying = setTimeout(() => {
      this.#emptying = null;
      // Closing empties the log in any case, so a failure here only puts it off.
      this.empty().catch(() => undefined);
    }, TRUNCATE_AFTER_MS);
    this.#emptying.unref();
  }

  /** Moves the log into the file and empties it, as far as readers let it. */
  async empty(): Promise<void> {
    await this.#take('TRUNCATE');
  }

  close(): void {
    this.#closed = true;
    for (const timer of [this.#emptying, this.#again]) if (timer !== null) clearTimeout(timer);
  }

  async #take(mode: Mode): Promise<void> {
    const { take, pageBytes, metrics } = this.#ports;
    const { blocked, logPages, movedPages, milliseconds } = await take(mode);
    metrics.count('checkpoints', mode.toLowerCase());
    metrics.count('log_moved', '', movedPages * pageBytes);
    metrics.observe('operation', 'checkpoint', milliseconds);
    this.#bytes = mode === 'TRUNCATE' && !blocked ? 0 : logPages * pageBytes;
    if (!blocked) {
      this.#heldUpSinceMs = null;
      return;
    }
    this.#heldUpSinceMs ??= Date.now();
    this.#tryAgain(mode);
  }

  #tryAgain(mode: Mode): void {
    if (this.#again !== null || this.#closed) return;
    this.#again = setTimeout(() => {
      this.#again = null;
      this.#take(mode).catch(() => undefined);
    }, TRY_AGAIN_MS);
    this.#again.unref();
  }
}
