/**
 * workspace: what is being worked on and looked at: drafts, pins, what is in focus, and how present each memory is.
 *
 * Drafts are sealed like memories. Pins, focus and salience name memories alone, and never a BLACK one.
 */
import { z } from 'zod';
import { type Band, bandSchema } from '../../../../shared/bands.ts';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';
import { instantSchema } from '../shapes.ts';

/** Pins of one person: a shelf, not a second timeline. */
export const MOST_PINS = 50;

export interface DraftRow {
  readonly id: string;
  readonly baseVersion: number | null;
  readonly band: Band;
  /** As it was given to `saveDraft`. */
  readonly content: string;
  readonly savedMs: number;
}

export interface SalientMemory {
  readonly id: string;
  /** See `salience.ts`: 1 just after its first opening, halved every 14 days. */
  readonly salience: number;
  readonly opened: number;
  readonly lastMs: number;
}

export const workspaceContract = {
  name: 'workspace',
  commands: {
    /** Saves or replaces; `content` is the caller's own JSON text, sealed under the band's key. */
    saveDraft: command(
      'write',
      z.object({
        id: idSchema,
        baseVersion: z.int().positive().nullable(),
        band: bandSchema,
        content: wellFormedText.max(LIMITS.textBytes * 2),
      }),
    ),
    /** Nothing where there is none. */
    discardDraft: command('write', z.object({ id: idSchema }), { erases: true }),
    /** To the front of the person's pins. MEMORY_NOT_FOUND; CONFLICT (`black`, `full`). */
    pin: command('write', z.object({ id: idSchema, personId: idSchema })),
    /** Nothing where it is not pinned. */
    unpin: command('write', z.object({ id: idSchema, personId: idSchema })),
    /** A person opened these, in any order. Memories that are gone or BLACK are passed over. */
    noteOpened: command(
      'write',
      z.object({
        personId: idSchema,
        opened: z
          .array(z.object({ id: idSchema, atMs: instantSchema }))
          .min(1)
          .max(1000),
      }),
    ),
    /** What the device shows now; null for nothing. Passed over where it is gone or BLACK. */
    setFocus: command('write', z.object({ deviceId: idSchema, id: idSchema.nullable() })),
  },
  queries: {
    /** Last saved first. */
    drafts: query<DraftRow[]>()(z.object({})),
    /** Last pinned first; those of bands this device cannot open are left out. */
    pins: query<{ id: string; pinnedMs: number }[]>()(z.object({ personId: idSchema })),
    /** What the device showed last; null where nothing is in focus. */
    focus: query<{ id: string; sinceMs: number } | null>()(z.object({ deviceId: idSchema })),
    /** What is most present to a person, most first. */
    salient: query<SalientMemory[]>()(
      z.object({ personId: idSchema, atMs: instantSchema, limit: z.int().min(1).max(200) }),
    ),
  },
} as const;
