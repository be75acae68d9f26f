/**
 * The two coarser forms of a unit vector that a search works on: one bit a dimension to find the nearest few hundred,
 * one signed byte a dimension to put those in order.
 *
 * Pure. The scale is that of 384 dimensions, where hardly a component of a unit vector passes 0.275; more dimensions
 * make components smaller by the square root.
 */

/** Dimensions of the two tables of codes; a shorter vector's code ends in zeros, which are the same for all. */
export const CODE_DIMENSIONS = 384;
const WIDE_CODE_DIMENSIONS = 1024;

function scaleOf(dimensions: number): number {
  return (127 / 0.275) * Math.sqrt(dimensions / CODE_DIMENSIONS);
}

/** The signs, one bit a dimension, lowest bit first; as long as the table for so many dimensions wants it. */
export function bitCode(vector: Float32Array): Uint8Array {
  const width = vector.length <= CODE_DIMENSIONS ? CODE_DIMENSIONS : WIDE_CODE_DIMENSIONS;
  const code = new Uint8Array(width / 8);
  for (let index = 0; index < vector.length; index += 1) {
    if ((vector[index] ?? 0) > 0) code[index >> 3] = (code[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return code;
}

/** One signed byte a dimension. */
export function byteVector(vector: Float32Array): Int8Array {
  const scale = scaleOf(vector.length);
  const bytes = new Int8Array(vector.length);
  // A loop: `from` with a function takes thirty times as long.
  for (let index = 0; index < vector.length; index += 1) {
    bytes[index] = Math.max(-127, Math.min(127, Math.round((vector[index] ?? 0) * scale)));
  }
  return bytes;
}

/** Cosine of a unit vector and one that was made coarser, which must have as many dimensions. */
export function cosine(vector: Float32Array, value: Uint8Array): number {
  const bytes = new Int8Array(value.buffer, value.byteOffset, value.byteLength);
  let sum = 0;
  for (let index = 0; index < vector.length; index += 1) sum += (vector[index] ?? 0) * (bytes[index] ?? 0);
  return sum / scaleOf(vector.length);
}
