/** Shapes that several contracts use: ids, times, names. */
import { z } from 'zod';

/** UUID in lower-case text form. Ours are version 7 (RFC 9562), time-ordered. */
export const idSchema = z.uuid();

/** ISO 8601 date-time with an offset, years 0001 to 9999. */
export const timestampSchema = z.iso.datetime({ offset: true });

/** A name people give to a vault, a space, a person, a device: printable, one line, 1 to 80 characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u);

/** The part of a space's name after the tier; may not hold the colon that separates them. */
export const spaceNameSchema = nameSchema.regex(/^[^:/\\]+$/u);

/** Text without lone surrogates: they cannot be written as UTF-8 and would come back changed. */
export const wellFormedText = z
  .string()
  .refine((text) => text.isWellFormed(), { error: 'holds a lone surrogate' });

/** Lower-case hexadecimal SHA-256. */
export const sha256HexSchema = z.string().regex(/^[0-9a-f]{64}$/);
