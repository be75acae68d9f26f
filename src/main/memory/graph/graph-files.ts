/** The graph of a space in and out of files, and asked by pattern: what the command line offers. */

import { VaultError } from '../../../shared/errors.ts';
import type { Entity, Statement, StatementObject } from '../../storage/stores/semantic/contract.ts';
import type { OpenSpace } from '../../vault/contract.ts';
import { admitToMemory, enterSpace } from '../access-gate.ts';
import type { Listeners, MemoryPorts } from '../ports.ts';
import { type GraphExported, writeGraphFile } from './graph-export.ts';
import { type GraphImported, type GraphImportOptions, readGraphFile } from './graph-import.ts';
import type { GraphFormat } from './rdf-reader.ts';
import { idOfIri } from './vocabulary.ts';

export interface GraphPattern {
  /** An id, an IRI or a name. */
  readonly subject?: string | undefined;
  /** An IRI. */
  readonly predicate?: string | undefined;
  /** An id, an IRI or a name; or `literal:` and a text. */
  readonly object?: string | undefined;
  readonly limit: number;
}

export interface NamedStatement extends Statement {
  readonly subjectName: string;
  /** The name of the object, or the literal. */
  readonly objectName: string;
}

export class GraphFiles {
  readonly #ports: MemoryPorts;
  readonly #changed: Listeners<{ spaceId: string }>;

  constructor(ports: MemoryPorts, changed: Listeners<{ spaceId: string }>) {
    this.#ports = ports;
    this.#changed = changed;
  }

  /** @param path an absolute path. Throws ACCESS_DENIED, STORAGE_FULL, READ_ONLY, STORAGE_UNAVAILABLE. */
  async export(spaceId: string, path: string, format: GraphFormat): Promise<GraphExported> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, spaceId, 'space.open');
    // One answer for all: the writer leaves out what this device holds no key for.
    await admitToMemory(vault, space, 'memory.export', { band: 'GREEN', authorId: vault.me.id });
    return writeGraphFile(path, space, format);
  }

  /** Throws ACCESS_DENIED, SOURCE_NOT_FOUND. Lines that do not come in are told to `onRefusal`. */
  async import(spaceId: string, path: string, options: GraphImportOptions): Promise<GraphImported> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, spaceId, 'space.open');
    await admitToMemory(vault, space, 'memory.import', { band: options.band, authorId: vault.me.id });
    try {
      return await readGraphFile(path, vault, space, options);
    } finally {
      this.#changed.tell({ spaceId });
    }
  }

  /** Statements that fit. Throws NOT_FOUND where somebody is named who is not known. */
  async match(spaceId: string, pattern: GraphPattern): Promise<NamedStatement[]> {
    const space = await enterSpace(this.#ports.vaults.session(), spaceId, 'space.open');
    const { rows } = await space.database.query('semantic.match', {
      ...(pattern.subject === undefined ? {} : { subjectId: (await who(space, pattern.subject)).id }),
      ...(pattern.predicate === undefined ? {} : { predicate: pattern.predicate }),
      ...(pattern.object === undefined ? {} : { object: await objectOf(space, pattern.object) }),
      limit: pattern.limit,
    });
    const names = new Map<string, string>();
    const nameOf = async (id: string): Promise<string> => {
      const known = names.get(id);
      if (known !== undefined) return known;
      const found = await space.database.query('semantic.entity', { id });
      names.set(id, found?.entity.names[0] ?? '');
      return names.get(id) ?? '';
    };
    const named: NamedStatement[] = [];
    for (const row of rows) {
      const { object } = row;
      named.push({
        ...row,
        subjectName: await nameOf(row.subjectId),
        objectName: 'entity' in object ? await nameOf(object.entity) : object.literal,
      });
    }
    return named;
  }

  /** Who is so near. Throws NOT_FOUND. */
  async near(
    spaceId: string,
    name: string,
    depth: number,
    limit: number,
  ): Promise<{ entity: Entity; distance: number }[]> {
    const space = await enterSpace(this.#ports.vaults.session(), spaceId, 'space.open');
    const { id } = await who(space, name);
    const found = await space.database.query('semantic.neighbours', { id, depth, limit });
    return [...(found?.entities ?? [])];
  }
}

/** Throws NOT_FOUND, and CONFLICT where several bear the name. */
async function who(space: OpenSpace, given: string): Promise<Entity> {
  const id = idOfIri(given.startsWith('urn:uuid:') ? given : `urn:uuid:${given}`);
  const ids =
    id !== null
      ? [id]
      : /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(given)
        ? (await space.database.query('semantic.resolve', { iris: [given] })).map((found) => found.id)
        : (await space.database.query('semantic.named', { name: given })).map((found) => found.id);
  const [first, ...others] = ids;
  if (others.length > 0) {
    throw new VaultError('CONFLICT', 'Several bear this name.', {
      hint: 'Give the id of the one you mean.',
      details: { count: ids.length },
    });
  }
  const found = first === undefined ? null : await space.database.query('semantic.entity', { id: first });
  if (found !== null) return found.entity;
  throw new VaultError('NOT_FOUND', 'Nobody of this name is known in this space.', {
    hint: 'Give a name, an id or an IRI as `graph export` writes it. Whoever is only named in memories is not part of the graph yet.',
  });
}

async function objectOf(space: OpenSpace, given: string): Promise<StatementObject> {
  const literal = /^literal:(.*)$/su.exec(given)?.[1];
  if (literal !== undefined) return { literal, datatype: null, language: null };
  return { entity: (await who(space, given)).id };
}
