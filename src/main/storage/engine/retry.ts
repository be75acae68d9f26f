/** How long to wait before trying again what may pass: exponential, with full jitter, bounded. */

/** Tries in all, the first included. */
export const RETRY_ATTEMPTS = 6;

const FIRST_MS = 20;
const MOST_MS = 1_000;

/**
 * Milliseconds to wait after the given failed attempt (1 for the first).
 * @param random from 0 (inclusive) to 1
 */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  return Math.ceil(random() * Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1)));
}
