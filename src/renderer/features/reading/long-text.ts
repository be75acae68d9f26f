/**
 * How much of a text is set as Markdown, and in what pieces the rest is shown.
 *
 * A memory may be sixteen megabytes. Parsing and laying that out would freeze the page, so the first part is
 * set, and the rest is plain text that comes a piece at a time when asked for. Nothing is left out.
 */

/** Characters that are set as Markdown. */
const SET_LENGTH = 24_000;
/** Characters that one press brings. */
const PIECE_LENGTH = 250_000;
/** Characters of one block of a piece: the browser lays out only blocks that are in view. */
const BLOCK_LENGTH = 8_000;
/** Nesting beyond this (quotes in quotes, lists in lists) is a trap for the parser, not a text. */
const DEEPEST_NESTING = 40;
/** Marks that could open something, in one paragraph, beyond which the parser is no longer quick. */
const MOST_OPENINGS = 2_000;

export interface SplitText {
  /** Set as Markdown where `settable`, as plain text otherwise. */
  readonly first: string;
  readonly rest: string;
}

/** Cuts near `length`: after a blank line, else a line, else wherever no surrogate pair is torn. */
function cutAt(text: string, from: number, length: number): number {
  const end = from + length;
  if (end >= text.length) return text.length;
  for (const boundary of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(boundary, end - boundary.length);
    if (at > from + length / 2) return at + boundary.length;
  }
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

/** The part that is shown at once, and what follows. */
export function splitLongText(text: string): SplitText {
  const cut = cutAt(text, 0, SET_LENGTH);
  return { first: text.slice(0, cut), rest: text.slice(cut) };
}

/** The next plain piece of `text`, from `from` on, in blocks. */
export function nextPiece(text: string, from: number): string[] {
  const end = cutAt(text, from, PIECE_LENGTH);
  const blocks: string[] = [];
  for (let start = from; start < end; ) {
    const stop = Math.min(end, cutAt(text, start, BLOCK_LENGTH));
    blocks.push(text.slice(start, stop));
    start = stop;
  }
  return blocks;
}

/** Whether Markdown of this text can be parsed quickly; hostile nesting is shown as the plain text it is. */
export function settable(text: string): boolean {
  for (const line of text.split('\n')) {
    const prefix = /^(?:[ \t]|[>*+-]|\d{1,9}[.)])*/u.exec(line)?.[0] ?? '';
    if ((prefix.match(/[>*+.)-]/gu)?.length ?? 0) > DEEPEST_NESTING && !/^[\s*-]+$/u.test(line)) return false;
  }
  for (const paragraph of text.split(/\n\s*\n/u)) {
    if ((paragraph.match(/[[\]*_~<&`!]/gu)?.length ?? 0) > MOST_OPENINGS) return false;
  }
  return true;
}
