/**
 * What people type into the search field, as an FTS5 expression.
 *
 * `"…"` is a phrase, `-word` and `-"…"` exclude, the last bare word may be unfinished; everything else is words that
 * must all be there. Invariant: any string is a valid question. FTS5's own operators never get through: each word
 * goes in as a quoted string.
 */
import { separated } from './words.ts';

interface Term {
  readonly text: string;
  readonly excluded: boolean;
  readonly unfinished: boolean;
}

/** A word or a quoted phrase, with or without the minus. An unclosed quotation runs to the end. */
const PART = /(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))/gu;
const HAS_WORD = /[\p{L}\p{N}]/u;

function terms(question: string): Term[] {
  const text = question.normalize('NFC').replace(/[\p{Cc}\p{Cs}]/gu, ' ');
  const openEnd = /\S$/u.test(text);
  const found: Term[] = [];
  for (const match of text.matchAll(PART)) {
    const [whole, minus = '', phrase, word] = match;
    const content = phrase ?? word ?? '';
    if (!HAS_WORD.test(content)) continue;
    const last = match.index + whole.length === text.length;
    found.push({
      text: content,
      excluded: minus === '-',
      unfinished: last && openEnd && word !== undefined && minus === '',
    });
  }
  return found;
}

function quotedTerm(term: Term): string {
  const quoted = `"${separated(term.text).replaceAll('"', '""')}"`;
  return term.unfinished ? `${quoted} *` : quoted;
}

/** An expression for `MATCH`; null where the question names nothing to look for. */
export function matchExpression(question: string): string | null {
  const all = terms(question);
  const wanted = all.filter((term) => !term.excluded).map(quotedTerm);
  if (wanted.length === 0) return null;
  const unwanted = all.filter((term) => term.excluded).map(quotedTerm);
  const positive = `(${wanted.join(' AND ')})`;
  return unwanted.length === 0 ? positive : `${positive} NOT (${unwanted.join(' OR ')})`;
}
