/**
 * metacog: what the vault knows about its own answers: how sure it was, and what people thought of them.
 *
 * The question is sealed under the band of the answer it is about, or the band given; that it is the same question as
 * another day is known by a keyed hash.
 */
import { z } from 'zod';
import { bandSchema } from '../../../../shared/bands.ts';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';
import { instantSchema } from '../shapes.ts';
import type { Calibration } from './calibration.ts';

/** Why an answer helped or did not. `unsaid`: the person pressed and said no more. */
const FEEDBACK_REASONS = ['unsaid', 'found', 'wrong-memory', 'missing', 'outdated', 'too-many'] as const;
export type FeedbackReason = (typeof FEEDBACK_REASONS)[number];

/** What found the answer. */
const ANSWER_SOURCES = ['words', 'meaning', 'both'] as const;
export type AnswerSource = (typeof ANSWER_SOURCES)[number];

export interface FeedbackRow {
  readonly id: string;
  readonly memoryId: string | null;
  readonly question: string;
  readonly helpful: boolean;
  readonly reason: FeedbackReason;
  readonly confidence: number | null;
  readonly source: AnswerSource;
  readonly atMs: number;
}

export interface FeedbackCount {
  readonly reason: FeedbackReason;
  readonly helpful: number;
  readonly unhelpful: number;
}

const question = wellFormedText.min(1).max(LIMITS.queryLength);
const since = { sinceMs: instantSchema, source: z.enum(ANSWER_SOURCES).optional() };

export const metacogContract = {
  name: 'metacog',
  commands: {
    /**
     * What a person thought of an answer, in place of what the same person thought of the same answer to the same
     * question before. Nothing where the memory is gone by now or BLACK.
     */
    judge: command(
      'write',
      z.object({
        id: idSchema,
        personId: idSchema,
        question,
        /** The memory answered with; null for the answer as a whole. */
        memoryId: idSchema.nullable(),
        /** Where it stood, from 1; null for the answer as a whole. */
        place: z.int().min(1).max(10_000).nullable(),
        helpful: z.boolean(),
        reason: z.enum(FEEDBACK_REASONS),
        confidence: z.number().min(0).max(1).nullable(),
        source: z.enum(ANSWER_SOURCES),
        /** The question is sealed under it; of a memory, the memory's own counts. */
        band: bandSchema,
      }),
    ),
    /** Takes it back. Nothing where there is none. */
    withdraw: command('write', z.object({ id: idSchema }), { erases: true }),
  },
  queries: {
    /** What a person thought of the answers to a question. */
    judged: query<FeedbackRow[]>()(z.object({ personId: idSchema, question })),
    /** Reasons with how often each, most first. */
    reasons: query<FeedbackCount[]>()(z.object(since)),
    /** Whether the vault is as sure as it is right: over answers that came with a confidence. */
    calibration: query<Calibration>()(z.object(since)),
  },
} as const;
