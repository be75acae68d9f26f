/**
 * The check of a database's whole file, slice by slice: a little when nobody needs the database, or all of it at once at
 * a person's word.
 *
 * Invariants: a slice takes one reader for some milliseconds and never the writer; how far the round has come survives
 * closing; notes are written in batches, when something was found or a minute has passed, not after each slice.
 */
import {
  type FinishedPart,
  FRESH_SLICE,
  type Notice,
  type SliceReport,
  type SliceState,
} from '../storage/stores/upkeep/contract.ts';
import type { JobReport } from './jobs.ts';
import type { Target, UpkeptDatabase } from './targets.ts';

/** Milliseconds of one slice: in idle time, and at a person's word. */
const IDLE_SLICE_MS = 8;
const DEEP_SLICE_MS = 40;
const NOTE_AFTER_MS = 60_000;

interface Place {
  part: string | null;
  state: SliceState;
}

export class Round {
  readonly #database: UpkeptDatabase;
  readonly #nowMs: () => number;
  #place: Place | null = null;
  #unnoted: FinishedPart[] = [];
  #notedAtMs: number;
  /** What is noted is where it is: nothing to write. */
  #noted = true;

  constructor(database: UpkeptDatabase, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
    this.#notedAtMs = nowMs();
  }

  /** One slice, from where the last one ended. @returns what is wrong in the parts that it finished */
  async slice(budgetMs = IDLE_SLICE_MS): Promise<readonly Notice[]> {
    const { part, state } = await this.#where();
    const report = await this.#database.query('upkeep.slice', { part, state, budgetMs });
    this.#place = report;
    this.#noted = false;
    this.#unnoted.push(...report.finished);
    const notices = report.finished.flatMap(({ notices: found }) => found);
    const ended = report.part === null;
    if (ended || notices.length > 0 || this.#nowMs() - this.#notedAtMs >= NOTE_AFTER_MS) await this.note();
    return notices;
  }

  /** Writes down how far it has come. */
  async note(): Promise<void> {
    const place = this.#place;
    if (place === null || this.#noted) return;
    const finished = this.#unnoted;
    this.#unnoted = [];
    this.#notedAtMs = this.#nowMs();
    this.#noted = true;
    await this.#write(place, finished);
  }

  /** A whole round at once, deep. A round that was under way in idle time goes on after one that was stopped. */
  async whole({ spaceId }: Target, behind: number, { signal, tell }: JobReport): Promise<SliceReport | null> {
    let report: SliceReport | null = null;
    let place: Place = { part: null, state: FRESH_SLICE };
    while (!signal.aborted) {
      report = await this.#database.query('upkeep.slice', {
        ...placeOf(place),
        budgetMs: DEEP_SLICE_MS,
        deep: true,
      });
      place = report;
      const ended = report.part === null;
      tell({ spaceId, done: behind + report.done, total: null });
      if (ended || report.finished.some(({ notices }) => notices.length > 0)) {
        this.#unnoted.push(...report.finished);
        if (ended) this.#place = { part: null, state: FRESH_SLICE };
        await this.#write(ended ? { part: null, state: FRESH_SLICE } : await this.#where(), this.#unnoted);
        this.#unnoted = [];
      } else this.#unnoted.push(...report.finished);
      if (ended) return report;
    }
    return null;
  }

  async #where(): Promise<Place> {
    if (this.#place !== null) return placeOf(this.#place);
    const { round } = await this.#database.query('upkeep.state', {});
    return { part: round?.part ?? null, state: round?.state ?? FRESH_SLICE };
  }

  async #write({ part, state }: Place, finished: readonly FinishedPart[]): Promise<void> {
    const atMs = this.#nowMs();
    await this.#database.upkeep((notes) =>
      notes.upkeep.advance({ atMs, part, state, finished: plain(finished) }),
    );
  }
}

const placeOf = ({ part, state }: Place): Place => ({ part, state });

/** What the contract takes: arrays that may be changed. */
function plain(finished: readonly FinishedPart[]): FinishedPart[] {
  return finished.map((each) => ({ ...each, notices: [...each.notices] }));
}
