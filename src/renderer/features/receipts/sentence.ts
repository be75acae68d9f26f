/**
 * Sentences with people, titles and dates in them, as pieces that can be set one by one.
 *
 * A translated sentence says where its parts stand (`{{actor}} added {{title}}`); the parts come from the
 * vault and may hold anything. They are therefore never put into the sentence as text that is parsed again:
 * the sentence is split at its slots, and each slot is filled with an element.
 */

export type SentencePiece<Slot extends string> =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'slot'; readonly slot: Slot };

const SLOT = /\{\{\s*(\w+)\s*\}\}/gu;

/** Splits a translated sentence at its slots. A slot nobody knows stays as it is written. */
export function splitSentence<Slot extends string>(
  sentence: string,
  slots: readonly Slot[],
): SentencePiece<Slot>[] {
  const pieces: SentencePiece<Slot>[] = [];
  let from = 0;
  for (const match of sentence.matchAll(SLOT)) {
    const slot = slots.find((one) => one === match[1]);
    if (slot === undefined) continue;
    if (match.index > from) pieces.push({ kind: 'words', text: sentence.slice(from, match.index) });
    pieces.push({ kind: 'slot', slot });
    from = match.index + match[0].length;
  }
  if (from < sentence.length) pieces.push({ kind: 'words', text: sentence.slice(from) });
  return pieces;
}
