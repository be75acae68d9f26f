/**
 * Quads of an N-Quads or Turtle file, one after another, with the line each came from.
 *
 * Invariants: memory stays bounded whatever the file holds; a quad is given whole and checked, or refused by its line.
 * In N-Quads each line stands for itself, so those after a bad one come. In Turtle a line means what the lines before
 * it made of it: the first mistake in its grammar ends the reading.
 */
import { EventEmitter } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import { Parser, type Quad, type Term } from 'n3';
import { iriSchema, languageSchema } from '../../../shared/contracts/graph.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { readLines } from '../import/lines.ts';
import { IRI } from './vocabulary.ts';

export type GraphFormat = 'nquads' | 'turtle';

/** Bytes of one line. */
const LINE_BYTES = 512 * 1024;
/** Characters of Turtle that may come without completing a statement. */
const UNFINISHED = 512 * 1024;
/** Turtle is handed to the parser line by line while statements end, in such pieces while one goes on. */
const PIECE = 16 * 1024;

/** `_:` and a label where the file names nothing but a blank node. */
export type Node = { readonly iri: string } | { readonly blank: string };
export interface Literal {
  readonly literal: string;
  readonly datatype: string | null;
  readonly language: string | null;
}

export interface ReadQuad {
  readonly subject: Node;
  readonly predicate: string;
  readonly object: Node | Literal;
  /** Null in the default graph. */
  readonly graph: Node | null;
}

/** Why a line did not come in. The message never quotes the line. */
export interface GraphRefusal {
  readonly line: number;
  readonly code: 'SYNTAX' | 'TOO_LONG' | 'INVALID_UTF8' | 'BAD_IRI' | 'BAD_TEXT' | 'UNSUPPORTED';
  readonly message: string;
}

export type RdfEntry =
  | { readonly line: number; readonly quad: ReadQuad }
  | { readonly refusal: GraphRefusal };

const MESSAGES: Readonly<Record<GraphRefusal['code'], string>> = {
  SYNTAX: 'It cannot be read: the line breaks the rules of the format.',
  TOO_LONG: 'It is longer than a statement may be.',
  INVALID_UTF8: 'It is not UTF-8 text.',
  BAD_IRI: 'It holds an address that is no absolute IRI.',
  BAD_TEXT: 'It holds a text that is too long, or that is no well-formed Unicode.',
  UNSUPPORTED: 'It holds a statement about a statement in a form that is not read here.',
};

class Unfit extends Error {
  readonly code: GraphRefusal['code'];
  constructor(code: GraphRefusal['code']) {
    super(code);
    this.code = code;
  }
}

const refused = (line: number, code: GraphRefusal['code']): RdfEntry => ({
  refusal: { line, code, message: MESSAGES[code] },
});

export function readRdf(handle: FileHandle, format: GraphFormat): AsyncGenerator<RdfEntry> {
  return format === 'nquads' ? readQuads(handle) : readTurtle(handle);
}

async function* readQuads(handle: FileHandle): AsyncGenerator<RdfEntry> {
  for await (const { number, bytes } of readLines(handle, LINE_BYTES)) {
    const text = bytes === null ? null : decoded(bytes);
    if (bytes === null || text === null) yield refused(number, bytes === null ? 'TOO_LONG' : 'INVALID_UTF8');
    else if (text.trim() !== '') yield* entriesOf(quadsOfLine(text), number);
  }
}

/** Null where the line cannot be read. */
function quadsOfLine(text: string): readonly Quad[] | null {
  try {
    // Labels of blank nodes stay what they are: they hold for the whole file and not for a line.
    return new Parser({ format: 'N-Quads', blankNodePrefix: '_:' }).parse(text);
  } catch {
    return null;
  }
}

function* entriesOf(quads: readonly Quad[] | null, line: number): Generator<RdfEntry> {
  if (quads === null) yield refused(line, 'SYNTAX');
  else for (const quad of quads) yield checked(quad, line);
}

async function* readTurtle(handle: FileHandle): AsyncGenerator<RdfEntry> {
  const source = new EventEmitter();
  const found: Quad[] = [];
  let fault: { readonly line: number | null } | null = null;
  new Parser({ format: 'Turtle', blankNodePrefix: '_:' }).parse(source, (error, quad) => {
    if (error) fault ??= { line: lineOf(error) };
    else if (quad) found.push(quad);
  });
  let pending = '';
  let unfinished = 0;
  let completes = true;
  let line = 0;
  function* feed(ends: boolean): Generator<RdfEntry> {
    try {
      source.emit('data', pending);
      if (ends) source.emit('end');
    } catch {
      fault ??= { line: null };
    }
    completes = found.length > 0;
    unfinished = completes ? 0 : unfinished + pending.length;
    pending = '';
    yield* entriesOf(found.splice(0), line);
    if (fault !== null) yield refused((fault as { line: number | null }).line ?? line, 'SYNTAX');
  }
  for await (const { number, bytes } of readLines(handle, LINE_BYTES)) {
    line = number;
    const text = bytes === null ? null : decoded(bytes);
    if (bytes === null || text === null) {
      yield refused(number, bytes === null ? 'TOO_LONG' : 'INVALID_UTF8');
      return;
    }
    pending += `${text}\n`;
    if (!completes && pending.length < PIECE) continue;
    yield* feed(false);
    if (fault !== null) return;
    if (unfinished > UNFINISHED) {
      yield refused(number, 'TOO_LONG');
      return;
    }
  }
  yield* feed(true);
}

function lineOf(error: Error): number | null {
  const context: unknown = Reflect.get(error, 'context');
  const line: unknown = typeof context === 'object' && context !== null ? Reflect.get(context, 'line') : null;
  return typeof line === 'number' ? line : null;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function checked(quad: Quad, line: number): RdfEntry {
  try {
    const { subject, predicate, object, graph } = quad;
    const node = nodeOf(predicate);
    if (!('iri' in node)) throw new Unfit('BAD_IRI');
    return {
      line,
      quad: {
        subject: nodeOf(subject),
        predicate: node.iri,
        object: object.termType === 'Literal' ? literalOf(object) : nodeOf(object),
        graph: graph.termType === 'DefaultGraph' ? null : nodeOf(graph),
      },
    };
  } catch (fault) {
    if (fault instanceof Unfit) return refused(line, fault.code);
    throw fault;
  }
}

function nodeOf(term: Term): Node {
  if (term.termType === 'BlankNode') return { blank: term.value };
  if (term.termType !== 'NamedNode') throw new Unfit('UNSUPPORTED');
  const iri = iriSchema.safeParse(term.value);
  if (!iri.success) throw new Unfit('BAD_IRI');
  return { iri: iri.data };
}

function literalOf(term: Extract<Term, { termType: 'Literal' }>): Literal {
  const { value, language } = term;
  if (!value.isWellFormed() || value.length > LIMITS.literalLength) throw new Unfit('BAD_TEXT');
  if (language !== '' && !languageSchema.safeParse(language).success) throw new Unfit('BAD_TEXT');
  const datatype = nodeOf(term.datatype);
  const named = 'iri' in datatype ? datatype.iri : IRI.string;
  return {
    literal: value,
    language: language === '' ? null : language,
    datatype: named === IRI.string || named === IRI.languageString ? null : named,
  };
}
