/**
 * semantic: what is known of people, places and things.
 *
 * Entities have names; statements say something of them: subject, predicate, and an entity or a literal, with who
 * said so, out of which memory, how sure, and when it is true. Predicates are IRIs (RDF 1.1). Nothing is BLACK here.
 *
 * Two entities that are one are merged, not rewritten: the history stays and a merge can be undone. An answer speaks
 * of the entity that stands at the end of its merges.
 */
import { z } from 'zod';
import { BANDS, type Band } from '../../../../shared/bands.ts';
import { ENTITY_KINDS, iriSchema, languageSchema } from '../../../../shared/contracts/graph.ts';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';
import { instantSchema, offsetSchema } from '../shapes.ts';

export const ORIGINS = ['person', 'import', 'model'] as const;
type Origin = (typeof ORIGINS)[number];
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** BLACK never: what a BLACK memory says is nobody's to gather. */
const openBandSchema = z.enum(BANDS).exclude(['BLACK']);
const kindSchema = z.enum(ENTITY_KINDS);

const entityWords = {
  band: openBandSchema,
  kind: kindSchema,
  /** The first is the one to show. */
  names: z.array(wellFormedText.min(1).max(LIMITS.titleLength)).min(1).max(50),
  note: wellFormedText.max(10_000),
};

const objectSchema = z.union([
  z.strictObject({ entity: idSchema }),
  z.strictObject({
    literal: wellFormedText.max(LIMITS.literalLength),
    /** Null for plain text. */
    datatype: iriSchema.nullable(),
    language: languageSchema.nullable(),
  }),
]);
export type StatementObject = z.infer<typeof objectSchema>;

const certainty = {
  /** 0 (surely not) to 1 (surely). */
  confidence: z.number().min(0).max(1),
  /** From when it is true (inclusive); null where that is open. */
  fromMs: instantSchema.nullable(),
  /** Until when (exclusive). */
  untilMs: instantSchema.nullable(),
};

