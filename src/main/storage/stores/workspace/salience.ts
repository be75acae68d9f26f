/**
 * How present a memory is to somebody: how lately and how often it was opened, in one number.
 *
 * Each opening counts 1 and fades to half in 14 days: s(t) = Σ 2^(−(t − tᵢ)/H). What is kept is the rank
 * r = log₂ s(t) + t/H, which is the same whenever it is worked out. So memories stay in order without anything being
 * written as time passes, and openings may be added in any order. Pure.
 */

/** Milliseconds in which an opening fades to half of what it counts. */
export const HALF_LIFE_MS = 14 * 86_400_000;

/** The rank of one opening. */
export function rankOf(atMs: number): number {
  return atMs / HALF_LIFE_MS;
}

/** The rank of what two ranks stand for, together. */
export function joinedRank(a: number, b: number): number {
  const [more, less] = a > b ? [a, b] : [b, a];
  return more + Math.log2(1 + 2 ** (less - more));
}

/** How present it is at a time: 1 just after its first opening, towards 0 later. */
export function salienceAt(rank: number, atMs: number): number {
  return 2 ** (rank - atMs / HALF_LIFE_MS);
}
