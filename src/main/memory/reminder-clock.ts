/**
 * Tells when reminders are due, as long as the vault is open.
 *
 * Invariants: each is told once while the vault is open, and what became due while nobody was there is told together,
 * once; one timer at a time, never longer than `LONGEST_MS`, so that a clock that was set or a machine that slept is
 * noticed; locking stops it, and nothing it read is kept.
 */
import type { Reminder } from '../../shared/contracts/reminders.ts';
import { VaultError } from '../../shared/errors.ts';
import type { Reminders } from './reminders.ts';

/** Below the 2^31−1 ms that a timer can hold, and short enough to notice a changed clock. */
export const LONGEST_MS = 15 * 60_000;

export interface DueNews {
  /** Became due a moment ago, or while nobody was there; each is told once. */
  readonly fresh: readonly Reminder[];
  /** How many are due in all spaces. */
  readonly due: number;
}

/** Time, injected so that tests own it. */
export interface Timers {
  now(): number;
  /** Calls back after so many milliseconds. Returns the function that calls it off. */
  after(milliseconds: number, run: () => void): () => void;
}

const systemTimers: Timers = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

interface ReminderClockPorts {
  /** The vault is open and may be shown. */
  readonly isOpen: () => boolean;
  /** Locked, unlocked or closed. */
  readonly onSession: (listener: () => void) => () => void;
  /** The spaces that open. */
  readonly spaceIds: () => Promise<readonly string[]>;
  readonly reminders: Pick<Reminders, 'due'>;
  /** Reminders of a space changed. */
  readonly onChanged: (listener: () => void) => () => void;
  readonly onDue: (news: DueNews) => void;
  /** A space could not be asked. */
  readonly onFault: (error: unknown) => void;
  readonly timers?: Timers;
}

export class ReminderClock {
  readonly #ports: ReminderClockPorts;
  readonly #timers: Timers;
  readonly #told = new Set<string>();
  readonly #stops: (() => void)[];
  #callOff: () => void = () => undefined;
  #looking = false;
  #again = false;

  constructor(ports: ReminderClockPorts) {
    this.#ports = ports;
    this.#timers = ports.timers ?? systemTimers;
    this.#stops = [ports.onSession(() => this.#sessionChanged()), ports.onChanged(() => this.look())];
    this.#sessionChanged();
  }

  /** Looks what is due now, and sets the timer for what comes next. */
  look(): void {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    void this.#lookOnce()
      .catch((error: unknown) => {
        // Locked while it looked: the session says so as well.
        if (!(error instanceof VaultError && error.code === 'VAULT_LOCKED')) this.#ports.onFault(error);
      })
      .finally(() => {
        this.#looking = false;
        if (!this.#again) return;
        this.#again = false;
        this.look();
      });
  }

  stop(): void {
    this.#callOff();
    for (const stop of this.#stops) stop();
  }

  #sessionChanged(): void {
    if (this.#ports.isOpen()) {
      this.look();
      return;
    }
    this.#callOff();
    this.#told.clear();
    this.#ports.onDue({ fresh: [], due: 0 });
  }

  async #lookOnce(): Promise<void> {
    if (!this.#ports.isOpen()) return;
    this.#callOff();
    const now = this.#timers.now();
    const due: Reminder[] = [];
    let next = now + LONGEST_MS;
    for (const id of await this.#ports.spaceIds()) {
      const found = await this.#ports.reminders.due(id);
      due.push(...found.due);
      if (found.nextMs !== null) next = Math.min(next, found.nextMs);
    }
    // Locked meanwhile: what was read is not for showing any more.
    if (!this.#ports.isOpen()) return;
    const keyOf = ({ id, dueAt }: Reminder): string => `${id} ${dueAt}`;
    const fresh = due.filter((reminder) => !this.#told.has(keyOf(reminder)));
    for (const reminder of fresh) this.#told.add(keyOf(reminder));
    this.#callOff = this.#timers.after(Math.max(1, next - this.#timers.now()), () => this.look());
    this.#ports.onDue({ fresh, due: due.length });
  }
}

/** Whether its words may stand on a screen that others see: never those of RED, of BLACK, or of what stays here. */
export function mayShowWords({
  band,
  staysOnDevice: stays,
}: Pick<Reminder, 'band' | 'staysOnDevice'>): boolean {
  return !stays && (band === 'GREEN' || band === 'AMBER');
}
