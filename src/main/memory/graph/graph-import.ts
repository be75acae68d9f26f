/**
 * A file of RDF into the graph of a space.
 *
 * Invariants: each batch is one unit of work, so a stopped import leaves whole statements; the same file again adds
 * nothing; every line that did not come in is told by its number. What is named in memories (schema:mentions of our own
 * export) is not brought in: the memories say it themselves.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { EntityKind } from '../../../shared/contracts/graph.ts';
import { VaultError } from '../../../shared/errors.ts';
import { LIMITS } from '../../../shared/limits.ts';
import type { SpaceUnitOfWork } from '../../storage/stores/contracts.ts';
import type { Entity } from '../../storage/stores/semantic/contract.ts';
import type { OpenSpace, OpenVault } from '../../vault/contract.ts';
import { contextFor, newId } from '../ports.ts';
import { DescribedStatements, type Description } from './described-statements.ts';
import {
  type GraphFormat,
  type GraphRefusal,
  type Literal,
  type Node,
  type ReadQuad,
  readRdf,
} from './rdf-reader.ts';
import { IRI, idOfIri, isLabel, kindOfClass, NAMING, nameOfIri } from './vocabulary.ts';

const BATCH = 200;
const NAMES = 50;

export interface GraphImportOptions {
  readonly format: GraphFormat;
  /** Of what the file names none for. */
  readonly band: 'GREEN' | 'AMBER' | 'RED';
  readonly signal?: AbortSignal | undefined;
  readonly onRefusal: (refusal: GraphRefusal) => void;
  readonly onProgress?: ((done: number) => void) | undefined;
}

export interface GraphImported {
  readonly entities: number;
  readonly statements: number;
  readonly unchanged: number;
  readonly refused: number;
  /** False where it was stopped. */
  readonly finished: boolean;
}

type Said = ReadQuad & { readonly description: Description | null };

/** Throws SOURCE_NOT_FOUND, and what the engine throws. */
export async function readGraphFile(
  path: string,
  vault: OpenVault,
  space: OpenSpace,
  options: GraphImportOptions,
): Promise<GraphImported> {
  const handle = await open(path).catch((cause: unknown) => {
    throw new VaultError('SOURCE_NOT_FOUND', 'The file may not be read or is not there.', {
      hint: 'Check its path.',
      cause,
    });
  });
  try {
    const blanks = await digestOfFile(path);
    const described = new DescribedStatements();
    const writing = new GraphWriting(vault, space, options.band, blanks);
    let batch: Said[] = [];
    let refused = 0;
    let done = 0;
    for await (const entry of readRdf(handle, options.format)) {
      if (options.signal?.aborted === true) break;
      done += 1;
      if ('refusal' in entry) {
        refused += 1;
        options.onRefusal(entry.refusal);
        continue;
      }
      if (described.takes(entry.quad)) continue;
      batch.push({ ...entry.quad, description: described.of(entry.quad) });
      if (batch.length < BATCH) continue;
      await writing.write(batch);
      options.onProgress?.(done);
      batch = [];
    }
    await writing.write(batch);
    return { ...writing.counts, refused, finished: options.signal?.aborted !== true };
  } finally {
    await handle.close();
  }
}

/** Blank nodes are told apart by the file they stand in, so that the same file brings the same ones. */
async function digestOfFile(path: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path)) digest.update(chunk);
  return digest.digest('hex').slice(0, 32);
}

/** Somebody that a batch speaks of. */
interface Met {
  readonly id: string;
  readonly iri: string;
  /** Null where it is new. */
  readonly known: Entity | null;
  kind: EntityKind | null;
  note: string | null;
  readonly names: string[];
}

class GraphWriting {
  readonly #vault: OpenVault;
  readonly #space: OpenSpace;
  readonly #band: GraphImportOptions['band'];
  readonly #blanks: string;
  readonly counts = { entities: 0, statements: 0, unchanged: 0 };

  constructor(vault: OpenVault, space: OpenSpace, band: GraphImportOptions['band'], blanks: string) {
    this.#vault = vault;
    this.#space = space;
    this.#band = band;
    this.#blanks = blanks;
  }

  async write(batch: readonly Said[]): Promise<void> {
    const said = batch.filter((each) => !this.#isMention(each));
    this.counts.unchanged += batch.length - said.length;
    if (said.length === 0) return;
    const met = await this.#meet(said);
    const relations: Said[] = [];
    for (const each of said) if (!this.#describes(each, met)) relations.push(each);
    const fresh = await this.#unsaid(relations, met);
    const memories = await this.#memoriesOf(fresh);
    const context = contextFor(this.#vault, this.#space, 'graph.import', null);
    const changed = [...met.values()].filter(isChanged);
    if (changed.length + fresh.length === 0) return;
    await this.#space.database.unitOfWork.run(context, (uow) => {
      for (const each of changed) this.#putEntity(uow, each);
      for (const each of fresh) this.#putStatement(uow, each, met, memories);
    });
    this.counts.entities += changed.filter(({ known }) => known === null).length;
    this.counts.statements += fresh.length;
  }

  #iriOf(node: Node): string {
    return 'iri' in node ? node.iri : `urn:memoryos:blank:${this.#blanks}:${encodeURIComponent(node.blank)}`;
  }

