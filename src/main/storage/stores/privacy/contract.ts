/**
 * privacy: what people want done with what is kept, what they agreed to, how long to keep what, and what was deleted.
 *
 * A deletion wins over every edit, for ever; what stays is who, when, why and the receipt. Nothing here deletes by
 * itself: a retention rule says what it would touch, and somebody decides.
 */
import { z } from 'zod';
import { type Band, bandSchema } from '../../../../shared/bands.ts';
import { kindSchema, tagSchema } from '../../../../shared/contracts/memories.ts';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import type { ReceiptReference } from '../../../../shared/contracts/receipts.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';
import { instantSchema, offsetSchema, rowsSchema } from '../shapes.ts';

export interface TombstoneRow {
  readonly recordId: string;
  readonly atMs: number;
  readonly actorId: string;
  readonly reason: string | null;
  readonly receipt: ReceiptReference;
}

export interface ConsentRow {
  readonly id: string;
  readonly personId: string;
  readonly band: Band;
  /** What the person agreed to, in words. */
  readonly what: string;
  readonly givenMs: number;
  /** Null while it stands. */
  readonly withdrawnMs: number | null;
  /** Why, where the person said. */
  readonly withdrawnNote: string | null;
  /** Of the last thing that happened to it. */
  readonly receipt: ReceiptReference;
}

/** Which memories a rule is about: all conditions that are not null must hold. BLACK ones only where `band` says so. */
const ruleSchema = z.object({
  name: wellFormedText.min(1).max(120),
  kind: kindSchema.nullable(),
  tag: tagSchema.nullable(),
  band: bandSchema.nullable(),
  /** Days a memory is kept. */
  keepDays: z.int().min(1).max(36_525),
  /** From when: the day it happened, or the day it was written down here. */
  countedFrom: z.enum(['happened', 'written']),
});
export type RetentionRule = z.infer<typeof ruleSchema>;

export interface RetentionRuleRow extends RetentionRule {
  readonly id: string;
  readonly enabled: boolean;
  readonly changedMs: number;
}

/** `area.name`, of the app's own choosing: never content. */
const preferenceKeySchema = z
  .string()
  .max(80)
  .regex(/^[a-z]+(\.[a-z][A-Za-z]*)+$/);

export const privacyContract = {
  name: 'privacy',
  commands: {
    /**
     * Collected beside `episodic.remove` in the same unit, in any order. Of the memory's external id only a keyed
     * hash is kept, so that an import does not bring it back.
     */
    bury: command(
      'retract',
      z.object({ recordId: idSchema, actorId: idSchema, reason: wellFormedText.max(500).nullable() }),
    ),
    /** Sets one preference of a person; null forgets it. */
    prefer: command(
      'write',
      z.object({
        personId: idSchema,
        key: preferenceKeySchema,
        value: z.union([z.boolean(), z.number(), wellFormedText.max(1000)]).nullable(),
      }),
    ),
    /** CONFLICT (`id-taken`) where there is one of this id: what was agreed to is never written over. */
    giveConsent: command(
      'write',
      z.object({
        id: idSchema,
        personId: idSchema,
        /** Sealed under it. */
        band: bandSchema,
        what: wellFormedText.min(1).max(1000),
        atMs: instantSchema,
      }),
    ),
    /** NOT_FOUND; CONFLICT (`withdrawn`) where it was withdrawn before, (`before-given`) where the time is earlier. */
    withdrawConsent: command(
      'write',
      z.object({ id: idSchema, note: wellFormedText.max(1000).nullable(), atMs: instantSchema }),
    ),
    /** Makes a rule or replaces it. Deletes nothing. */
    setRule: command('write', z.object({ id: idSchema, enabled: z.boolean(), rule: ruleSchema })),
    /** Nothing where there is none. */
    dropRule: command('write', z.object({ id: idSchema }), { erases: true }),
  },
  queries: {
    /** Newest first. */
    tombstones: query<{ total: number; rows: TombstoneRow[] }>()(
      z.object({ offset: offsetSchema, limit: rowsSchema }),
    ),
    /** Those of the external ids whose memory was deleted here. */
    buriedExternalIds: query<string[]>()(
      z.object({ ids: z.array(wellFormedText.max(LIMITS.externalIdLength)).max(10_000) }),
    ),
    preferences: query<{ key: string; value: boolean | number | string }[]>()(
      z.object({ personId: idSchema }),
    ),
    /** Last given first; of one person, or of all. With `atMs` only those that stood then. */
    consents: query<ConsentRow[]>()(
      z.object({ personId: idSchema.nullable(), atMs: instantSchema.optional() }),
    ),
    rules: query<RetentionRuleRow[]>()(z.object({})),
    /** What a rule would touch on a day: how many, and the first of them, oldest first. Switched off, too. */
    ruleWouldTouch: query<{ total: number; ids: string[] }>()(
      z.object({ rule: ruleSchema, nowMs: instantSchema, limit: z.int().min(1).max(1000) }),
    ),
  },
} as const;
