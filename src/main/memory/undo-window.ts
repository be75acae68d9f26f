/**
 * A few seconds in which taking something away can be undone, for records that are no memories.
 *
 * Invariants: until the window ends nothing is written, so an undo leaves no trace and a crash leaves the record;
 * locking or ending the app carries out what was asked for. What cannot be carried out stays, and lists show it again.
 */
import { VaultError } from '../../shared/errors.ts';
import { type Clock, systemClock } from '../vault/contract.ts';
import { UNDO_MS } from './deletion.ts';
import type { MemoryPorts } from './ports.ts';
import { formatUtc } from './times.ts';

interface Pending {
  readonly spaceId: string;
  readonly untilMs: number;
  readonly timer: NodeJS.Timeout;
  readonly carryOut: () => Promise<unknown>;
}

export class UndoWindow {
  readonly #clock: Clock;
  readonly #tell: (spaceId: string) => void;
  readonly #pending = new Map<string, Pending>();

  /** @param tell lists of this space are to be asked for again */
  constructor(ports: MemoryPorts, tell: (spaceId: string) => void) {
    this.#clock = ports.clock ?? systemClock;
    this.#tell = tell;
    ports.vaults.beforeLock(() => this.flush());
  }

  /** Carries out after the window. Asking again does not prolong it. */
  request(spaceId: string, id: string, carryOut: () => Promise<unknown>): { undoUntil: string } {
    const known = this.#pending.get(id);
    if (known !== undefined) return { undoUntil: formatUtc(known.untilMs) };
    const untilMs = this.#clock.now() + UNDO_MS;
    const timer = setTimeout(() => void this.#finish(id), UNDO_MS);
    this.#pending.set(id, { spaceId, untilMs, timer, carryOut });
    this.#tell(spaceId);
    return { undoUntil: formatUtc(untilMs) };
  }

  /** False where it is too late, or nothing was to be undone. */
  undo(id: string): boolean {
    const pending = this.#pending.get(id);
    if (pending === undefined) return false;
    clearTimeout(pending.timer);
    this.#pending.delete(id);
    this.#tell(pending.spaceId);
    return true;
  }

  /** True while it is being taken away: lists leave it out. */
  holds(id: string): boolean {
    return this.#pending.has(id);
  }

  async flush(): Promise<void> {
    await Promise.all([...this.#pending.keys()].map((id) => this.#finish(id)));
  }

  async #finish(id: string): Promise<void> {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    try {
      await pending.carryOut();
    } catch (thrown) {
      // Nobody waits for this any more. The record is still there and the list says so.
      if (!(thrown instanceof VaultError)) throw thrown;
    } finally {
      this.#pending.delete(id);
      this.#tell(pending.spaceId);
    }
  }
}
