/**
 * A memory's content as it is sealed, and its place in the timeline.
 *
 * The format is one JSON object with short keys. A text longer than `INLINE_BYTES` is sealed apart, so that a line
 * of the timeline never opens sixteen megabytes to show 240 characters.
 */
import type { EpisodicAttachment } from './contract.ts';

/** UTF-16 code units up to which a text lies in the record itself. */
const INLINE_LENGTH = 4096;
const EXCERPT_LENGTH = 240;
/** White space folds to less: this much of a text always gives an excerpt. */
const EXCERPT_SOURCE = 2000;

export interface Content {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly people: readonly string[];
  readonly attachments: readonly EpisodicAttachment[];
  readonly externalId: string | null;
}

/** The sealed object. `x` is the text, or its beginning where `long` is 1. */
interface Packed {
  readonly t: string;
  readonly x: string;
  readonly long: 0 | 1;
  readonly g: readonly string[];
  readonly p: readonly string[];
  readonly a: readonly EpisodicAttachment[];
  readonly e: string | null;
}

export interface PackedContent {
  readonly head: Buffer;
  /** Null where the text lies in the head. */
  readonly text: Buffer | null;
}

export function packContent(content: Content): PackedContent {
  const long = content.text.length > INLINE_LENGTH;
  const packed: Packed = {
    t: content.title,
    x: long ? wellFormedStart(content.text, EXCERPT_SOURCE) : content.text,
    long: long ? 1 : 0,
    g: content.tags,
    p: content.people,
    a: content.attachments,
    e: content.externalId,
  };
  return {
    head: Buffer.from(JSON.stringify(packed), 'utf8'),
    text: long ? Buffer.from(content.text, 'utf8') : null,
  };
}

/** The head alone: `text` is then the text's beginning where `long` says so. */
export function unpackHead(head: Buffer): Content & { readonly long: boolean } {
  // Sealed by `packContent` and authenticated by the seal: it is what was put in.
  const packed = JSON.parse(head.toString('utf8')) as Packed;
  return {
    title: packed.t,
    text: packed.x,
    long: packed.long === 1,
    tags: packed.g,
    people: packed.p,
    attachments: packed.a,
    externalId: packed.e,
  };
}

function wellFormedStart(text: string, length: number): string {
  const start = text.slice(0, length);
  return start.isWellFormed() ? start : start.slice(0, -1);
}

/** The first 240 characters, white space folded. */
export function excerptOf(text: string): string {
  const folded = text.slice(0, EXCERPT_SOURCE).replace(/\s+/gu, ' ').trim();
  return wellFormedStart(folded, EXCERPT_LENGTH);
}

/** Wall-clock milliseconds: the timeline's order. */
export function localMs(atMs: number, offsetMinutes: number): number {
  return atMs + offsetMinutes * 60_000;
}

/** The month a wall-clock time lies in: year * 12 + month, January 0. */
export function monthOf(local: number): number {
  const date = new Date(local);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The wall-clock time at which a month begins. */
export function monthStart(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
  return date.getTime();
}

/** `YYYY-MM`. */
export function monthText(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
}
