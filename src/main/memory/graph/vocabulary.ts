/**
 * The words of the graph in RDF: which IRI stands for what.
 *
 * What others have named is used as they named it (RDF Schema, SKOS, schema.org, PROV-O, the Relationship vocabulary);
 * what only this app knows is under `urn:memoryos:graph:`.
 */
import type { EntityKind, Relation } from '../../../shared/contracts/graph.ts';

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const SCHEMA = 'https://schema.org/';
const SKOS = 'http://www.w3.org/2004/02/skos/core#';
const PROV = 'http://www.w3.org/ns/prov#';
const XSD = 'http://www.w3.org/2001/XMLSchema#';
const RELATIONSHIP = 'http://purl.org/vocab/relationship/';
const OWN = 'urn:memoryos:graph:';

export const PREFIXES = { rdf: RDF, schema: SCHEMA, skos: SKOS, prov: PROV, xsd: XSD, rel: RELATIONSHIP };

export const IRI = {
  type: `${RDF}type`,
  statement: `${RDF}Statement`,
  subject: `${RDF}subject`,
  predicate: `${RDF}predicate`,
  object: `${RDF}object`,
  label: 'http://www.w3.org/2000/01/rdf-schema#label',
  comment: 'http://www.w3.org/2000/01/rdf-schema#comment',
  otherLabel: `${SKOS}altLabel`,
  mentions: `${SCHEMA}mentions`,
  derivedFrom: `${PROV}wasDerivedFrom`,
  attributedTo: `${PROV}wasAttributedTo`,
  statedAt: `${PROV}generatedAtTime`,
  validFrom: `${SCHEMA}validFrom`,
  validThrough: `${SCHEMA}validThrough`,
  confidence: `${OWN}confidence`,
  origin: `${OWN}origin`,
  band: `${OWN}band`,
  string: `${XSD}string`,
  languageString: `${RDF}langString`,
  decimal: `${XSD}decimal`,
  dateTime: `${XSD}dateTime`,
} as const;

/** Predicates that name somebody. */
export const NAMING: ReadonlySet<string> = new Set([
  IRI.label,
  IRI.otherLabel,
  `${SKOS}prefLabel`,
  `${SCHEMA}name`,
  'http://schema.org/name',
  'http://xmlns.com/foaf/0.1/name',
]);

/** Predicates that say something of a statement and not of somebody. */
export const ABOUT_STATEMENTS: ReadonlySet<string> = new Set([
  IRI.subject,
  IRI.predicate,
  IRI.object,
  IRI.derivedFrom,
  IRI.attributedTo,
  IRI.statedAt,
  IRI.validFrom,
  IRI.validThrough,
  IRI.confidence,
  IRI.origin,
  IRI.band,
]);

export const KIND_CLASSES: Readonly<Record<EntityKind, string>> = {
  person: `${SCHEMA}Person`,
  place: `${SCHEMA}Place`,
  group: `${SCHEMA}Organization`,
  event: `${SCHEMA}Event`,
  thing: `${SCHEMA}Thing`,
  topic: `${SKOS}Concept`,
};

const KIND_OF_CLASS: ReadonlyMap<string, EntityKind> = new Map<string, EntityKind>([
  ...Object.entries(KIND_CLASSES).map(([kind, iri]): [string, EntityKind] => [iri, kind as EntityKind]),
  ['http://schema.org/Person', 'person'],
  ['http://schema.org/Place', 'place'],
  ['http://schema.org/Organization', 'group'],
  ['http://schema.org/Event', 'event'],
  ['http://schema.org/Thing', 'thing'],
  ['http://xmlns.com/foaf/0.1/Person', 'person'],
  ['http://xmlns.com/foaf/0.1/Group', 'group'],
  ['http://xmlns.com/foaf/0.1/Organization', 'group'],
]);

/** Null for a class that is none of our kinds. */
export const kindOfClass = (iri: string): EntityKind | null => KIND_OF_CLASS.get(iri) ?? null;

export const RELATION_IRIS: Readonly<Record<Relation, string>> = {
  parentOf: `${RELATIONSHIP}parentOf`,
  siblingOf: `${RELATIONSHIP}siblingOf`,
  partnerOf: `${SCHEMA}spouse`,
  relatedTo: `${SCHEMA}relatedTo`,
  friendOf: `${RELATIONSHIP}friendOf`,
  livesIn: `${SCHEMA}homeLocation`,
  worksAt: `${SCHEMA}worksFor`,
  memberOf: `${SCHEMA}memberOf`,
  bornIn: `${SCHEMA}birthPlace`,
  partOf: `${SCHEMA}isPartOf`,
};

const RELATION_OF_IRI: ReadonlyMap<string, Relation> = new Map(
  Object.entries(RELATION_IRIS).map(([relation, iri]): [string, Relation] => [iri, relation as Relation]),
);

/** Null for a predicate that is not in the short list. */
export const relationOfIri = (iri: string): Relation | null => RELATION_OF_IRI.get(iri) ?? null;

const UUID = 'urn:uuid:';
const LABELLED = 'urn:memoryos:label:';

/** The IRI of what has an id of ours. */
export const iriOfId = (id: string): string => `${UUID}${id}`;

/** The id in such an IRI; null for another. */
export function idOfIri(iri: string): string | null {
  const id = iri.startsWith(UUID) ? iri.slice(UUID.length).toLowerCase() : '';
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : null;
}

/** Of somebody, or something, that is only named in memories. */
export const iriOfLabel = (label: 'person' | 'tag', name: string): string =>
  `${LABELLED}${label}:${encodeURIComponent(name)}`;

export const isLabel = (iri: string): boolean => iri.startsWith(LABELLED);

/** What to call somebody of whom only the IRI is known: its last part. */
export function nameOfIri(iri: string): string {
  const last = /([^/#:?]+)[/#]?$/.exec(iri)?.[1] ?? iri;
  try {
    return decodeURIComponent(last);
  } catch {
    // A stray percent sign.
    return last;
  }
}
