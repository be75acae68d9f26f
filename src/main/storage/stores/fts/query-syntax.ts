/**
 * What people type into the search field, as an FTS5 expression.
 *
 * `"…"` is a phrase, `-word` and `-"…"` exclude, the last bare word may be unfinished; everything else is words that
 * must all be there. Invariant: any string is a valid question. FTS5's own operators never get through: each word
 * goes in as a quoted string.
 */
import { basesOf } from './unfinished.ts';
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

const quoted = (text: string): string => `"${separated(text).replaceAll('"', '""')}"`;

/** @param wide an unfinished word may be a longer form of its bases, too */
function expressed(term: Term, wide: boolean): string {
  const whole = term.unfinished ? `${quoted(term.text)} *` : quoted(term.text);
  const bases = wide && term.unfinished ? basesOf(term.text) : [];
  return bases.length === 0 ? whole : `(${[whole, ...bases.map(quoted)].join(' OR ')})`;
}

/**
 * Expressions for `MATCH`, narrow first: the next is to be tried where the one before finds nothing. None where the
 * question names nothing to look for.
 */
export function matchExpressions(question: string): string[] {
  const all = terms(question);
  const wanted = all.filter((term) => !term.excluded);
  if (wanted.length === 0) return [];
  const unwanted = all.filter((term) => term.excluded).map(({ text }) => quoted(text));
  const without = unwanted.length === 0 ? '' : ` NOT (${unwanted.join(' OR ')})`;
  const expression = (wide: boolean): string =>
    `(${wanted.map((term) => expressed(term, wide)).join(' AND ')})${without}`;
  return [...new Set([expression(false), expression(true)])];
}
