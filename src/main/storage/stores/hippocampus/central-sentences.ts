/**
 * The most central sentences of several texts: continuous LexRank (Erkan & Radev, "LexRank: Graph-based Lexical
 * Centrality as Salience in Text Summarization", JAIR 22, 2004).
 *
 * Sentences are TF-IDF vectors; a sentence is central when it is like many that are central. Of two that say the same
 * (cosine above `SAME`) one is kept, as in maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998). Extractive:
 * what comes out stood in a text, word for word. Pure and deterministic; costs grow with the square of the sentences,
 * which is why there are at most `SENTENCES`.
 */

const SENTENCES = 240;
const SENTENCES_PER_TEXT = 24;
const SHORTEST = 25;
const LONGEST = 400;
/** Random walk: how often it follows a likeness rather than jumping (Erkan & Radev's 0.85). */
const DAMPING = 0.85;
const ROUNDS = 40;
const SAME = 0.5;

export interface Sentence {
  /** Which of the texts it stands in. */
  readonly source: number;
  readonly text: string;
}

type Vector = ReadonlyMap<string, number>;

const sentenceSegmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });
const wordSegmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Sentences of a text that can stand alone, marks of lists and headings taken off. */
export function sentencesOf(text: string): string[] {
  const found: string[] = [];
  for (const line of text.split(/\n+/)) {
    const plain = line.replace(/^[\s>#*+-]+|^\s*\d+[.)]\s+/u, '').trim();
    if (plain === '' || /^(?:```|\||!\[)/.test(plain)) continue;
    for (const { segment } of sentenceSegmenter.segment(plain)) {
      const sentence = segment.replace(/\s+/gu, ' ').trim();
      if (sentence.length >= SHORTEST && sentence.length <= LONGEST) found.push(sentence);
      if (found.length >= SENTENCES_PER_TEXT) return found;
    }
  }
  return found;
}

/**
 * @param count how many at most
 * @returns the most central sentences, in the order they stand in the texts
 */
export function centralSentences(texts: readonly string[], count: number): Sentence[] {
  const sentences = texts
    .flatMap((text, source) => sentencesOf(text).map((sentence): Sentence => ({ source, text: sentence })))
    .slice(0, SENTENCES);
  const vectors = weighted(sentences.map(({ text }) => wordsOf(text)));
  const alike = vectors.map((a) => vectors.map((b) => cosine(a, b)));
  const ranks = centrality(alike);
  const order = ranks
    .map((rank, index) => ({ rank, index }))
    .sort((a, b) => b.rank - a.rank || a.index - b.index);
  const chosen: number[] = [];
  for (const { index } of order) {
    if (chosen.length >= count) break;
    if (chosen.every((other) => (alike[index]?.[other] ?? 0) <= SAME)) chosen.push(index);
  }
  return chosen.sort((a, b) => a - b).flatMap((index) => sentences[index] ?? []);
}

/** The stationary distribution of the walk along likenesses: each at least 0, together 1. */
export function centrality(alike: readonly (readonly number[])[]): number[] {
  const size = alike.length;
  const sums = alike.map((row) => row.reduce((sum, value) => sum + value, 0));
  let ranks = alike.map(() => 1 / size);
  for (let round = 0; round < ROUNDS; round += 1) {
    // A sentence that is like none, not even itself, leads everywhere.
    const loose = ranks.reduce((sum, rank, index) => sum + (sums[index] === 0 ? rank : 0), 0);
    ranks = alike.map((_, to) => {
      let led = loose / size;
      for (let from = 0; from < size; from += 1) {
        const sum = sums[from] ?? 0;
        if (sum > 0) led += ((alike[from]?.[to] ?? 0) / sum) * (ranks[from] ?? 0);
      }
      return (1 - DAMPING) / size + DAMPING * led;
    });
  }
  return ranks;
}

function wordsOf(sentence: string): string[] {
  return Array.from(wordSegmenter.segment(sentence.toLowerCase()))
    .filter(({ isWordLike, segment }) => isWordLike === true && /\p{L}/u.test(segment))
    .map(({ segment }) => segment);
}

/** TF-IDF: a word in every sentence weighs nothing. */
function weighted(sentences: readonly (readonly string[])[]): Vector[] {
  const holders = new Map<string, number>();
  for (const words of sentences)
    for (const word of new Set(words)) holders.set(word, (holders.get(word) ?? 0) + 1);
  return sentences.map((words) => {
    const vector = new Map<string, number>();
    for (const word of words) {
      const rarity = Math.log(sentences.length / (holders.get(word) ?? 1));
      if (rarity > 0) vector.set(word, (vector.get(word) ?? 0) + rarity);
    }
    return vector;
  });
}

function cosine(a: Vector, b: Vector): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let product = 0;
  for (const [word, weight] of small) product += weight * (large.get(word) ?? 0);
  const length = norm(a) * norm(b);
  return length === 0 ? 0 : product / length;
}

function norm(vector: Vector): number {
  let sum = 0;
  for (const weight of vector.values()) sum += weight * weight;
  return Math.sqrt(sum);
}
