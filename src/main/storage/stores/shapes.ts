/** Shapes that several stores' contracts use. */
import { z } from 'zod';

/** Milliseconds since 1970-01-01T00:00Z, years 1 to 9999 with any offset. */
export const instantSchema = z
  .int()
  .min(Date.UTC(0, 0, 1) - 60_000_000_000_000)
  .max(253_402_400_000_000);

export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, {
  error: 'is no byte array',
});

export const rowsSchema = z.int().min(1).max(10_000);

export const offsetSchema = z.int().min(0);
