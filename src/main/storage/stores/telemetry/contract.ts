/**
 * telemetry (vault.db): figures by minute, hour and day, kept 30 days.
 *
 * No record of anybody's: written by `database.upkeep`, without receipts. Holds names of figures (see the catalogue in
 * `observability`), numbers and times; no content.
 */
import { z } from 'zod';
import { idSchema } from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';

/** Seconds of a bucket. */
export const RESOLUTIONS = [60, 3_600, 86_400] as const;
const resolutionSchema = z.union(RESOLUTIONS.map((seconds) => z.literal(seconds)));
export type Resolution = (typeof RESOLUTIONS)[number];

const nameSchema = z.string().regex(/^[A-Za-z0-9_.:-]{0,80}$/);

const figureSchema = z.object({
  /** Null: the registry, and what is of no space. */
  spaceId: idSchema.nullable(),
  figure: nameSchema.min(1),
  label: nameSchema,
  count: z.int().nonnegative(),
  /** Milliseconds; 0 for counters. */
  sum: z.number().nonnegative(),
  /** Of a histogram: index and count; empty for counters. */
  counts: z.array(z.tuple([z.int().min(0).max(10_000), z.int().min(1).max(0xffff_ffff)])).max(1_000),
});
export type TelemetryFigure = z.infer<typeof figureSchema>;

export interface TelemetryLine extends TelemetryFigure {
  /** Beginning of the bucket, seconds since 1970. */
  readonly startS: number;
}

export const telemetryContract = {
  name: 'telemetry',
  upkeep: true,
  commands: {
    /** Adds what came since the last time to the minute, the hour and the day it came in; drops what is too old. */
    record: command(
      'write',
      z.object({ atS: z.int().nonnegative(), figures: z.array(figureSchema).max(5_000) }),
    ),
  },
  queries: {
    /** Buckets that begin in the range, oldest first. */
    series: query<TelemetryLine[]>()(
      z.object({
        resolution: resolutionSchema,
        fromS: z.int().nonnegative(),
        toS: z.int().nonnegative(),
        figure: nameSchema.min(1),
        /** Left out: every space and the registry. Null: the registry. */
        spaceId: idSchema.nullable().optional(),
      }),
    ),
    /** Sums of counters over all spaces since a moment. */
    totals: query<{ figure: string; label: string; count: number }[]>()(
      z.object({ fromS: z.int().nonnegative() }),
    ),
  },
} as const;
