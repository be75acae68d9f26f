/**
 * Whether what somebody waits for comes up: a person, a tag, or a place that is named in the words.
 *
 * Capitals and accents matter not; a place is found as whole words, so that "Bath" does not come up in "bathroom".
 */
import type { Cue } from '../../shared/contracts/reminders.ts';

/** What is being written or read. */
export interface Shown {
  readonly people: readonly string[];
  readonly tags: readonly string[];
  /** Title and text. */
  readonly text: string;
}

const MARKS = /\p{M}/gu;
const LETTER = /[\p{L}\p{N}]/u;

/** Lower case, without accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(MARKS, '').toLowerCase();
}

/** Scripts without spaces between words have no edges to look at: any place there is a whole word. */
const SPACELESS = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u;

function names(text: string, words: string): boolean {
  const wanted = folded(words);
  const within = folded(text);
  for (let at = within.indexOf(wanted); at !== -1; at = within.indexOf(wanted, at + 1)) {
    const before = within.slice(0, at).at(-1) ?? ' ';
    const after = within.slice(at + wanted.length).at(0) ?? ' ';
    if (SPACELESS.test(wanted) || (!LETTER.test(before) && !LETTER.test(after))) return true;
  }
  return false;
}

export function cameUp({ kind, value }: Cue, { people, tags, text }: Shown): boolean {
  if (kind === 'place') return names(text, value);
  const wanted = folded(value);
  return (kind === 'person' ? people : tags).some((name) => folded(name) === wanted);
}
