/**
 * One backup being made, checked or restored: how far it is, how it is stopped, how it ended.
 *
 * Invariant: it ends exactly once, and says so; progress is told at most ten times a second and once at the end.
 */
import { v7 as uuidv7 } from 'uuid';
import type { Backup, BackupProgress } from '../../shared/contracts/backups.ts';
import { errorData, VaultError } from '../../shared/errors.ts';

const TELL_EVERY_MS = 100;

/** What the work may say of itself while it goes on. */
export interface RunReport {
  readonly signal: AbortSignal;
  /** Throws CANCELLED where the person has cancelled. */
  check(): void;
  step(step: BackupProgress['step']): void;
  /** @param bytes since the last call */
  advance(bytes: number): void;
  expect(totalBytes: number): void;
}

/** How it ended well. */
export interface RunResult {
  readonly backup: Backup;
  readonly missing?: BackupProgress['missing'];
  readonly broken?: BackupProgress['broken'];
}

export class BackupRun {
  readonly id = uuidv7();
  readonly #stop = new AbortController();
  readonly #tell: (progress: BackupProgress) => void;
  readonly #startedMs = performance.now();
  #progress: BackupProgress;
  #toldMs = 0;
  /** Resolves with how it ended; never rejects. */
  readonly ended: Promise<BackupProgress>;

  constructor(
    about: Pick<BackupProgress, 'what' | 'directory' | 'into'>,
    work: (report: RunReport) => Promise<RunResult>,
    tell: (progress: BackupProgress) => void,
  ) {
    this.#tell = tell;
    this.#progress = {
      ...about,
      runId: this.id,
      state: 'running',
      step: about.what === 'create' ? 'copying' : 'fetching',
      done: 0,
      total: 0,
      seconds: 0,
      backup: null,
      missing: [],
      broken: [],
      error: null,
    };
    this.ended = this.#run(work);
  }

  get progress(): BackupProgress {
    return this.#progress;
  }

  cancel(): void {
    this.#stop.abort();
  }

  async #run(work: (report: RunReport) => Promise<RunResult>): Promise<BackupProgress> {
    try {
      const { backup, missing = [], broken = [] } = await work(this.#report());
      const { total } = this.#progress;
      this.#change({ state: 'done', backup, missing: [...missing], broken: [...broken], done: total });
    } catch (error) {
      const isCancelled = error instanceof VaultError && error.code === 'CANCELLED';
      this.#change({ state: isCancelled ? 'cancelled' : 'failed', error: errorData(error) });
    }
    this.#tell(this.#progress);
    return this.#progress;
  }

  #report(): RunReport {
    return {
      signal: this.#stop.signal,
      check: () => {
        if (this.#stop.signal.aborted) throw cancelled();
      },
      step: (step) => this.#change({ step }),
      advance: (bytes) => {
        const done = this.#progress.done + bytes;
        this.#change({ done, total: Math.max(done, this.#progress.total) });
      },
      expect: (total) => this.#change({ total: Math.max(total, this.#progress.done) }),
    };
  }

  #change(change: Partial<BackupProgress>): void {
    const nowMs = performance.now();
    this.#progress = { ...this.#progress, ...change, seconds: (nowMs - this.#startedMs) / 1000 };
    if (this.#progress.state !== 'running' || nowMs - this.#toldMs < TELL_EVERY_MS) return;
    this.#toldMs = nowMs;
    this.#tell(this.#progress);
  }
}

function cancelled(): VaultError {
  return new VaultError('CANCELLED', 'It was cancelled. Nothing half-done was left behind.', {
    hint: 'Start it again when it suits you.',
  });
}
