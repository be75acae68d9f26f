/** A translated sentence with elements in its slots; see `sentence.ts` for why it is not parsed as markup. */
import { Fragment, type ReactNode } from 'react';
import { splitSentence } from './sentence.ts';

interface SentenceTextProps<Slot extends string> {
  /** Translated with each slot filled with itself, so that its slots are still in it. */
  readonly sentence: string;
  readonly parts: Readonly<Record<Slot, ReactNode>>;
}

/** The sentence, set. */
export function SentenceText<Slot extends string>({ sentence, parts }: SentenceTextProps<Slot>) {
  const slots = Object.keys(parts).filter((key): key is Slot => key in parts);
  return splitSentence(sentence, slots).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence have no other identity.
    <Fragment key={index}>{piece.kind === 'words' ? piece.text : parts[piece.slot]}</Fragment>
  ));
}
