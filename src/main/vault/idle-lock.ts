/**
 * When an untouched vault locks itself.
 *
 * The arithmetic is pure; the timer only asks it again. A machine that slept past the limit locks at the first chance
 * after waking, because wall time is compared, not timer ticks.
 */

/** Milliseconds until the lock, 0 for now, null for never. A clock set back counts as a touch, so it only delays by one full span. */
export function idleRemaining(nowMs: number, touchedMs: number, minutes: number): number | null {
  if (minutes === 0) return null;
  const span = minutes * 60_000;
  return Math.max(0, span - Math.max(0, nowMs - touchedMs));
}

export class IdleLock {
  readonly #now: () => number;
  readonly #lock: () => void;
  #minutes = 0;
  #touchedMs = 0;
  #timer: NodeJS.Timeout | null = null;
  #running = false;

  /** @param lock called once each time the span runs out; starting again is the caller's act. */
  constructor(now: () => number, lock: () => void) {
    this.#now = now;
    this.#lock = lock;
  }

  start(minutes: number): void {
    this.#running = true;
    this.#minutes = minutes;
    this.touch();
    this.#arm();
  }

  /** Cheap: called for every key press. The timer finds out for itself. */
  touch(): void {
    this.#touchedMs = this.#now();
  }

  setMinutes(minutes: number): void {
    this.#minutes = minutes;
    if (this.#running) this.#arm();
  }

  stop(): void {
    this.#running = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const remaining = idleRemaining(this.#now(), this.#touchedMs, this.#minutes);
    if (remaining === null) return;
    this.#timer = setTimeout(() => this.#look(), Math.max(remaining, 1));
    // A vault about to lock keeps no process alive.
    this.#timer.unref();
  }

  #look(): void {
    if (!this.#running) return;
    // A clock that runs backwards would otherwise postpone the lock by as much.
    if (this.#now() < this.#touchedMs) this.touch();
    if (idleRemaining(this.#now(), this.#touchedMs, this.#minutes) === 0) {
      this.stop();
      this.#lock();
    } else {
      this.#arm();
    }
  }
}
