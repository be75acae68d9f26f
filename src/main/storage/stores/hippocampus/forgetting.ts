/**
 * The forgetting curve: how present a memory still is. Pure arithmetic.
 *
 * Strength halves with each half-life that passes without reading (exponential forgetting, after Ebbinghaus, "Über das
 * Gedächtnis", 1885, in the half-life form of Settles & Meeder, "A Trainable Spaced Repetition Model for Language
 * Learning", ACL 2016). Each reading makes it whole again and lengthens the half-life, the more the further it had
 * faded: reading twice in a row teaches little (the spacing effect; Cepeda et al., Psychological Bulletin 132, 2006).
 * The numbers are ours, chosen for a life and not for a vocabulary test; they decide what is offered, and nothing else.
 */

export interface Trace {
  /** How often it was read. */
  readonly recalls: number;
  readonly halfLifeDays: number;
  /** When it was last read, or first gone through. */
  readonly lastMs: number;
}

const DAY_MS = 86_400_000;
const FIRST_HALF_LIFE_DAYS = 14;
const LONGEST_HALF_LIFE_DAYS = 3650;
/** By how much a reading lengthens the half-life of what has faded wholly: to three times. */
const GAIN = 2;

/** A memory that was never read since it is looked after. */
export function firstTrace(nowMs: number): Trace {
  return { recalls: 0, halfLifeDays: FIRST_HALF_LIFE_DAYS, lastMs: nowMs };
}

/** 0 to 1; 1 for a time before the last reading (a clock that was set back). */
export function strengthAt(trace: Trace, nowMs: number): number {
  const days = Math.max(0, nowMs - trace.lastMs) / DAY_MS;
  return 2 ** (-days / trace.halfLifeDays);
}

/** The trace after a reading. A reading before the last one counts, and moves nothing back. */
export function recalled(trace: Trace, atMs: number): Trace {
  const grown = trace.halfLifeDays * (1 + GAIN * (1 - strengthAt(trace, atMs)));
  return {
    recalls: trace.recalls + 1,
    halfLifeDays: Math.min(LONGEST_HALF_LIFE_DAYS, grown),
    lastMs: Math.max(trace.lastMs, atMs),
  };
}

/** When the strength falls to one half. */
export function fadesAt(trace: Trace): number {
  return Math.round(trace.lastMs + trace.halfLifeDays * DAY_MS);
}
