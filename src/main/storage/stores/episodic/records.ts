/**
 * The sealed record of one memory: read from its rows and opened.
 *
 * Shared by the writing and the reading side, each with its own connection.
 */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { bandOf, idText } from '../record-ids.ts';
import { type Content, excerptOf, unpackHead } from './content.ts';
import type { EpisodicRow } from './contract.ts';

export const EPISODIC = 'episodic';
/** Long texts are sealed for a place of their own. */
export const EPISODIC_TEXT = 'episodic/text';

/** A memory's row with its wrapped key. */
export interface MemoryLine {
  readonly seq: number;
  readonly id: Buffer;
  readonly version: number;
  readonly at_ms: number;
  readonly offset_minutes: number;
  readonly local_ms: number;
  readonly date_only: number;
  readonly band: number;
  readonly kind: string;
  readonly author: Buffer;
  readonly created_ms: number;
  readonly updated_ms: number;
  readonly external_key: Buffer | null;
  readonly source_digest: Buffer | null;
  readonly receipt_seq: number;
  readonly sealed: Buffer;
  readonly epoch: number;
  readonly wrapped: Buffer;
}

const MEMORY_COLUMNS = `m.seq, m.id, m.version, m.at_ms, m.offset_minutes, m.local_ms, m.date_only, m.band,
  m.kind, m.author, m.created_ms, m.updated_ms, m.external_key, m.source_digest, m.receipt_seq, m.sealed,
  k.epoch, k.wrapped`;

const MEMORY_SOURCE = 'memory AS m JOIN memory_key AS k ON k.memory = m.seq';

interface TextLine {
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly sealed: Buffer;
}

export class MemoryRecords {
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#keys = keys;
  }

  /** Null where there is no such memory. */
  line(id: Buffer): MemoryLine | null {
    return (
      this.#connection
        .read<MemoryLine>(`SELECT ${MEMORY_COLUMNS} FROM ${MEMORY_SOURCE} WHERE m.id = ?`)
        .get(id) ?? null
    );
  }

  lineAt(seq: number): MemoryLine | null {
    return (
      this.#connection
        .read<MemoryLine>(`SELECT ${MEMORY_COLUMNS} FROM ${MEMORY_SOURCE} WHERE m.seq = ?`)
        .get(seq) ?? null
    );
  }

  /** Opens a memory but for a long text, of which it gives the beginning. */
  head(line: MemoryLine): Content & { readonly long: boolean } {
    const band = bandOf(line.band);
    const context = this.#keys.place(EPISODIC, idText(line.id), line.version, band);
    return unpackHead(this.#keys.open(context, band, line));
  }

  /** Opens a memory whole. */
  content(line: MemoryLine): Content {
    const head = this.head(line);
    if (!head.long) return head;
    const text = this.#connection
      .read<TextLine>('SELECT epoch, wrapped, sealed FROM memory_text WHERE memory = ?')
      .get(line.seq);
    if (text === undefined) return head;
    const band = bandOf(line.band);
    const context = this.#keys.place(EPISODIC_TEXT, idText(line.id), line.version, band);
    return { ...head, text: this.#keys.open(context, band, text).toString('utf8') };
  }

  /** One line of the timeline. */
  row(line: MemoryLine): EpisodicRow {
    const head = this.head(line);
    return {
      id: idText(line.id),
      version: line.version,
      atMs: line.at_ms,
      offsetMinutes: line.offset_minutes,
      dateOnly: line.date_only === 1,
      band: bandOf(line.band),
      kind: line.kind,
      title: head.title,
      excerpt: excerptOf(head.text),
      tags: head.tags,
      people: head.people,
      externalId: head.externalId,
      attachments: head.attachments,
    };
  }
}
