/** Reminders: what is to be thought of at a time, or when a person, a place or a tag comes up. */
import { z } from 'zod';
import { bandSchema } from '../bands.ts';
import { LIMITS } from '../limits.ts';
import { idSchema, timestampSchema, wellFormedText } from './primitives.ts';

/** Wall-clock time without an offset: `2026-11-24T09:00`. */
const wallTimeSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/);

/** An IANA time zone: `Europe/Berlin`. */
const zoneSchema = z.string().regex(/^[A-Za-z0-9_+/-]{1,64}$/);

/** When it is due: the first time on the wall clock of a zone, and the RRULE (RFC 5545) it repeats by. */
const scheduleSchema = z.strictObject({
  start: wallTimeSchema,
  zone: zoneSchema,
  /** The rule's parts without `RRULE:`; null where it is due once. */
  rule: z
    .string()
    .max(400)
    .regex(/^[A-Z0-9=;,:+-]+$/)
    .nullable(),
});
export type Schedule = z.infer<typeof scheduleSchema>;

export const CUE_KINDS = ['person', 'place', 'tag'] as const;
/** What has to come up in a memory. */
const cueSchema = z.strictObject({
  kind: z.enum(CUE_KINDS),
  value: wellFormedText.trim().min(1).max(LIMITS.personLength),
});
export type Cue = z.infer<typeof cueSchema>;

export const reminderFields = {
  title: wellFormedText.trim().min(1).max(LIMITS.titleLength),
  note: wellFormedText.max(LIMITS.noteLength).default(''),
  band: bandSchema.default('GREEN'),
  schedule: scheduleSchema.nullable().default(null),
  cue: cueSchema.nullable().default(null),
  /** The memory it came from. */
  memoryId: idSchema.nullable().default(null),
};

/** Due at a time or waiting for something to come up: one of the two. */
export const reminderInputSchema = z
  .object(reminderFields)
  .refine(({ schedule, cue }) => (schedule === null) !== (cue === null), {
    error: 'is due at a time or when something comes up, one of the two',
    path: ['schedule'],
  });
export type ReminderInput = z.infer<typeof reminderInputSchema>;

export const reminderSchema = z.object({
  id: idSchema,
  spaceId: idSchema,
  version: z.int().positive(),
  title: z.string(),
  note: z.string(),
  band: bandSchema,
  author: z.object({ id: idSchema, name: z.string() }),
  schedule: scheduleSchema.nullable(),
  cue: cueSchema.nullable(),
  memoryId: idSchema.nullable(),
  /** When to think of it, later than `slotAt` where it was put off; null while it waits for a cue and once it is done. */
  dueAt: timestampSchema.nullable(),
  /** The occurrence itself, on the clock of its zone. */
  slotAt: timestampSchema.nullable(),
  /** When it was last done or skipped. */
  settledAt: timestampSchema.nullable(),
  done: z.boolean(),
  staysOnDevice: z.boolean(),
});
export type Reminder = z.infer<typeof reminderSchema>;
