/**
 * Unit vectors that lie as those of real texts do: in clumps, with components of every size, the same for a seed.
 * For tests of recall; random directions in 384 dimensions are all equally far from one another and prove nothing.
 */

/** Numbers from 0 to 1 that only depend on the seed (mulberry32, public domain). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface ClusterOptions {
  readonly count: number;
  readonly dimensions: number;
  readonly clusters: number;
  readonly seed: number;
}

export function clusteredVectors({
  count,
  dimensions,
  clusters,
  seed,
}: ClusterOptions): Float32Array<ArrayBuffer>[] {
  const random = randomFrom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const centres = Array.from({ length: clusters }, () => Array.from({ length: dimensions }, normal));
  return Array.from({ length: count }, (_, index) => {
    const centre = centres[index % clusters] ?? [];
    const vector = Float32Array.from(centre, (component) => component + normal() * 0.8);
    const length = Math.hypot(...vector);
    return vector.map((component) => component / length);
  });
}
