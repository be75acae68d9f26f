/**
 * ml: what learning leaves: files such as a trained model, kept in sealed chunks, and how good they were when.
 *
 * A file is begun, filled chunk by chunk in any order and finished, which compares it with its checksum; only a whole
 * one is read. So no file has to be in memory at once, and a crash leaves at worst an unfinished one.
 */
import { z } from 'zod';
import { type Band, bandSchema } from '../../../../shared/bands.ts';
import { idSchema, sha256HexSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';
import { bytesSchema, instantSchema } from '../shapes.ts';

/** Plain bytes of every chunk but the last. */
export const ML_CHUNK_BYTES = 1024 * 1024;

export interface MlArtifact {
  readonly id: string;
  readonly name: string;
  /** What it is: `topics`, `names`; of the caller's choosing. */
  readonly type: string;
  readonly version: number;
  readonly band: Band;
  readonly bytes: number;
  readonly sha256: string;
  /** Chunks that are there, and how many there will be. */
  readonly chunks: number;
  readonly chunksWanted: number;
  readonly state: 'writing' | 'whole';
  readonly createdMs: number;
}

export interface MlMetric {
  readonly name: string;
  readonly atMs: number;
  readonly value: number;
}

const metricNameSchema = z
  .string()
  .max(80)
  .regex(/^[a-z][\w.]*$/);

export const mlContract = {
  name: 'ml',
  commands: {
    /** CONFLICT (`id-taken`, `version-taken`) where there is one already. */
    begin: command(
      'write',
      z.object({
        id: idSchema,
        name: wellFormedText.min(1).max(120),
        type: wellFormedText.min(1).max(80),
        version: z.int().min(1).max(1_000_000),
        band: bandSchema,
        bytes: z.int().min(1).max(LIMITS.attachmentBytes),
        /** Of the whole file. */
        sha256: sha256HexSchema,
      }),
    ),
    /**
     * One chunk, in any order; the same again replaces it. NOT_FOUND; CONFLICT (`whole`) after `finish`; INVALID_INPUT
     * (fields `chunk`, `bytes`) where it does not fit. A large buffer is handed over: do not use it afterwards.
     */
    putChunk: command(
      'write',
      z.object({
        id: idSchema,
        chunk: z
          .int()
          .min(0)
          .max(LIMITS.attachmentBytes / ML_CHUNK_BYTES),
        bytes: bytesSchema.refine((bytes) => bytes.byteLength > 0 && bytes.byteLength <= ML_CHUNK_BYTES, {
          error: `is empty or larger than ${ML_CHUNK_BYTES} bytes`,
        }),
      }),
    ),
    /** NOT_FOUND; CONFLICT (`incomplete`, `checksum`) where it is not what was announced: it then stays as it is. */
    finish: command('write', z.object({ id: idSchema })),
    /** The file, its metrics and its keys gone. Nothing where there is none. */
    drop: command('write', z.object({ id: idSchema }), { erases: true }),
    /** How good it was. NOT_FOUND. */
    measure: command(
      'write',
      z.object({
        id: idSchema,
        metrics: z
          .array(z.object({ name: metricNameSchema, atMs: instantSchema, value: z.number() }))
          .min(1)
          .max(1000),
      }),
    ),
  },
  queries: {
    /** By name and type, newest version first. */
    artifacts: query<MlArtifact[]>()(z.object({ name: wellFormedText.max(120).optional() })),
    /** One chunk's plain bytes; NOT_FOUND where there is none, or the file is not whole. */
    read: query<{ bytes: Uint8Array }>()(z.object({ id: idSchema, chunk: z.int().nonnegative() })),
    /** Oldest first; one metric or all, at most 10,000. */
    metrics: query<MlMetric[]>()(
      z.object({ id: idSchema, name: metricNameSchema.optional(), sinceMs: instantSchema.optional() }),
    ),
  },
} as const;
