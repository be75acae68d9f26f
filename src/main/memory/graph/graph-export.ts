/**
 * The graph of a space as a file: N-Quads or Turtle, streamed.
 *
 * Each statement carries its provenance (PROV-O) and how sure it is: in N-Quads it lies in a graph of its own, named by
 * the statement's id, and the graph is described; Turtle knows no graphs, there an rdf:Statement describes it. Who is
 * named in which memory is written as schema:mentions. No title and no text of a memory is written, and nothing BLACK.
 * Invariant: the file is whole or not there.
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { DataFactory, Writer } from 'n3';
import { VaultError } from '../../../shared/errors.ts';
import type { Entity, Statement } from '../../storage/stores/semantic/contract.ts';
import type { OpenSpace } from '../../vault/contract.ts';
import { formatUtc } from '../times.ts';
import type { GraphFormat } from './rdf-reader.ts';
import { IRI, iriOfId, iriOfLabel, KIND_CLASSES, PREFIXES } from './vocabulary.ts';

const { namedNode, literal, quad, defaultGraph } = DataFactory;

const PAGE = 500;
const FORMAT_NAMES: Readonly<Record<GraphFormat, string>> = { nquads: 'N-Quads', turtle: 'Turtle' };

type Node = ReturnType<typeof namedNode>;
type Value = Node | ReturnType<typeof literal>;
type Put = (subject: Node, predicate: string, object: Value, graph?: Node) => Promise<void>;

export interface GraphExported {
  readonly entities: number;
  readonly statements: number;
  readonly mentions: number;
}

/** @param path an absolute path; a file that is there is replaced once the new one is whole */
export async function writeGraphFile(
  path: string,
  space: OpenSpace,
  format: GraphFormat,
): Promise<GraphExported> {
  const unfinished = `${path}.part`;
  const file = createWriteStream(unfinished, { mode: 0o600 });
  const ended = finished(file);
  // Awaited at the end; until then a fault must not be one that nobody hears.
  ended.catch(() => undefined);
  try {
    const writer = new Writer(file, {
      format: FORMAT_NAMES[format],
      end: false,
      ...(format === 'turtle' ? { prefixes: PREFIXES } : {}),
    });
    const put: Put = async (subject, predicate, object, graph) => {
      writer.addQuad(quad(subject, namedNode(predicate), object, graph ?? defaultGraph()));
      if (file.writableNeedDrain) await Promise.race([once(file, 'drain'), ended]);
    };
    const iris = new Map<string, string>();
    const counts = {
      entities: await writeEntities(put, space, iris),
      statements: await writeStatements(put, space, format, iris),
      mentions: await writeMentions(put, space),
    };
    await new Promise<void>((resolve, reject) => writer.end((error) => (error ? reject(error) : resolve())));
    file.end();
    await ended;
    await rename(unfinished, path);
    return counts;
  } catch (fault) {
    file.destroy();
    await rm(unfinished, { force: true });
    throw asFileFault(fault);
  }
}

/** @param iris takes the IRIs of those that have one of their own, by id */
async function writeEntities(put: Put, space: OpenSpace, iris: Map<string, string>): Promise<number> {
  for (let offset = 0; ; offset += PAGE) {
    const { rows, total } = await space.database.query('semantic.entities', { offset, limit: PAGE });
    for (const entity of rows) await writeEntity(put, entity, iris);
    if (offset + PAGE >= total) return total;
  }
}

async function writeEntity(put: Put, entity: Entity, iris: Map<string, string>): Promise<void> {
  if (entity.iri !== null) iris.set(entity.id, entity.iri);
  const node = namedNode(entity.iri ?? iriOfId(entity.id));
  await put(node, IRI.type, namedNode(KIND_CLASSES[entity.kind]));
  for (const [index, name] of entity.names.entries()) {
    await put(node, index === 0 ? IRI.label : IRI.otherLabel, literal(name));
  }
  if (entity.note !== '') await put(node, IRI.comment, literal(entity.note));
}

async function writeStatements(
  put: Put,
  space: OpenSpace,
  format: GraphFormat,
  iris: ReadonlyMap<string, string>,
): Promise<number> {
  const nodeOf = (id: string): Node => namedNode(iris.get(id) ?? iriOfId(id));
  let after: number | null = 0;
  let count = 0;
  while (after !== null) {
    const page: { rows: Statement[]; next: number | null } = await space.database.query('semantic.match', {
      after,
      limit: PAGE,
    });
    for (const statement of page.rows) {
      const subject = nodeOf(statement.subjectId);
      const object = objectOf(statement, nodeOf);
      const graph = namedNode(iriOfId(statement.id));
      if (format === 'turtle') {
        await put(graph, IRI.type, namedNode(IRI.statement));
        await put(graph, IRI.subject, subject);
        await put(graph, IRI.predicate, namedNode(statement.predicate));
        await put(graph, IRI.object, object);
      }
      await writeProvenance(put, graph, statement);
      await put(subject, statement.predicate, object, format === 'nquads' ? graph : undefined);
    }
    count += page.rows.length;
    after = page.next;
  }
  return count;
}

async function writeProvenance(put: Put, about: Node, statement: Statement): Promise<void> {
  const at = (ms: number): Value => literal(formatUtc(ms), namedNode(IRI.dateTime));
  await put(about, IRI.attributedTo, namedNode(iriOfId(statement.authorId)));
  await put(about, IRI.statedAt, at(statement.createdMs));
  await put(about, IRI.origin, literal(statement.origin));
  await put(about, IRI.band, literal(statement.band));
  await put(about, IRI.confidence, literal(String(statement.confidence), namedNode(IRI.decimal)));
  if (statement.memoryId !== null) await put(about, IRI.derivedFrom, namedNode(iriOfId(statement.memoryId)));
  if (statement.fromMs !== null) await put(about, IRI.validFrom, at(statement.fromMs));
  if (statement.untilMs !== null) await put(about, IRI.validThrough, at(statement.untilMs));
}

async function writeMentions(put: Put, space: OpenSpace): Promise<number> {
  let after: { localMs: number; seq: number } | null | undefined;
  let count = 0;
  do {
    const { rows, next } = await space.database.query('episodic.stream', {
      after: after ?? null,
      limit: PAGE,
    });
    for (const { id, band, people, tags } of rows) {
      if (band === 'BLACK') continue;
      for (const name of people) await put(namedNode(iriOfId(id)), IRI.mentions, labelNode('person', name));
      for (const name of tags) await put(namedNode(iriOfId(id)), IRI.mentions, labelNode('tag', name));
      count += people.length + tags.length;
    }
    after = next;
  } while (after !== null);
  return count;
}

const labelNode = (label: 'person' | 'tag', name: string): Node => namedNode(iriOfLabel(label, name));

function objectOf({ object }: Statement, nodeOf: (id: string) => Node): Value {
  if ('entity' in object) return nodeOf(object.entity);
  if (object.language !== null) return literal(object.literal, object.language);
  return literal(object.literal, object.datatype === null ? undefined : namedNode(object.datatype));
}

function asFileFault(thrown: unknown): unknown {
  if (!(thrown instanceof Error && 'code' in thrown && 'syscall' in thrown)) return thrown;
  const code =
    thrown.code === 'ENOSPC' ? 'STORAGE_FULL' : thrown.code === 'EROFS' ? 'READ_ONLY' : 'STORAGE_UNAVAILABLE';
  return new VaultError(code, 'The file of the graph could not be written. The vault is as it was.', {
    hint: 'Choose another folder.',
    cause: thrown,
  });
}
