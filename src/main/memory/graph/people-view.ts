/**
 * How people and places are shown: who there is, by which names memories call them, and what is said of them.
 *
 * Reads alone. A label is a person or a tag of a memory; an entity goes by every name it has.
 */
import type {
  EntityKind,
  GraphFact,
  GraphNode,
  GraphRef,
  GraphView,
} from '../../../shared/contracts/graph.ts';
import { VaultError } from '../../../shared/errors.ts';
import type { Entity, Statement } from '../../storage/stores/semantic/contract.ts';
import { foldedName } from '../../storage/stores/semantic/records.ts';
import type { OpenSpace } from '../../vault/contract.ts';
import { formatUtc } from '../times.ts';
import { relationOfIri } from './vocabulary.ts';

const PAGE = 1000;
/** Entities that a list shows at most. */
const LISTED = 10_000;
const FACTS = 500;

export type Label = 'person' | 'tag';

/** How often each name is a label, by its folded form. */
export interface Labels {
  readonly person: ReadonlyMap<string, { name: string; count: number }>;
  readonly tag: ReadonlyMap<string, { name: string; count: number }>;
}

/** People are named as people, everything else by tags. */
export const labelOf = (kind: EntityKind): Label => (kind === 'person' ? 'person' : 'tag');

export const nameIn = (ref: GraphRef): string => ('person' in ref ? ref.person : 'tag' in ref ? ref.tag : '');

/** The entity that bears a label's name, if there is one: people for people, the rest for tags. */
export async function named(space: OpenSpace, label: Label, name: string): Promise<Entity | null> {
  const found = await space.database.query('semantic.named', { name });
  return found.find(({ kind }) => labelOf(kind) === label) ?? null;
}

export async function labelsOf(space: OpenSpace): Promise<Labels> {
  const { people, tags } = await space.database.query('episodic.facets', {});
  const folded = (counts: readonly { value: string; count: number }[]) => {
    const map = new Map<string, { name: string; count: number }>();
    for (const { value, count } of counts) {
      const known = map.get(foldedName(value));
      map.set(foldedName(value), { name: known?.name ?? value, count: (known?.count ?? 0) + count });
    }
    return map;
  };
  return { person: folded(people), tag: folded(tags) };
}

export async function entitiesOf(space: OpenSpace): Promise<Entity[]> {
  const all: Entity[] = [];
  for (let offset = 0; offset < LISTED; offset += PAGE) {
    const { rows, total } = await space.database.query('semantic.entities', { offset, limit: PAGE });
    all.push(...rows);
    if (offset + PAGE >= total) break;
  }
  return all;
}

export function nodeOf(entity: Entity, labels: Labels): GraphNode {
  const counts = labels[labelOf(entity.kind)];
  const folded = new Set(entity.names.map(foldedName));
  return {
    ref: { entity: entity.id },
    name: entity.names[0] ?? '',
    kind: entity.kind,
    memories: [...folded].reduce((sum, name) => sum + (counts.get(name)?.count ?? 0), 0),
  };
}

export function labelNode(label: Label, name: string, memories: number): GraphNode {
  return label === 'person'
    ? { ref: { person: name }, name, kind: 'person', memories }
    : { ref: { tag: name }, name, kind: 'topic', memories };
}

export function nodeOfRef(ref: GraphRef, labels: Labels): GraphNode {
  const label: Label = 'person' in ref ? 'person' : 'tag';
  const found = labels[label].get(foldedName(nameIn(ref)));
  if (found === undefined) throw notThere();
  return labelNode(label, found.name, found.count);
}

export async function entityView(space: OpenSpace, entity: Entity): Promise<GraphView['entity']> {
  const found = await space.database.query('semantic.entity', { id: entity.id });
  return {
    id: entity.id,
    version: entity.version,
    band: entity.band,
    names: [...entity.names],
    note: entity.note,
    iri: entity.iri,
    merges: (found?.merges ?? []).map(({ id, name, atMs, undoneMs }) => ({
      id,
      name,
      at: formatUtc(atMs),
      undone: undoneMs !== null,
    })),
  };
}

export async function factsOf(space: OpenSpace, entity: Entity, labels: Labels): Promise<GraphFact[]> {
  const said = await space.database.query('semantic.match', { subjectId: entity.id, limit: FACTS });
  const heard = await space.database.query('semantic.match', { object: { entity: entity.id }, limit: FACTS });
  const others = new Map<string, GraphNode>();
  const facts: GraphFact[] = [];
  for (const [statement, outward] of [
    ...said.rows.map((row): [Statement, boolean] => [row, true]),
    ...heard.rows.map((row): [Statement, boolean] => [row, false]),
  ]) {
    const otherId = outward
      ? 'entity' in statement.object
        ? statement.object.entity
        : null
      : statement.subjectId;
    if (otherId !== null && !others.has(otherId)) {
      const found = await space.database.query('semantic.entity', { id: otherId });
      if (found !== null) others.set(otherId, nodeOf(found.entity, labels));
    }
    facts.push({
      statementId: statement.id,
      version: statement.version,
      outward,
      relation: relationOfIri(statement.predicate),
      predicate: statement.predicate,
      other: otherId === null ? null : (others.get(otherId) ?? null),
      value: 'literal' in statement.object ? statement.object.literal : null,
      origin: statement.origin,
      confidence: statement.confidence,
      memoryId: statement.memoryId,
      from: statement.fromMs === null ? null : formatUtc(statement.fromMs),
      until: statement.untilMs === null ? null : formatUtc(statement.untilMs),
    });
  }
  return facts;
}

export function notThere(): VaultError {
  return new VaultError('NOT_FOUND', 'This person or place is not there any more.', {
    hint: 'Nothing was changed. It may have been joined with another, or removed.',
  });
}
