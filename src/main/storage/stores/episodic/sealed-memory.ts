/**
 * A memory sealed for its place: everything about a write that needs no database.
 *
 * Done for a whole group before its transaction begins: sealing after sealing runs from warm caches, and the
 * transaction is shorter by it.
 */
import type { CommandInput } from '../../contract.ts';
import type { SealedForBand, ThreadKeys } from '../../engine/thread-keys.ts';
import { type Digest, digestOf } from '../base-store.ts';
import { type Content, packContent } from './content.ts';
import type { EpisodicAttachment, episodicContract } from './contract.ts';
import { EPISODIC, EPISODIC_TEXT } from './records.ts';

/** What append and revise have in common. */
export type ContentInput = Omit<CommandInput<typeof episodicContract, 'append'>, 'id' | 'authorId'>;

export interface SealedMemory {
  readonly content: Content;
  readonly record: SealedForBand;
  /** Null where the text lies in the record. */
  readonly text: SealedForBand | null;
  readonly externalKey: Buffer | null;
  readonly digest: Digest;
}

export function sealMemory(
  keys: ThreadKeys,
  id: string,
  version: number,
  input: ContentInput,
  attachments: readonly EpisodicAttachment[],
): SealedMemory {
  const { band, title, text, tags, people, externalId } = input;
  const content: Content = { title, text, tags, people, externalId, attachments };
  const packed = packContent(content);
  const record = keys.seal(keys.place(EPISODIC, id, version, band), band, packed.head);
  const sealedText =
    packed.text === null ? null : keys.seal(keys.place(EPISODIC_TEXT, id, version, band), band, packed.text);
  return {
    content,
    record,
    text: sealedText,
    externalKey: externalId === null ? null : keys.externalKey(externalId),
    digest: digestOf(
      String(version),
      String(input.atMs),
      band,
      input.kind,
      record.sealed,
      ...(sealedText === null ? [] : [sealedText.sealed]),
    ),
  };
}

/** The attachments of an input that all lie in the space already; null where one is put in the same unit. */
export function knownAttachments(input: ContentInput): EpisodicAttachment[] | null {
  const known: EpisodicAttachment[] = [];
  for (const link of input.attachments) {
    if (!('id' in link)) return null;
    known.push(link);
  }
  return known;
}
