/** The beginning of a text, as one line for a list. */

/** Characters (UTF-16 units) of an excerpt. */
const EXCERPT_LENGTH = 240;

/** At most 240 characters, white space folded, no character halved. */
export function excerptOf(text: string): string {
  // Folding can only shorten: a few times the length always holds enough unless the text is mostly white space.
  const folded = text
    .slice(0, EXCERPT_LENGTH * 4)
    .replace(/\s+/gu, ' ')
    .trim();
  const excerpt = folded.slice(0, EXCERPT_LENGTH);
  return excerpt.isWellFormed() ? excerpt : excerpt.slice(0, -1);
}
