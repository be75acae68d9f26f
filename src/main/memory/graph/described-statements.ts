/**
 * What a file says about its own statements: how sure, when, out of which memory, in which band.
 *
 * In N-Quads a statement lies in a graph of its own and the graph is described; in Turtle it is described by an
 * rdf:Statement. Either stands before the statement it describes. Bounded: of a file that describes more than it states,
 * the oldest descriptions are forgotten.
 */
import { bandSchema } from '../../../shared/bands.ts';
import type { ReadQuad } from './rdf-reader.ts';
import { ABOUT_STATEMENTS, IRI, idOfIri } from './vocabulary.ts';

const REMEMBERED = 5000;

export interface Description {
  readonly confidence: number;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  /** Null where the file names none, or one that cannot be kept here. */
  readonly band: 'GREEN' | 'AMBER' | 'RED' | null;
  readonly memoryId: string | null;
}

type Told = Map<string, string>;

const keyOf = (subject: string, predicate: string, object: string): string =>
  `${subject}\n${predicate}\n${object}`;

export class DescribedStatements {
  /** By the IRI of the graph or of the rdf:Statement. */
  readonly #told = new Map<string, Told>();
  /** By subject, predicate and object. */
  readonly #reified = new Map<string, Told>();

  /** True where the quad says something about a statement: it is noted, and is none itself. */
  takes({ subject, predicate, object, graph }: ReadQuad): boolean {
    if (graph !== null || !('iri' in subject) || idOfIri(subject.iri) === null) return false;
    const isType = predicate === IRI.type && 'iri' in object && object.iri === IRI.statement;
    if (!isType && !ABOUT_STATEMENTS.has(predicate)) return false;
    const told = this.#told.get(subject.iri) ?? new Map<string, string>();
    if (!isType) told.set(predicate, termText(object));
    remember(this.#told, subject.iri, told);
    const [s, p, o] = [told.get(IRI.subject), told.get(IRI.predicate), told.get(IRI.object)];
    if (s !== undefined && p !== undefined && o !== undefined) remember(this.#reified, keyOf(s, p, o), told);
    return true;
  }

  /** What was said about it; null where nothing was. */
  of({ subject, predicate, object, graph }: ReadQuad): Description | null {
    const told =
      graph !== null && 'iri' in graph
        ? this.#told.get(graph.iri)
        : this.#reified.get(keyOf(termText(subject), predicate, termText(object)));
    if (told === undefined) return null;
    const confidence = Number(told.get(IRI.confidence) ?? Number.NaN);
    const band = bandSchema.exclude(['BLACK']).safeParse(told.get(IRI.band));
    const fromMs = instant(told.get(IRI.validFrom));
    const untilMs = instant(told.get(IRI.validThrough));
    const runsForward = fromMs === null || untilMs === null || untilMs > fromMs;
    return {
      confidence: confidence >= 0 && confidence <= 1 ? confidence : 1,
      fromMs: runsForward ? fromMs : null,
      untilMs: runsForward ? untilMs : null,
      band: band.success ? band.data : null,
      memoryId: idOfIri(told.get(IRI.derivedFrom) ?? ''),
    };
  }
}

function remember(map: Map<string, Told>, key: string, told: Told): void {
  map.delete(key);
  map.set(key, told);
  if (map.size <= REMEMBERED) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}

function termText(term: ReadQuad['object']): string {
  if ('iri' in term) return term.iri;
  if ('blank' in term) return `_:${term.blank}`;
  return term.literal;
}

function instant(text: string | undefined): number | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) || Math.abs(ms) > 200_000_000_000_000 ? null : ms;
}
