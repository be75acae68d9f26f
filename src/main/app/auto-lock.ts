/**
 * Locks the vault when nobody has touched it for the time the person chose.
 *
 * Invariant: one timer at most, and none while the time is 0 or nothing is unlocked.
 * Does not know what a touch is: the page tells of keys, clicks and scrolling.
 */
const MINUTE_MS = 60_000;

export interface AutoLock {
  /** Begins the time anew: somebody is there, a vault was unlocked or locked, or the time was changed. */
  restart(): void;
}

export interface AutoLockPorts {
  readonly isUnlocked: () => boolean;
  /** 0 never. */
  readonly minutes: () => number;
  readonly lock: () => void;
}

export function createAutoLock({ isUnlocked, minutes, lock }: AutoLockPorts): AutoLock {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const restart = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!isUnlocked() || minutes() === 0) return;
    timer = setTimeout(lock, minutes() * MINUTE_MS);
    // A vault left open must not keep the app from quitting.
    timer.unref();
  };

  return { restart };
}
