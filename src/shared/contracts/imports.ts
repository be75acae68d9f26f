/** Bringing in what people have: formats, preview, progress, fate of each file. */
import { z } from 'zod';
import { bandSchema } from '../bands.ts';
import { errorCodeSchema, vaultErrorDataSchema } from '../errors.ts';
import { idSchema, timestampSchema } from './primitives.ts';

export const IMPORT_FORMATS = ['markdown', 'text', 'jsonl', 'dayone'] as const;
export const importFormatSchema = z.enum(IMPORT_FORMATS);
export type ImportFormat = z.infer<typeof importFormatSchema>;

export const importRequestSchema = z.object({
  path: z.string().min(1).max(4096),
  spaceId: idSchema,
  format: z.union([z.literal('auto'), importFormatSchema]).default('auto'),
  /** For items that name none themselves. */
  band: bandSchema.optional(),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;

/** Why one source did not come in. `source` is a path inside what was chosen, with a line or entry where it has one. */
export const refusalSchema = z.object({
  source: z.string(),
  code: z.enum([
    'INVALID_JSON',
    'INVALID_SHAPE',
    'INVALID_UTF8',
    'INVALID_DATE',
    'TOO_LARGE',
    'EMPTY',
    'DUPLICATE_ID',
    'SYMLINK',
    'UNSAFE_PATH',
    'ZIP_BOMB',
    'ZIP_DAMAGED',
    'NO_PERMISSION',
    'VANISHED',
    'UNSUPPORTED',
    'CHANGED_HERE',
    'DELETED_HERE',
    'ATTACHMENT_MISSING',
    ...errorCodeSchema.exclude(['TOO_LARGE']).options,
  ]),
  message: z.string(),
});
export type Refusal = z.infer<typeof refusalSchema>;

export const importPreviewSchema = z.object({
  format: importFormatSchema,
  memories: z.int().nonnegative(),
  attachments: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  earliest: timestampSchema.nullable(),
  latest: timestampSchema.nullable(),
  tags: z.int().nonnegative(),
  people: z.int().nonnegative(),
  refused: z.array(refusalSchema),
  /** True where the look stopped at its bound; the counts are then of what was seen. */
  partial: z.boolean(),
  samples: z.array(z.object({ title: z.string(), at: timestampSchema, excerpt: z.string() })),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

export const importProgressSchema = z.object({
  runId: idSchema,
  spaceId: idSchema,
  /** The last part of the chosen path. */
  source: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed', 'interrupted']),
  done: z.int().nonnegative(),
  /** Null while the total is not known. */
  total: z.int().nonnegative().nullable(),
  imported: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  refusedCount: z.int().nonnegative(),
  /** The first 1,000. */
  refused: z.array(refusalSchema),
  seconds: z.number().nonnegative(),
  error: vaultErrorDataSchema.nullable(),
});
export type ImportProgress = z.infer<typeof importProgressSchema>;
