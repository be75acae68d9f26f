/**
 * How the app ends, and what happens to it in between: the screen is locked, the machine sleeps, a fault of ours.
 *
 * Invariant: before the app ends, what was begun is finished or undone whole, keys are wiped and databases closed;
 * and it ends in bounded time even if that fails: every write is durable before it is acknowledged, so the cost of
 * a hard end is a slower next start, not a memory.
 */
import { app, dialog, powerMonitor } from 'electron';
import type { FaultLog } from './fault-log.ts';
import type { Texts } from './texts.ts';

/** Longer than any unit of work takes; shorter than a person waits for a window to close. */
const CLOSE_MS = 10_000;

export interface LifecyclePorts {
  /** Locks the vault and ends all threads. May be called once. */
  readonly close: () => Promise<void>;
  readonly lock: () => Promise<void>;
  readonly log: FaultLog;
}

/** Ends the app in order, whichever way it is asked to end. */
export function followLifecycle({ close, lock, log }: LifecyclePorts): void {
  let ending: 'no' | 'closing' | 'closed' = 'no';
  app.on('before-quit', (event) => {
    if (ending === 'closed') return;
    event.preventDefault();
    if (ending === 'closing') return;
    ending = 'closing';
    void within(CLOSE_MS, close())
      .catch((error) => log.record('closing', error))
      .finally(() => {
        ending = 'closed';
        app.quit();
      });
  });
  app.on('window-all-closed', () => app.quit());

  const lockNow = (): void => {
    lock().catch((error) => log.record('locking', error));
  };
  powerMonitor.on('lock-screen', lockNow);
  powerMonitor.on('suspend', lockNow);
  powerMonitor.on('shutdown', () => app.quit());
}

/** Faults that nothing else caught: written down without content, and said. The app stays up. */
export function followFaults(log: FaultLog, texts: () => Texts): void {
  let shown = false;
  const tell = (where: string, error: unknown): void => {
    log.record(where, error);
    // One message at a time: a fault that repeats must not bury the window under boxes.
    if (shown || !app.isReady()) return;
    shown = true;
    void dialog
      .showMessageBox({
        type: 'warning',
        message: texts().faultTitle,
        detail: texts().faultKept,
        buttons: [texts().ok],
      })
      .finally(() => {
        shown = false;
      });
  };
  process.on('unhandledRejection', (error) => tell('unhandled rejection', error));
  process.on('uncaughtException', (error) => tell('uncaught exception', error));
}

/** Rejects when the work takes longer; the work itself goes on. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('closing took too long')), milliseconds);
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