export interface Entity {
  readonly id: string;
  readonly version: number;
  readonly band: Band;
  readonly kind: EntityKind;
  /** Its own names first, then those of the entities merged into it. */
  readonly names: readonly string[];
  readonly iri: string | null;
  readonly note: string;
  readonly authorId: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface Merge {
  readonly id: string;
  /** The name that the merged one had. */
  readonly name: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly actorId: string;
  readonly atMs: number;
  readonly undoneMs: number | null;
}

export interface Statement {
  readonly id: string;
  readonly version: number;
  readonly band: Band;
  readonly subjectId: string;
  readonly predicate: string;
  readonly object: StatementObject;
  /** The memory it was gathered from. */
  readonly memoryId: string | null;
  readonly authorId: string;
  readonly origin: Origin;
  readonly confidence: number;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly createdMs: number;
  readonly retractedMs: number | null;
}

/** A statement between two entities, as a line to draw. */
export interface Edge {
  readonly statementId: string;
  readonly fromId: string;
  readonly toId: string;
  readonly predicate: string;
}

export interface Neighbourhood {
  /** The one in the middle first, then the nearest. */
  readonly entities: readonly { readonly entity: Entity; readonly distance: number }[];
  readonly edges: readonly Edge[];
  /** True where there is more than `limit` let through. */
  readonly truncated: boolean;
}

export interface Mentions {
  readonly memories: number;
  /** Newest first. */
  readonly memoryIds: readonly string[];
  /** Whoever and whatever is named in the same of the newest memories, most often first. */
  readonly near: readonly {
    readonly label: 'person' | 'tag';
    readonly name: string;
    readonly count: number;
  }[];
}

const predicatesSchema = z.array(iriSchema).max(20).default([]);
const mergeIdsSchema = { id: idSchema };

export const semanticContract = {
  name: 'semantic',
  commands: {
    /** A new entity. CONFLICT where the id is taken, or the IRI names another. */
    declare: command(
      'write',
      z.object({ id: idSchema, authorId: idSchema, iri: iriSchema.nullable(), ...entityWords }),
    ),
    /** Names, kind, note and band anew. NOT_FOUND; CONFLICT where the version is another by now. */
    revise: command('write', z.object({ id: idSchema, expectedVersion: z.int().positive(), ...entityWords })),
    /** The entity, what was merged into it, and every statement about them. */
    remove: command('write', z.object({ id: idSchema, expectedVersion: z.int().positive() }), {
      erases: true,
    }),
    /** Says something. What is said already, by the same origin out of the same memory, is left as it is. */
    state: command(
      'write',
      z.object({
        id: idSchema,
        authorId: idSchema,
        subjectId: idSchema,
        predicate: iriSchema,
        object: objectSchema,
        band: openBandSchema,
        memoryId: idSchema.nullable(),
        origin: z.enum(ORIGINS),
        ...certainty,
      }),
    ),
    /** How sure, and when, anew. */
    amend: command('write', z.object({ id: idSchema, expectedVersion: z.int().positive(), ...certainty })),
    /** It is not true, or no longer said. Kept, and left out of answers. */
    retract: command('write', z.object({ id: idSchema, expectedVersion: z.int().positive() })),
    /** Two are one: `targetId` stands for both. CONFLICT where they are one already. */
    merge: command(
      'write',
      z.object({ ...mergeIdsSchema, sourceId: idSchema, targetId: idSchema, actorId: idSchema }),
    ),
    /** They were two after all. NOT_FOUND; CONFLICT where it was undone before. */
    unmerge: command('write', z.object(mergeIdsSchema)),
  },
  queries: {
    /** In the order they were declared. `kind` and what was merged away are left out where asked. */
    entities: query<{ total: number; rows: Entity[] }>()(
      z.object({
        kind: kindSchema.optional(),
        offset: offsetSchema,
        limit: z.int().min(1).max(1000),
      }),
    ),
    /** Null where there is none; the one it was merged into where it was. */
    entity: query<{ entity: Entity; merges: Merge[] } | null>()(z.object({ id: idSchema })),
    /** Those that bear this name, whatever its case. */
    named: query<Entity[]>()(z.object({ name: wellFormedText.max(LIMITS.titleLength) })),
    /** The ids of those IRIs that are known. */
    resolve: query<{ iri: string; id: string }[]>()(z.object({ iris: z.array(iriSchema).max(1000) })),
    /** Statements that fit; what is not given may be anything. */
    match: query<{ rows: Statement[]; next: number | null }>()(
      z.object({
        subjectId: idSchema.optional(),
        predicate: iriSchema.optional(),
        object: objectSchema.optional(),
        /** True at that time. */
        atMs: instantSchema.optional(),
        leastConfidence: z.number().min(0).max(1).default(0),
        retracted: z.boolean().default(false),
        /** The `next` of the answer before; 0 for the first. */
        after: z.int().min(0).default(0),
        limit: z.int().min(1).max(1000),
      }),
    ),
    statement: query<Statement | null>()(z.object({ id: idSchema })),
    /** Everything up to `depth` statements away, in either direction. */
    neighbours: query<Neighbourhood | null>()(
      z.object({
        id: idSchema,
        depth: z.int().min(1).max(4),
        predicates: predicatesSchema,
        limit: z.int().min(1).max(500),
      }),
    ),
    /** The shortest way from one to the other; empty edges where they are one, null where there is none. */
    path: query<{ edges: Edge[]; entities: Entity[] } | null>()(
      z.object({
        fromId: idSchema,
        toId: idSchema,
        depth: z.int().min(1).max(8),
        predicates: predicatesSchema,
      }),
    ),
    /** Whom both are connected with at first hand. */
    common: query<Entity[]>()(
      z.object({ firstId: idSchema, secondId: idSchema, limit: z.int().min(1).max(500) }),
    ),
    /** Memories that name one of these people (or carry one of these tags); taken from their labels. */
    mentions: query<Mentions>()(
      z.object({
        label: z.enum(['person', 'tag']),
        names: z.array(wellFormedText.min(1).max(LIMITS.titleLength)).min(1).max(50),
        limit: z.int().min(1).max(200),
      }),
    ),
  },
} as const;
