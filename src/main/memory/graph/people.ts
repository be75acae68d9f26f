/**
 * People and places: whom memories name, what is known of them, who is near; and changing it.
 *
 * Whoever is only named in memories is shown without being kept; they become an entity when something is said of them.
 * Invariant: an entity takes the most open band of the memories that name it, so that it is no more open than the name
 * already is.
 */

import { BANDS } from '../../../shared/bands.ts';
import type {
  EntityKind,
  GraphNode,
  GraphRef,
  GraphView,
  Relation,
} from '../../../shared/contracts/graph.ts';
import { VaultError } from '../../../shared/errors.ts';
import type { SpaceUnitOfWork } from '../../storage/stores/contracts.ts';
import type { Entity } from '../../storage/stores/semantic/contract.ts';
import { foldedName } from '../../storage/stores/semantic/records.ts';
import type { OpenSpace, OpenVault } from '../../vault/contract.ts';
import { admitToMemory, enterSpace } from '../access-gate.ts';
import { type ChangeRequest, contextFor, type Listeners, type MemoryPorts, newId } from '../ports.ts';
import { formatInstant } from '../times.ts';
import {
  entitiesOf,
  entityView,
  factsOf,
  labelNode,
  labelOf,
  labelsOf,
  named,
  nameIn,
  nodeOf,
  nodeOfRef,
  notThere,
} from './people-view.ts';
import { RELATION_IRIS } from './vocabulary.ts';

const MEMORIES = 50;

type OpenBand = Exclude<Entity['band'], 'BLACK'>;

export interface RelateRequest extends ChangeRequest {
  readonly spaceId: string;
  readonly from: GraphRef;
  readonly relation: Relation;
  /** Somebody known, or the name and kind of somebody new. */
  readonly to: GraphRef | { readonly name: string; readonly kind: EntityKind };
}

export interface DescribeRequest extends ChangeRequest {
  readonly spaceId: string;
  readonly ref: GraphRef;
  readonly name: string;
  readonly kind: EntityKind;
  readonly note: string;
}

interface Entered {
  readonly vault: OpenVault;
  readonly space: OpenSpace;
}

export class People {
  readonly #ports: MemoryPorts;
  readonly #changed: Listeners<{ spaceId: string }>;

  constructor(ports: MemoryPorts, changed: Listeners<{ spaceId: string }>) {
    this.#ports = ports;
    this.#changed = changed;
  }

  /** Everybody and everything that is known or named: the most named first, topics last. */
  async list(spaceId: string): Promise<GraphNode[]> {
    const { space } = await this.#enter(spaceId);
    const [labels, entities] = await Promise.all([labelsOf(space), entitiesOf(space)]);
    const taken = { person: new Set<string>(), tag: new Set<string>() };
    const nodes = entities.map((entity) => {
      for (const name of entity.names) taken[labelOf(entity.kind)].add(foldedName(name));
      return nodeOf(entity, labels);
    });
    for (const label of ['person', 'tag'] as const) {
      for (const [folded, { name, count }] of labels[label]) {
        // People are often tags, too: they stand in the list once.
        const isPerson = label === 'tag' && (labels.person.has(folded) || taken.person.has(folded));
        if (!isPerson && !taken[label].has(folded)) nodes.push(labelNode(label, name, count));
      }
    }
    const isTopic = ({ kind }: GraphNode): number => (kind === 'topic' ? 1 : 0);
    return nodes.sort(
      (a, b) => isTopic(a) - isTopic(b) || b.memories - a.memories || a.name.localeCompare(b.name),
    );
  }

