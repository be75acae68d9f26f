/**
 * Whether the vault is as sure as it is right. Pure.
 *
 * The Brier score is the mean square of (confidence − outcome): 0 is perfect, 0.25 is what always saying "half" gives
 * (G. W. Brier, 1950). A bin gathers answers of like confidence: in a calibrated vault three in four of those it was
 * 75 % sure of were helpful. The expected error is the bins' distance from that, weighted by their size.
 */

export interface Judged {
  /** 0 to 1. */
  readonly confidence: number;
  readonly helpful: boolean;
}

interface ReliabilityBin {
  /** Of the confidence: `from` inclusive, `to` exclusive save in the last bin. */
  readonly from: number;
  readonly to: number;
  readonly answers: number;
  /** Means over the bin; null where it is empty. */
  readonly confidence: number | null;
  readonly helpful: number | null;
}

export interface Calibration {
  readonly answers: number;
  /** Null without answers. */
  readonly brier: number | null;
  readonly expectedError: number | null;
  readonly bins: readonly ReliabilityBin[];
}

/** @param bins how many, of equal width */
export function calibrationOf(judged: readonly Judged[], bins = 10): Calibration {
  const sums = Array.from({ length: bins }, () => ({ answers: 0, confidence: 0, helpful: 0 }));
  let squares = 0;
  for (const { confidence, helpful } of judged) {
    const sum = sums[Math.min(bins - 1, Math.floor(confidence * bins))];
    if (sum === undefined) throw new RangeError('A confidence lies between 0 and 1.');
    const outcome = helpful ? 1 : 0;
    sum.answers += 1;
    sum.confidence += confidence;
    sum.helpful += outcome;
    squares += (confidence - outcome) ** 2;
  }
  const distance = sums.reduce((total, sum) => total + Math.abs(sum.confidence - sum.helpful), 0);
  const none = judged.length === 0;
  return {
    answers: judged.length,
    brier: none ? null : squares / judged.length,
    expectedError: none ? null : distance / judged.length,
    bins: sums.map(({ answers, confidence, helpful }, index) => ({
      from: index / bins,
      to: (index + 1) / bins,
      answers,
      confidence: answers === 0 ? null : confidence / answers,
      helpful: answers === 0 ? null : helpful / answers,
    })),
  };
}
