/** Shapes of models and vectors, used by the contracts of embeddings and vector. */
import { z } from 'zod';

/** `name@version`. */
export const modelIdSchema = z
  .string()
  .max(200)
  .regex(/^[\w.-]+@[\w.-]+$/);

export const LEAST_DIMENSIONS = 8;
export const MOST_DIMENSIONS = 1024;

/** A direction: finite numbers, not all of them zero. Its length is the model's number of dimensions. */
export const vectorSchema = z.custom<Float32Array>(
  (value) =>
    value instanceof Float32Array &&
    value.length >= LEAST_DIMENSIONS &&
    value.length <= MOST_DIMENSIONS &&
    lengthOf(value) > 0 &&
    Number.isFinite(lengthOf(value)),
  { error: 'is no vector of finite numbers with a direction' },
);

function lengthOf(vector: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < vector.length; index += 1) sum += (vector[index] ?? 0) ** 2;
  return Math.sqrt(sum);
}

/** The unit vector of the same direction, a new array. */
export function unitVector(vector: Float32Array): Float32Array<ArrayBuffer> {
  const length = lengthOf(vector);
  const unit = new Float32Array(vector.length);
  for (let index = 0; index < vector.length; index += 1) unit[index] = (vector[index] ?? 0) / length;
  return unit;
}
