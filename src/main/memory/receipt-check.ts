/**
 * The check of every receipt of a space, slice by slice: it goes on when the page is closed, can be stopped, and never
 * holds a reader for longer than one slice.
 */
import { v7 as uuidv7 } from 'uuid';
import type { ReceiptCheck, ReceiptVerification } from '../../shared/contracts/receipts.ts';
import { errorData } from '../../shared/errors.ts';
import { LOOK_ROWS, type VerifyCursor } from '../storage/stores/receipts/contract.ts';

/** What is wrong is listed up to here; the count goes on. */
const LISTED = 1_000;
const TELL_EVERY_MS = 100;

/** `receipts.verifySlice` of a space, or of vault.db. */
type Slices = (input: {
  cursor: VerifyCursor | null;
  rows: number;
}) => Promise<ReceiptVerification & { looked: number; next: VerifyCursor | null }>;

/** Every receipt, slice by slice. @param each is called after each slice; what it throws ends the check */
export async function verifyInSlices(
  slices: Slices,
  each: (slice: ReceiptVerification & { looked: number }) => void = () => undefined,
): Promise<ReceiptVerification> {
  const broken: ReceiptVerification['broken'] = [];
  let verified = 0;
  let cursor: VerifyCursor | null = null;
  do {
    const slice: Awaited<ReturnType<Slices>> = await slices({ cursor, rows: LOOK_ROWS });
    verified += slice.verified;
    broken.push(...slice.broken);
    each(slice);
    cursor = slice.next;
  } while (cursor !== null);
  return { verified, broken };
}

/** A check that runs on its own. */
export class RunningCheck {
  readonly id = uuidv7();
  readonly #tell: (check: ReceiptCheck) => void;
  readonly #startedMs = performance.now();
  #toldMs = 0;
  #stopped = false;
  #state: ReceiptCheck;
  /** Resolves when it is over; never rejects. */
  readonly ended: Promise<void>;

  constructor(spaceId: string, total: number, slices: Slices, tell: (check: ReceiptCheck) => void) {
    this.#tell = tell;
    this.#state = {
      runId: this.id,
      spaceId,
      state: 'running',
      done: 0,
      total,
      seconds: 0,
      verified: 0,
      broken: [],
      brokenCount: 0,
      error: null,
    };
    this.ended = this.#run(slices);
  }

  get state(): ReceiptCheck {
    return this.#state;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #run(slices: Slices): Promise<void> {
    try {
      await verifyInSlices(
        async (input) => {
          if (this.#stopped) throw new Stopped();
          return slices(input);
        },
        (slice) => this.#add(slice),
      );
      this.#change({ state: 'done' });
    } catch (error) {
      this.#change(
        error instanceof Stopped ? { state: 'cancelled' } : { state: 'failed', error: errorData(error) },
      );
    }
    this.#tell(this.#state);
  }

  #add({ broken, looked, verified }: ReceiptVerification & { looked: number }): void {
    const { state } = this;
    const done = state.done + looked;
    this.#change({
      done,
      total: Math.max(done, state.total),
      verified: state.verified + verified,
      broken: [...state.broken, ...broken].slice(0, LISTED),
      brokenCount: state.brokenCount + broken.length,
    });
  }

  #change(change: Partial<ReceiptCheck>): void {
    const nowMs = performance.now();
    this.#state = { ...this.#state, ...change, seconds: (nowMs - this.#startedMs) / 1000 };
    if (this.#state.state !== 'running' || nowMs - this.#toldMs < TELL_EVERY_MS) return;
    this.#toldMs = nowMs;
    this.#tell(this.#state);
  }
}

class Stopped extends Error {}
