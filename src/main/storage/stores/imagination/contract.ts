/**
 * imagination: what might be, how likely it seemed, and what really came.
 *
 * Every word, likelihood and outcome is sealed. Beside the seal lie when it is to be looked at again and when it was
 * resolved, because that is what they are listed by.
 */
import { z } from 'zod';
import { bandSchema } from '../../../../shared/bands.ts';
import { idSchema } from '../../../../shared/contracts/primitives.ts';
import { type Resolution, resolutionSchema, scenarioWords } from '../../../../shared/contracts/scenarios.ts';
import { command, query } from '../../contract.ts';
import { instantSchema, rowsSchema } from '../shapes.ts';
import type { RecordHead } from '../versioned-records.ts';

const wordsSchema = z.object(scenarioWords);
type ScenarioWords = z.infer<typeof wordsSchema>;

/** What is sealed. */
export interface Imagined extends ScenarioWords {
  readonly resolution: Resolution | null;
}

export interface ScenarioRecord extends RecordHead, Imagined {
  readonly lookMs: number | null;
  readonly resolvedMs: number | null;
}

const version = { id: idSchema, expectedVersion: z.int().positive() };
const written = { band: bandSchema, words: wordsSchema, lookMs: instantSchema.nullable() };

export const imaginationContract = {
  name: 'imagination',
  commands: {
    /** A new one, version 1. CONFLICT where the id is taken. */
    imagine: command('write', z.object({ id: idSchema, authorId: idSchema, ...written })),
    /** Everything anew, save what came. NOT_FOUND; CONFLICT where the version is stale or what came is known. */
    revise: command('write', z.object({ ...version, ...written })),
    /** What came, with a yes or no for each outcome; both null opens it again. NOT_FOUND, CONFLICT. */
    resolve: command(
      'write',
      z.object({ ...version, resolvedMs: instantSchema.nullable(), resolution: resolutionSchema.nullable() }),
    ),
    /** Row and key gone. Nothing where there is none. */
    forget: command('write', z.object({ id: idSchema }), { erases: true }),
  },
  queries: {
    /** Null where there is none, or where its band's key is not held. */
    get: query<ScenarioRecord | null>()(z.object({ id: idSchema })),
    /** Open ones: soonest to be looked at first, those without a day last. */
    open: query<ScenarioRecord[]>()(z.object({ limit: rowsSchema })),
    /** Open ones that are to be looked at before `beforeMs`, soonest first. */
    toLookAt: query<ScenarioRecord[]>()(z.object({ beforeMs: instantSchema, limit: rowsSchema })),
    /** What came is known: last one first. */
    resolved: query<ScenarioRecord[]>()(z.object({ limit: rowsSchema })),
  },
} as const;
