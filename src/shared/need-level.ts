/**
 * How much something is needed again: 0 just after it was done, rising towards 1 and never reaching it.
 *
 *     level(t) = 1 − 2^(−t / h)
 *
 * with `t` the days since it was last done and `h` its half-life in days: after `h` days half of it is needed again,
 * after 2 `h` three quarters. It is the complement of exponential decay, as in models of forgetting (Ebbinghaus 1885)
 * and of drives that build up while they are not met (Hull 1943). Pure; a clock that went back counts as no time.
 */
const DAY_MS = 86_400_000;

/** @returns 0 to 1, 1 exclusive save where numbers end */
export function needLevel(metMs: number, halfLifeDays: number, nowMs: number): number {
  const days = Math.max(0, nowMs - metMs) / DAY_MS;
  return 1 - 2 ** (-days / halfLifeDays);
}

/** From here on it is worth a gentle word: after log2(5) half-lives, a bit more than two. */
export const PRESSING = 0.8;

const HALF_LIVES = Math.log2(1 / (1 - PRESSING));

/** The half-life of what wants doing about every so many days: it is pressing when they have passed. */
export const halfLifeFor = (days: number): number => days / HALF_LIVES;

/** After how many days it is pressing. */
export const daysUntilPressing = (halfLifeDays: number): number => halfLifeDays * HALF_LIVES;
