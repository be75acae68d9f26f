/**
 * episodic: memories in time.
 *
 * Content (title, text, tags, people, attachment names, external id) is sealed under a key of its own per memory.
 * The timeline's order is wall-clock time where the memory happened, newest first; so a day stays together and a
 * month is one run of rows, whatever the time zones.
 */
import { z } from 'zod';
import { bandSchema } from '../../../../shared/bands.ts';
import { kindSchema, type Month, personSchema, tagSchema } from '../../../../shared/contracts/memories.ts';
import { idSchema, sha256HexSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import type { ReceiptReference } from '../../../../shared/contracts/receipts.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';
import { instantSchema, offsetSchema, rowsSchema } from '../shapes.ts';

const attachmentName = {
  name: wellFormedText.max(1024),
  mediaType: z.string().max(255),
  bytes: z.int().nonnegative(),
};

/** An attachment that the space already holds (`id`), or one put in the same unit (`ref`). */
const attachmentLinkSchema = z.union([
  z.strictObject({ id: sha256HexSchema, ...attachmentName }),
  z.strictObject({ ref: z.string().min(1).max(100), ...attachmentName }),
]);

const content = {
  atMs: instantSchema,
  /** Minutes east of UTC where it happened. */
  offsetMinutes: z.int().min(-1439).max(1439),
  dateOnly: z.boolean(),
  band: bandSchema,
  kind: kindSchema,
  title: wellFormedText.max(LIMITS.titleLength),
  text: wellFormedText.max(LIMITS.textBytes),
  tags: z.array(tagSchema).max(LIMITS.tagsPerMemory),
  people: z.array(personSchema).max(LIMITS.peoplePerMemory),
  externalId: wellFormedText.min(1).max(LIMITS.externalIdLength).nullable(),
  /** SHA-256 of the source it was imported from; tells whether the source has changed since. */
  sourceDigest: sha256HexSchema.nullable(),
  attachments: z.array(attachmentLinkSchema).max(LIMITS.attachmentsPerMemory),
};

/** Which memories; every condition given must hold. Instants in milliseconds, `beforeMs` exclusive, `afterMs` inclusive. */
export const episodicFilterSchema = z.object({
  beforeMs: instantSchema.optional(),
  afterMs: instantSchema.optional(),
  band: bandSchema.optional(),
  kind: kindSchema.optional(),
  tag: tagSchema.optional(),
  person: personSchema.optional(),
});
export type EpisodicFilter = z.infer<typeof episodicFilterSchema>;

export interface EpisodicAttachment {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** One line of the timeline. */
export interface EpisodicRow {
  readonly id: string;
  readonly version: number;
  readonly atMs: number;
  readonly offsetMinutes: number;
  readonly dateOnly: boolean;
  readonly band: z.infer<typeof bandSchema>;
  readonly kind: string;
  readonly title: string;
  /** The first 240 characters of the text, white space folded. */
  readonly excerpt: string;
  readonly tags: readonly string[];
  readonly people: readonly string[];
  readonly externalId: string | null;
  readonly attachments: readonly EpisodicAttachment[];
}

/** A whole memory. */
export interface EpisodicRecord extends Omit<EpisodicRow, 'excerpt'> {
  readonly text: string;
  readonly authorId: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly sourceDigest: string | null;
  /** Of the last change. */
  readonly receipt: ReceiptReference;
}

/** Memories in an order of their own. */
export interface Sequence {
  readonly id: string;
  readonly version: number;
  readonly band: z.infer<typeof bandSchema>;
  readonly authorId: string;
  readonly updatedMs: number;
  readonly name: string;
  readonly note: string;
  /** In order; without those whose band this device holds no key of. */
  readonly memoryIds: readonly string[];
}

/** Where a memory stands in a sequence. */
export interface SequencePlace {
  readonly sequenceId: string;
  readonly name: string;
  /** From 1. */
  readonly position: number;
  readonly total: number;
  readonly previousId: string | null;
  readonly nextId: string | null;
}

export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

const filter = episodicFilterSchema.default({});

const sequenceWords = {
  /** BLACK never: what belongs together says something, too. */
  band: bandSchema.exclude(['BLACK']),
  name: wellFormedText.min(1).max(LIMITS.titleLength),
  note: wellFormedText.max(10_000),
  memoryIds: z
    .array(idSchema)
    .max(LIMITS.sequenceMemories)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'names a memory twice' }),
};
const versioned = { id: idSchema, expectedVersion: z.int().positive() };