  /** What is known of one of them. Throws NOT_FOUND. */
  async view(spaceId: string, ref: GraphRef): Promise<GraphView> {
    const { space } = await this.#enter(spaceId);
    const [labels, entity] = await Promise.all([labelsOf(space), this.#entity(space, ref)]);
    const node = entity === null ? nodeOfRef(ref, labels) : nodeOf(entity, labels);
    const names = entity?.names ?? [node.name];
    const label = entity === null && 'tag' in ref ? 'tag' : labelOf(node.kind);
    const mentions = await space.database.query('semantic.mentions', {
      label,
      names: [...names].slice(0, 50),
      limit: MEMORIES,
    });
    const rows = await space.database.query('episodic.rows', { ids: [...mentions.memoryIds] });
    const near = await Promise.all(
      mentions.near.map(async ({ label: nearLabel, name, count }) => {
        const found = await named(space, nearLabel, name);
        return found === null
          ? labelNode(nearLabel, name, count)
          : { ...nodeOf(found, labels), memories: count };
      }),
    );
    return {
      node: { ...node, memories: mentions.memories },
      entity: entity === null ? null : await entityView(space, entity),
      facts: entity === null ? [] : await factsOf(space, entity, labels),
      memories: rows.map((row) => ({
        id: row.id,
        title: row.title === '' ? row.excerpt.slice(0, 80) : row.title,
        at: formatInstant(row),
        dateOnly: row.dateOnly,
      })),
      near,
    };
  }

  /** Name, kind and note. Throws NOT_FOUND, ACCESS_DENIED, CONFLICT. */
  async describe({ spaceId, ref, name, kind, note, ...request }: DescribeRequest): Promise<GraphRef> {
    const { vault, space } = await this.#enter(spaceId);
    const known = await this.#entity(space, ref);
    const id = known?.id ?? newId();
    const band = await this.#admit(vault, space, known, ref);
    const old = known?.names ?? [nameIn(ref)];
    // The old name stays one of theirs: memories go on naming them by it.
    const names = [name, ...old.filter((each) => foldedName(each) !== foldedName(name))].slice(0, 50);
    await space.database.unitOfWork.run(contextFor(vault, space, 'graph.change', id, request), (uow) => {
      if (known === null) {
        uow.semantic.declare({ id, authorId: vault.me.id, iri: null, band, kind, names, note });
      } else {
        uow.semantic.revise({ id, expectedVersion: known.version, band, kind, names, note });
      }
    });
    this.#changed.tell({ spaceId });
    return { entity: id };
  }

  /** Says how two of them are related. Throws NOT_FOUND, ACCESS_DENIED. */
  async relate({ spaceId, from, relation, to, ...request }: RelateRequest): Promise<GraphRef> {
    const { vault, space } = await this.#enter(spaceId);
    const subject = await this.#known(vault, space, from);
    const object =
      'name' in to
        ? await newEntity(vault, space, to)
        : await this.#known(vault, space, to, tagKindAfter(relation));
    if (subject.id === object.id) {
      throw new VaultError('INVALID_INPUT', 'Somebody is not related to themselves.', {
        hint: 'Nothing was changed. Choose another person or place.',
        details: { field: 'to' },
      });
    }
    const rank = Math.max(BANDS.indexOf(subject.band), BANDS.indexOf(object.band));
    await space.database.unitOfWork.run(
      contextFor(vault, space, 'graph.change', subject.id, request),
      (uow) => {
        subject.declare(uow);
        object.declare(uow);
        uow.semantic.state({
          id: newId(),
          authorId: vault.me.id,
          subjectId: subject.id,
          predicate: RELATION_IRIS[relation],
          object: { entity: object.id },
          band: openBand(BANDS[rank] ?? 'RED'),
          memoryId: null,
          origin: 'person',
          confidence: 1,
          fromMs: null,
          untilMs: null,
        });
      },
    );
    this.#changed.tell({ spaceId });
    return { entity: subject.id };
  }

  /** Takes a statement back. Throws NOT_FOUND, ACCESS_DENIED, CONFLICT. */
  async retract(spaceId: string, statementId: string, version: number): Promise<void> {
    const { vault, space } = await this.#enter(spaceId);
    const statement = await space.database.query('semantic.statement', { id: statementId });
    if (statement === null) throw notThere();
    await admitToMemory(vault, space, 'memory.edit', statement);
    await space.database.unitOfWork.run(
      contextFor(vault, space, 'graph.change', statement.subjectId),
      (uow) => {
        uow.semantic.retract({ id: statementId, expectedVersion: version });
      },
    );
    this.#changed.tell({ spaceId });
  }

  /** The two are one; `into` stands for both. Throws NOT_FOUND, ACCESS_DENIED, CONFLICT. */
  async merge(spaceId: string, ref: GraphRef, into: GraphRef): Promise<GraphRef> {
    const { vault, space } = await this.#enter(spaceId);
    const source = await this.#known(vault, space, ref);
    const target = await this.#known(vault, space, into);
    await space.database.unitOfWork.run(contextFor(vault, space, 'graph.change', target.id), (uow) => {
      source.declare(uow);
      target.declare(uow);
      uow.semantic.merge({ id: newId(), sourceId: source.id, targetId: target.id, actorId: vault.me.id });
    });
    this.#changed.tell({ spaceId });
    return { entity: target.id };
  }

  /** They are two after all. Throws NOT_FOUND, CONFLICT. */
  async unmerge(spaceId: string, entityId: string, mergeId: string): Promise<void> {
    const { vault, space } = await this.#enter(spaceId);
    const found = await space.database.query('semantic.entity', { id: entityId });
    if (found === null) throw notThere();
    await admitToMemory(vault, space, 'memory.edit', found.entity);
    await space.database.unitOfWork.run(contextFor(vault, space, 'graph.change', entityId), (uow) => {
      uow.semantic.unmerge({ id: mergeId });
    });
    this.#changed.tell({ spaceId });
  }

  /** What was said of them is forgotten; memories go on naming them. Throws NOT_FOUND, ACCESS_DENIED, CONFLICT. */
  async remove(spaceId: string, entityId: string, version: number): Promise<void> {
    const { vault, space } = await this.#enter(spaceId);
    const found = await space.database.query('semantic.entity', { id: entityId });
    if (found === null) throw notThere();
    await admitToMemory(vault, space, 'memory.delete', found.entity);
    await space.database.unitOfWork.run(contextFor(vault, space, 'graph.change', entityId), (uow) => {
      uow.semantic.remove({ id: entityId, expectedVersion: version });
    });
    this.#changed.tell({ spaceId });
  }

  async #enter(spaceId: string): Promise<Entered> {
    const vault = this.#ports.vaults.session();
    return { vault, space: await enterSpace(vault, spaceId, 'space.open') };
  }

  /** Null for somebody who is only named. Throws NOT_FOUND where an id is given and is not there. */
  async #entity(space: OpenSpace, ref: GraphRef): Promise<Entity | null> {
    if ('person' in ref) return named(space, 'person', ref.person);
    if ('tag' in ref) return named(space, 'tag', ref.tag);
    const found = await space.database.query('semantic.entity', { id: ref.entity });
    if (found === null) throw notThere();
    return found.entity;
  }