  #isMention({ subject, predicate, object }: Said): boolean {
    const label = (term: Said['object']): boolean => 'iri' in term && isLabel(term.iri);
    return label(subject) || (predicate === IRI.mentions && label(object));
  }

  /** Everybody that is spoken of, by IRI. */
  async #meet(said: readonly Said[]): Promise<Map<string, Met>> {
    const iris = new Set<string>();
    for (const { subject, predicate, object } of said) {
      iris.add(this.#iriOf(subject));
      if (!('literal' in object) && !isKind(predicate, object)) iris.add(this.#iriOf(object));
    }
    const found = await this.#space.database.query('semantic.resolve', { iris: [...iris] });
    const ids = new Map(found.map(({ iri, id }) => [iri, id]));
    const met = new Map<string, Met>();
    for (const iri of iris) {
      const id = ids.get(iri) ?? idOfIri(iri);
      const known = id === null ? null : await this.#space.database.query('semantic.entity', { id });
      met.set(iri, {
        id: known?.entity.id ?? id ?? newId(),
        iri,
        known: known?.entity ?? null,
        kind: null,
        note: null,
        names: [],
      });
    }
    return met;
  }

  /** True where the quad names somebody, or says what they are: it goes into the entity. */
  #describes({ subject, predicate, object }: Said, met: ReadonlyMap<string, Met>): boolean {
    const who = met.get(this.#iriOf(subject));
    if (who === undefined) return false;
    if ('literal' in object) {
      if (NAMING.has(predicate) && object.literal.trim() !== '') {
        who.names.push(object.literal.slice(0, LIMITS.titleLength).toWellFormed());
        return true;
      }
      if (predicate !== IRI.comment) return false;
      // What somebody wrote here about them stays.
      if ((who.known?.note ?? '') === '') who.note ??= object.literal.slice(0, 10_000).toWellFormed();
      return true;
    }
    const kind = isKind(predicate, object);
    if (kind !== null) who.kind = kind;
    return kind !== null;
  }

  /** Those that nobody has said yet, each once. */
  async #unsaid(relations: readonly Said[], met: ReadonlyMap<string, Met>): Promise<Said[]> {
    const fresh: Said[] = [];
    const seen = new Set<string>();
    for (const each of relations) {
      const subject = met.get(this.#iriOf(each.subject));
      const object = this.#objectOf(each, met);
      if (subject === undefined || object === null) continue;
      const key = JSON.stringify([subject.id, each.predicate, object]);
      const isNew =
        !seen.has(key) &&
        (subject.known === null || !(await this.#isSaid(subject.known.id, each.predicate, object)));
      seen.add(key);
      if (isNew) fresh.push(each);
      else this.counts.unchanged += 1;
    }
    return fresh;
  }

  async #isSaid(
    subjectId: string,
    predicate: string,
    object: { entity: string } | Literal,
  ): Promise<boolean> {
    const { rows } = await this.#space.database.query('semantic.match', {
      subjectId,
      predicate,
      object,
      limit: 1,
    });
    return rows.length > 0;
  }

  #objectOf({ object }: Said, met: ReadonlyMap<string, Met>): { entity: string } | Literal | null {
    if ('literal' in object) return object;
    const who = met.get(this.#iriOf(object));
    return who === undefined ? null : { entity: who.id };
  }

  /** The memories that are here and may be named as a source. */
  async #memoriesOf(said: readonly Said[]): Promise<ReadonlySet<string>> {
    const ids = [...new Set(said.flatMap(({ description }) => description?.memoryId ?? []))];
    const rows = ids.length === 0 ? [] : await this.#space.database.query('episodic.rows', { ids });
    return new Set(rows.filter(({ band }) => band !== 'BLACK').map(({ id }) => id));
  }

  #putEntity(uow: SpaceUnitOfWork, { id, iri, known, kind, note, names }: Met): void {
    if (known === null) {
      uow.semantic.declare({
        id,
        authorId: this.#vault.me.id,
        iri: idOfIri(iri) === null ? iri : null,
        band: this.#band,
        kind: kind ?? 'thing',
        names: names.length > 0 ? [...new Set(names)].slice(0, NAMES) : [shownName(iri)],
        note: note ?? '',
      });
      return;
    }
    const kept =
      known.names.length === 1 && known.names[0] === shownName(iri) && names.length > 0 ? [] : known.names;
    uow.semantic.revise({
      id,
      expectedVersion: known.version,
      band: openBand(known.band),
      kind: kind ?? known.kind,
      names: [...new Set([...kept, ...names])].slice(0, NAMES),
      note: note ?? known.note,
    });
  }

  #putStatement(
    uow: SpaceUnitOfWork,
    said: Said,
    met: ReadonlyMap<string, Met>,
    memories: ReadonlySet<string>,
  ): void {
    const subject = met.get(this.#iriOf(said.subject));
    const object = this.#objectOf(said, met);
    if (subject === undefined || object === null) return;
    const { description } = said;
    const memoryId = description?.memoryId ?? null;
    uow.semantic.state({
      id: newId(),
      authorId: this.#vault.me.id,
      subjectId: subject.id,
      predicate: said.predicate,
      object,
      band: description?.band ?? this.#band,
      memoryId: memoryId !== null && memories.has(memoryId) ? memoryId : null,
      origin: 'import',
      confidence: description?.confidence ?? 1,
      fromMs: description?.fromMs ?? null,
      untilMs: description?.untilMs ?? null,
    });
  }
}

/** The kind that a quad says somebody is; null where it says something else. */
function isKind(predicate: string, object: Said['object']): EntityKind | null {
  return predicate === IRI.type && 'iri' in object ? kindOfClass(object.iri) : null;
}

function isChanged({ known, kind, note, names }: Met): boolean {
  return (
    known === null ||
    names.some((name) => !known.names.includes(name)) ||
    (kind !== null && kind !== known.kind) ||
    note !== null
  );
}

const shownName = (iri: string): string => nameOfIri(iri).slice(0, LIMITS.titleLength).toWellFormed();

function openBand(band: Entity['band']): 'GREEN' | 'AMBER' | 'RED' {
  return band === 'BLACK' ? 'RED' : band;
}