export const episodicContract = {
  name: 'episodic',
  commands: {
    /** A new memory, version 1. CONFLICT where the id is taken or was deleted, or the external id is held by another. */
    append: command('write', z.object({ id: idSchema, authorId: idSchema, ...content })),
    /** All content anew; the version rises by one. CONFLICT where `expectedVersion` is not the stored one. */
    revise: command('write', z.object({ id: idSchema, expectedVersion: z.int().positive(), ...content })),
    /** Row and data key gone. MEMORY_NOT_FOUND; CONFLICT where `expectedVersion` is given and is not the stored one. */
    remove: command('write', z.object({ id: idSchema, expectedVersion: z.int().positive().nullable() }), {
      erases: true,
    }),
    /** A new sequence, version 1. MEMORY_NOT_FOUND; INVALID_INPUT for a BLACK memory; CONFLICT where the id is taken. */
    beginSequence: command('write', z.object({ id: idSchema, authorId: idSchema, ...sequenceWords })),
    /** Name, note, band and order anew. NOT_FOUND; CONFLICT where the version is another by now. */
    arrangeSequence: command('write', z.object({ ...versioned, ...sequenceWords })),
    /** The sequence is gone; its memories stay. */
    endSequence: command('write', z.object(versioned), { erases: true }),
    /** Until when (exclusive) a memory lasted; null where it has no end of its own. */
    setSpan: command('write', z.object({ id: idSchema, untilMs: instantSchema.nullable() })),
  },
  queries: {
    page: query<{ total: number; rows: EpisodicRow[] }>()(
      z.object({ offset: offsetSchema, limit: rowsSchema, filter }),
    ),
    months: query<Month[]>()(z.object({ filter })),
    /** Tags and people with how many memories have them, most first; never of BLACK memories. */
    facets: query<{ tags: FacetCount[]; people: FacetCount[] }>()(z.object({})),
    /** Null where there is none. */
    get: query<EpisodicRecord | null>()(z.object({ id: idSchema })),
    /** In the order asked for; ids that are not there are left out. */
    rows: query<EpisodicRow[]>()(z.object({ ids: z.array(idSchema).max(1000) })),
    titles: query<{ id: string; title: string }[]>()(z.object({ ids: z.array(idSchema).max(1000) })),
    byExternalIds: query<
      { externalId: string; id: string; version: number; sourceDigest: string | null }[]
    >()(z.object({ ids: z.array(wellFormedText.max(LIMITS.externalIdLength)).max(10_000) })),
    stats: query<{ memories: number }>()(z.object({})),
    /** Memories of this calendar day in earlier years, on their own wall clock: the nearest year first. */
    onThisDay: query<{ row: EpisodicRow; yearsAgo: number }[]>()(
      z.object({
        year: z.int().min(1).max(9999),
        month: z.int().min(1).max(12),
        day: z.int().min(1).max(31),
        /** How many days before and after are meant too. */
        days: z.int().min(0).max(15).default(0),
        limit: z.int().min(1).max(100),
      }),
    ),
    /** What lies in, or lasts into, a stretch of time (`untilMs` exclusive): what began first comes first. */
    overlapping: query<{ row: EpisodicRow; untilMs: number | null }[]>()(
      z.object({ fromMs: instantSchema, untilMs: instantSchema, limit: z.int().min(1).max(1000) }),
    ),
    /** What lies right before and after a memory in time (the nearest first), and in its sequences. Null where there is none. */
    around: query<{
      before: EpisodicRow[];
      after: EpisodicRow[];
      untilMs: number | null;
      sequences: SequencePlace[];
    } | null>()(z.object({ id: idSchema, limit: z.int().min(1).max(50) })),
    /** Memories in the order they happened, oldest first; `after` is the `next` of the answer before. */
    stream: query<{ rows: EpisodicRow[]; next: { localMs: number; seq: number } | null }>()(
      z.object({
        filter,
        after: z
          .object({ localMs: z.int(), seq: z.int().min(0) })
          .nullable()
          .default(null),
        limit: z.int().min(1).max(1000),
      }),
    ),
    /** Last changed first. */
    sequences: query<Sequence[]>()(z.object({})),
    sequence: query<Sequence | null>()(z.object({ id: idSchema })),
  },
} as const;
