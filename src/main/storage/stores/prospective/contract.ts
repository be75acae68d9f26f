/**
 * prospective: what is meant to be thought of later, at a time or when something comes up.
 *
 * The words, the rule and what it waits for are sealed; beside the seal lies when it is due next, because that is
 * what it is sorted by. The store does no calendar arithmetic: who writes says when it is due next.
 */
import { z } from 'zod';
import { bandSchema } from '../../../../shared/bands.ts';
import { idSchema } from '../../../../shared/contracts/primitives.ts';
import { reminderFields } from '../../../../shared/contracts/reminders.ts';
import { command, query } from '../../contract.ts';
import { instantSchema, rowsSchema } from '../shapes.ts';
import type { RecordHead } from '../versioned-records.ts';

const { band: _, ...words } = reminderFields;
const contentSchema = z.object(words);
export type ReminderContent = z.infer<typeof contentSchema>;

export interface ReminderRecord extends RecordHead, ReminderContent {
  /** Null while it waits for a person, place or tag, and once it is done. */
  readonly dueMs: number | null;
  /** The occurrence itself: before `dueMs` where it was put off. */
  readonly slotMs: number | null;
  readonly settledMs: number | null;
  readonly done: boolean;
}

const version = { id: idSchema, expectedVersion: z.int().positive() };
const due = { dueMs: instantSchema.nullable(), slotMs: instantSchema.nullable() };
const written = { band: bandSchema, content: contentSchema, ...due };

export const prospectiveContract = {
  name: 'prospective',
  commands: {
    /** A new one, version 1. CONFLICT where the id is taken. */
    plan: command('write', z.object({ id: idSchema, authorId: idSchema, ...written })),
    /** Everything anew. NOT_FOUND, CONFLICT. */
    revise: command('write', z.object({ ...version, ...written })),
    /** Done or skipped: due again at `dueMs`, or over where that is null. NOT_FOUND, CONFLICT. */
    settle: command('write', z.object({ ...version, ...due })),
    /** Takes a `settle` back, or puts off: open, due as given. NOT_FOUND, CONFLICT. */
    reopen: command('write', z.object({ ...version, ...due })),
    /** Row and key gone. Nothing where there is none. */
    forget: command('write', z.object({ id: idSchema }), { erases: true }),
  },
  queries: {
    /** Null where there is none, or where its band's key is not held. */
    get: query<ReminderRecord | null>()(z.object({ id: idSchema })),
    /** Open and due before `beforeMs`, soonest first. */
    upcoming: query<ReminderRecord[]>()(z.object({ beforeMs: instantSchema.nullable(), limit: rowsSchema })),
    /** Open and waiting for something to come up, newest first. */
    waiting: query<ReminderRecord[]>()(z.object({ limit: rowsSchema })),
    /** Over, last one first. */
    done: query<ReminderRecord[]>()(z.object({ limit: rowsSchema })),
    /** When the first open one after `afterMs` is due, whatever its band. */
    nextDue: query<{ atMs: number | null }>()(z.object({ afterMs: instantSchema })),
  },
} as const;
