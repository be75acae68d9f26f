/** Reminders, goals, moods and scenarios. */
import { z } from 'zod';
import { goalInputSchema, goalMetSchema, goalSchema } from '../contracts/goals.ts';
import { changeSchema, personSchema, tagSchema } from '../contracts/memories.ts';
import {
  daySchema,
  feelingSchema,
  moodInputSchema,
  moodPointSchema,
  moodSchema,
  moodStepSchema,
} from '../contracts/moods.ts';
import { idSchema, timestampSchema } from '../contracts/primitives.ts';
import { receiptReferenceSchema } from '../contracts/receipts.ts';
import { reminderInputSchema, reminderSchema } from '../contracts/reminders.ts';
import { resolutionSchema, scenarioInputSchema, scenarioSchema } from '../contracts/scenarios.ts';
import { LIMITS } from '../limits.ts';
import { channel } from './channel.ts';

const inSpace = z.object({ spaceId: idSchema });
const named = z.object({ spaceId: idSchema, id: idSchema });
const versioned = named.extend({ version: z.int().positive() });
const undoUntil = z.object({ undoUntil: timestampSchema });
const undone = z.object({ undone: z.boolean() });
const moodRange = z.object({
  spaceId: idSchema,
  /** Whose; null for one's own. */
  personId: idSchema.nullable().default(null),
  from: daySchema,
  to: daySchema,
});

/** Characters of a text in which places are looked for. */
const LOOKED_THROUGH = 100_000;

export const PLANNING_CHANNELS = {
  'reminders.lists': channel(
    inSpace,
    z.object({
      upcoming: z.array(reminderSchema),
      waiting: z.array(reminderSchema),
      done: z.array(reminderSchema),
    }),
  ),
  'reminders.comingUp': channel(
    z.object({
      spaceId: idSchema,
      people: z.array(personSchema).max(LIMITS.peoplePerMemory),
      tags: z.array(tagSchema).max(LIMITS.tagsPerMemory),
      text: z.string().max(LOOKED_THROUGH),
    }),
    z.array(reminderSchema),
  ),
  'reminders.add': channel(
    z.object({ spaceId: idSchema, input: reminderInputSchema, idempotencyKey: idSchema }),
    changeSchema,
  ),
  'reminders.edit': channel(
    versioned.extend({ input: reminderInputSchema, idempotencyKey: idSchema }),
    changeSchema,
  ),
  'reminders.settle': channel(
    versioned.extend({ outcome: z.enum(['done', 'skipped']), idempotencyKey: idSchema }),
    changeSchema,
  ),
  'reminders.reopen': channel(
    versioned.extend({ dueAt: timestampSchema.nullable(), slotAt: timestampSchema.nullable() }),
    changeSchema,
  ),
  'reminders.snooze': channel(versioned.extend({ until: timestampSchema }), changeSchema),
  'reminders.delete': channel(named, undoUntil),
  'reminders.undoDelete': channel(named, undone),

  'goals.lists': channel(inSpace, z.object({ active: z.array(goalSchema), resting: z.array(goalSchema) })),
  'goals.history': channel(named, z.array(goalMetSchema)),
  'goals.add': channel(
    z.object({
      spaceId: idSchema,
      input: goalInputSchema,
      /** When it was last done; null where that is not known. */
      lastAt: timestampSchema.nullable().default(null),
      idempotencyKey: idSchema,
    }),
    changeSchema,
  ),
  'goals.edit': channel(versioned.extend({ input: goalInputSchema, idempotencyKey: idSchema }), changeSchema),
  'goals.satisfy': channel(
    named.extend({
      at: timestampSchema.nullable().default(null),
      note: goalMetSchema.shape.note.max(LIMITS.noteLength).default(''),
      memoryId: idSchema.nullable().default(null),
      idempotencyKey: idSchema,
    }),
    z.object({ metId: idSchema, receipt: receiptReferenceSchema }),
  ),
  'goals.unsatisfy': channel(
    named.extend({ metId: idSchema }),
    z.object({ receipt: receiptReferenceSchema }),
  ),
  'goals.delete': channel(named, undoUntil),
  'goals.undoDelete': channel(named, undone),

  'moods.list': channel(moodRange, z.array(moodSchema)),
  'moods.series': channel(moodRange.extend({ by: moodStepSchema }), z.array(moodPointSchema)),
  'moods.labels': channel(
    moodRange,
    z.array(z.object({ feeling: feelingSchema.nullable(), word: z.string(), count: z.int().positive() })),
  ),
  'moods.people': channel(inSpace, z.array(z.object({ id: idSchema, name: z.string() }))),
  'moods.ofMemory': channel(z.object({ spaceId: idSchema, memoryId: idSchema }), z.array(moodSchema)),
  'moods.note': channel(
    z.object({ spaceId: idSchema, input: moodInputSchema, idempotencyKey: idSchema }),
    changeSchema,
  ),
  'moods.edit': channel(versioned.extend({ input: moodInputSchema, idempotencyKey: idSchema }), changeSchema),
  'moods.delete': channel(named, undoUntil),
  'moods.undoDelete': channel(named, undone),

  'scenarios.lists': channel(
    inSpace,
    z.object({
      open: z.array(scenarioSchema),
      resolved: z.array(scenarioSchema),
      score: z
        .object({
          /** 0 to 1, less is better: see `calibration.ts`. */
          brier: z.number(),
          guesses: z.int().positive(),
          steps: z.array(z.object({ from: z.number(), to: z.number(), guesses: z.int(), came: z.int() })),
        })
        .nullable(),
    }),
  ),
  'scenarios.toLookAt': channel(inSpace.extend({ before: timestampSchema }), z.array(scenarioSchema)),
  'scenarios.add': channel(
    z.object({ spaceId: idSchema, input: scenarioInputSchema, idempotencyKey: idSchema }),
    changeSchema,
  ),
  'scenarios.edit': channel(
    versioned.extend({ input: scenarioInputSchema, idempotencyKey: idSchema }),
    changeSchema,
  ),
  'scenarios.resolve': channel(
    versioned.extend({ resolution: resolutionSchema.nullable(), idempotencyKey: idSchema }),
    changeSchema,
  ),
  'scenarios.delete': channel(named, undoUntil),
  'scenarios.undoDelete': channel(named, undone),
} as const;
