/**
 * What main and the import thread say to each other.
 *
 * Back-pressure is in bytes: the thread may be ahead by `AHEAD_BYTES` (and one item, of whatever size) of what
 * main has given back, so that the size of a source never becomes the size of the process.
 */
import { z } from 'zod';
import { bandSchema } from '../../../shared/bands.ts';
import { importFormatSchema } from '../../../shared/contracts/imports.ts';
import { type VaultErrorData, vaultErrorDataSchema } from '../../../shared/errors.ts';
import type { ImportEntry } from './entries.ts';

/** Bytes that may be on their way. */
export const AHEAD_BYTES = 8 * 1024 * 1024;
/** A batch is sent when it has this many entries or bytes. */
export const BATCH_ENTRIES = 128;
export const BATCH_BYTES = 1024 * 1024;
/** What an entry costs besides its content. */
const ENTRY_BYTES = 256;

export const threadRequestSchema = z.object({
  path: z.string(),
  format: z.union([z.literal('auto'), importFormatSchema]),
  band: bandSchema.optional(),
  attachments: z.enum(['bytes', 'sizes']),
});
export type ThreadRequest = z.infer<typeof threadRequestSchema>;

export const toThreadSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('credit'), bytes: z.int().nonnegative() }),
  z.object({ type: z.literal('stop') }),
]);
export type ToThread = z.infer<typeof toThreadSchema>;

// Entries were made by our own thread from what it has parsed; they are checked by the stores' contracts next.
const entriesSchema = z.custom<readonly ImportEntry[]>((value) => Array.isArray(value));

export const fromThreadSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('opened'),
    format: importFormatSchema,
    total: z.int().nonnegative().nullable(),
  }),
  z.object({ type: z.literal('batch'), entries: entriesSchema, bytes: z.int().nonnegative() }),
  z.object({ type: z.literal('end') }),
  z.object({ type: z.literal('failed'), error: vaultErrorDataSchema }),
]);
export type FromThread =
  | {
      readonly type: 'opened';
      readonly format: z.infer<typeof importFormatSchema>;
      readonly total: number | null;
    }
  | { readonly type: 'batch'; readonly entries: readonly ImportEntry[]; readonly bytes: number }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly error: VaultErrorData };

/** Bytes that an entry occupies on its way, about. */
export function weightOf(entry: ImportEntry): number {
  if (entry.type === 'refused') return ENTRY_BYTES;
  const attached = entry.attachments.reduce((sum, { bytes }) => sum + (bytes?.byteLength ?? 0), 0);
  return ENTRY_BYTES + entry.input.text.length + attached;
}