  /** Somebody as a statement needs them: with an id, declared in the same change where they are new. */
  async #known(
    vault: OpenVault,
    space: OpenSpace,
    ref: GraphRef,
    tagKind: EntityKind = 'topic',
  ): Promise<Declared> {
    const known = await this.#entity(space, ref);
    const band = await this.#admit(vault, space, known, ref);
    if (known !== null) return { id: known.id, band, declare: () => undefined };
    const kind = 'person' in ref ? 'person' : tagKind;
    return declared(vault, { name: nameIn(ref), kind }, band);
  }

  async #admit(vault: OpenVault, space: OpenSpace, known: Entity | null, ref: GraphRef): Promise<OpenBand> {
    const band = known === null ? await bandOfLabel(space, ref) : openBand(known.band);
    const authorId = known?.authorId ?? vault.me.id;
    await admitToMemory(vault, space, known === null ? 'memory.add' : 'memory.edit', { band, authorId });
    return band;
  }
}

/** What a tag turns out to be when something is said with it: where somebody lives is a place. */
function tagKindAfter(relation: Relation): EntityKind {
  if (relation === 'livesIn' || relation === 'bornIn') return 'place';
  return relation === 'worksAt' || relation === 'memberOf' ? 'group' : 'topic';
}

interface Declared {
  readonly id: string;
  readonly band: OpenBand;
  declare(uow: SpaceUnitOfWork): void;
}

function declared(
  vault: OpenVault,
  { name, kind }: { readonly name: string; readonly kind: EntityKind },
  band: OpenBand,
): Declared {
  const id = newId();
  const authorId = vault.me.id;
  return {
    id,
    band,
    declare: (uow) => uow.semantic.declare({ id, authorId, iri: null, band, kind, names: [name], note: '' }),
  };
}

async function newEntity(
  vault: OpenVault,
  space: OpenSpace,
  given: { readonly name: string; readonly kind: EntityKind },
): Promise<Declared> {
  await admitToMemory(vault, space, 'memory.add', { band: 'GREEN', authorId: vault.me.id });
  return declared(vault, given, 'GREEN');
}

/** The most open band of the memories that name somebody. */
async function bandOfLabel(space: OpenSpace, ref: GraphRef): Promise<OpenBand> {
  const who = 'person' in ref ? { person: ref.person } : 'tag' in ref ? { tag: ref.tag } : {};
  for (const band of ['GREEN', 'AMBER', 'RED'] as const) {
    const { total } = await space.database.query('episodic.page', {
      offset: 0,
      limit: 1,
      filter: { ...who, band },
    });
    if (total > 0) return band;
  }
  return 'GREEN';
}

const openBand = (band: Entity['band']): OpenBand => (band === 'BLACK' ? 'RED' : band);
