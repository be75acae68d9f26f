/** People, places and things, and what is said of them, as pages and scripts see them. */
import { z } from 'zod';
import { bandSchema } from '../bands.ts';
import { LIMITS } from '../limits.ts';
import { idSchema, timestampSchema, wellFormedText } from './primitives.ts';

export const ENTITY_KINDS = ['person', 'place', 'group', 'event', 'thing', 'topic'] as const;
export const entityKindSchema = z.enum(ENTITY_KINDS);
export type EntityKind = z.infer<typeof entityKindSchema>;

/** An absolute IRI (RFC 3987), without what N-Quads does not allow between its angle brackets. */
export const iriSchema = wellFormedText
  .max(2000)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is kept out
  .regex(/^[A-Za-z][A-Za-z0-9+.-]*:[^\u0000-\u0020<>"{}|\\^`]+$/u);

/** BCP 47, as RDF asks for it. */
export const languageSchema = z.string().regex(/^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/);

/** What people may say of one another without knowing an IRI. */
export const RELATIONS = [
  'parentOf',
  'siblingOf',
  'partnerOf',
  'relatedTo',
  'friendOf',
  'livesIn',
  'worksAt',
  'memberOf',
  'bornIn',
  'partOf',
] as const;
export const relationSchema = z.enum(RELATIONS);
export type Relation = z.infer<typeof relationSchema>;

/**
 * What a page calls somebody by. `entity`: declared, with an id. `person` and `tag`: only named in memories so far;
 * it becomes an entity when something is said of it.
 */
export const graphRefSchema = z.union([
  z.strictObject({ entity: idSchema }),
  z.strictObject({ person: wellFormedText.min(1).max(LIMITS.personLength) }),
  z.strictObject({ tag: wellFormedText.min(1).max(LIMITS.tagLength) }),
]);
export type GraphRef = z.infer<typeof graphRefSchema>;

/** One line of the list of people and places. */
export const graphNodeSchema = z.object({
  ref: graphRefSchema,
  name: z.string(),
  kind: entityKindSchema,
  /** In how many memories it is named. */
  memories: z.int().nonnegative(),
});
export type GraphNode = z.infer<typeof graphNodeSchema>;

const graphFactSchema = z.object({
  statementId: idSchema,
  version: z.int().positive(),
  /** True where it is said of this one; false where this one is what it is said of. */
  outward: z.boolean(),
  /** One of the short list, or null for another predicate, which `predicate` names. */
  relation: relationSchema.nullable(),
  predicate: z.string(),
  other: graphNodeSchema.nullable(),
  /** The literal, where it is none of the entities. */
  value: z.string().nullable(),
  origin: z.enum(['person', 'import', 'model']),
  confidence: z.number(),
  memoryId: idSchema.nullable(),
  from: timestampSchema.nullable(),
  until: timestampSchema.nullable(),
});
export type GraphFact = z.infer<typeof graphFactSchema>;

export const graphViewSchema = z.object({
  node: graphNodeSchema,
  /** Null while it is only named in memories. */
  entity: z
    .object({
      id: idSchema,
      version: z.int().positive(),
      band: bandSchema,
      names: z.array(z.string()),
      note: z.string(),
      iri: z.string().nullable(),
      merges: z.array(z.object({ id: idSchema, name: z.string(), at: timestampSchema, undone: z.boolean() })),
    })
    .nullable(),
  facts: z.array(graphFactSchema),
  memories: z.array(
    z.object({ id: idSchema, title: z.string(), at: timestampSchema, dateOnly: z.boolean() }),
  ),
  /** Whom memories name together with this one. */
  near: z.array(graphNodeSchema),
});
export type GraphView = z.infer<typeof graphViewSchema>;
