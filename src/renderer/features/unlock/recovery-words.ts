/** Reading 24 words as people type them: any spacing, any case, numbers in between. */
import { wordlist } from '@scure/bip39/wordlists/english.js';

const KNOWN: ReadonlySet<string> = new Set(wordlist);

export const RECOVERY_WORDS = 24;

/** The words of what was typed or pasted; "1. apple 2) bread" gives apple, bread. */
export function recoveryWords(typed: string): readonly string[] {
  return typed.toLowerCase().match(/[a-z]+/g) ?? [];
}

/** Four letters name a word of the list; more must go on as it does. */
const PREFIX_LETTERS = 4;

function isKnown(word: string): boolean {
  if (KNOWN.has(word)) return true;
  return word.length >= PREFIX_LETTERS && wordlist.some((known) => known.startsWith(word));
}

/** Words that are on no place of the list: slips of the pen. The last one may still be being typed. */
export function unknownWords(words: readonly string[], finished: boolean): readonly string[] {
  const settled = finished ? words : words.slice(0, -1);
  return [...new Set(settled.filter((word) => !isKnown(word)))];
}
