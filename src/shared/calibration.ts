/**
 * How well somebody's guesses about the future agreed with what came.
 *
 * Brier score (G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78,
 * 1950), in its form for things that come or do not: the mean of (likelihood − came)², 0 where every guess was sure
 * and right, 1 where every one was sure and wrong, 0.25 for who always says "one in two". Pure.
 */
export interface Guess {
  /** 0 to 1 */
  readonly likelihood: number;
  readonly came: boolean;
}

/** 0 to 1, less is better; null without guesses. */
export function brierScore(guesses: readonly Guess[]): number | null {
  if (guesses.length === 0) return null;
  const sum = guesses.reduce((total, { likelihood, came }) => total + (likelihood - (came ? 1 : 0)) ** 2, 0);
  return sum / guesses.length;
}

export interface CalibrationStep {
  /** Guesses from `from` up to and without `to`; the last step holds 1 too. */
  readonly from: number;
  readonly to: number;
  readonly guesses: number;
  readonly came: number;
}

const STEPS = 5;

/** What came of guesses of about the same likelihood; steps without guesses are left out. */
export function calibration(guesses: readonly Guess[]): CalibrationStep[] {
  return Array.from({ length: STEPS }, (_, step) => {
    const within = guesses.filter(
      ({ likelihood }) => Math.min(STEPS - 1, Math.floor(likelihood * STEPS)) === step,
    );
    return {
      from: step / STEPS,
      to: (step + 1) / STEPS,
      guesses: within.length,
      came: within.filter(({ came }) => came).length,
    };
  }).filter((step) => step.guesses > 0);
}
