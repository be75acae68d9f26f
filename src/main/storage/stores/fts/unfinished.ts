/**
 * What a half-typed word may become.
 *
 * The index holds stems (Porter, 1980): "running" lies there as "run", which does not begin with "runn". A prefix
 * search alone therefore loses the word between "run" and "running". Here the word is taken apart into a base and the
 * beginning of an English ending, and the base is asked for as well. Pure; knows nothing of the index.
 */

/** Endings that the stemmer takes off or shortens, so that the stem may be shorter than what was typed. */
const ENDINGS = [
  'ing ings ed edly ingly es ies ness nesses ful fulness fully less ation ations ational ator ators ative',
  'ization izations izer ize izes ized izing ise ised ising alism ality ally al als ance ances ancy ence ences ency',
  'er ers est able ably ability abilities ible ibly ibility ibilities ant ants ement ements ment ments ent ents ently ion ions ional ism isms ist ists',
  'ate ates ated ating ity ities ous ously ousness ive ives ively iveness ic ics ical ically icity y ies ly',
].flatMap((line) => line.split(' '));

/** Every beginning of an ending. */
const BEGUN = new Set(ENDINGS.flatMap((ending) => Array.from(ending, (_, end) => ending.slice(0, end + 1))));

const LONGEST = Math.max(...ENDINGS.map((ending) => ending.length));
const SHORTEST_BASE = 2;
const ENGLISH = /^[a-z]+$/;
const VOWEL = /[aeiouy]/;
const DOUBLED = /([b-df-hj-np-tv-z])\1$/;

/**
 * Bases of which the word may be a longer form in the making: `runni` gives `runn`, `run`, `runne`.
 * Nothing for words that are not written in plain Latin letters.
 */
export function basesOf(word: string): string[] {
  const lower = word.toLowerCase();
  if (!ENGLISH.test(lower)) return [];
  const bases = new Set<string>();
  const take = (base: string): void => {
    if (base.length >= SHORTEST_BASE && VOWEL.test(base)) bases.add(base);
  };
  for (let end = Math.max(SHORTEST_BASE, lower.length - LONGEST); end <= lower.length; end += 1) {
    const base = lower.slice(0, end);
    if (end < lower.length && !BEGUN.has(lower.slice(end))) continue;
    if (end < lower.length) {
      take(base);
      take(`${base}e`);
      if (base.endsWith('i')) take(`${base.slice(0, -1)}y`);
    }
    if (DOUBLED.test(base)) take(base.slice(0, -1));
  }
  bases.delete(lower);
  return [...bases];
}
