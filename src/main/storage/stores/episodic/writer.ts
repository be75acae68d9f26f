/**
 * episodic, the writing side: memories come, change and go, with their keys, facets, months and attachment links.
 *
 * Invariants: a version rises by one with each change; a month's count is the number of its memories, in the same
 * transaction; BLACK memories leave no facet; a memory that goes takes its key with it.
 */
import { VaultError } from '../../../../shared/errors.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection, WriteStatement } from '../../sqlite.ts';
import { violatedIndex } from '../../sqlite-errors.ts';
import {
  BaseWriter,
  type CommandHandlers,
  type CommandPreparations,
  conflict,
  type Digest,
  digestOf,
  type UnitScope,
} from '../base-store.ts';
import { bandNumber, bandOf, hexText, idBytes } from '../record-ids.ts';
import { type Content, localMs } from './content.ts';
import { type EpisodicAttachment, episodicContract } from './contract.ts';
import { type Placed, Placement } from './placement.ts';
import { EPISODIC, type MemoryLine, MemoryRecords } from './records.ts';
import { type ContentInput, knownAttachments, type SealedMemory, sealMemory } from './sealed-memory.ts';
import { SequenceWriter } from './sequences.ts';

type Contract = typeof episodicContract;

/** What episodic asks of attachments: to count who links to them. */
export interface AttachmentLinks {
  /** Sets a memory's links to these ids, all of which must be there. A band's last link gone takes the key with it. */
  link(memory: number, bandRank: number, ids: readonly Buffer[]): void;
}

/** What episodic asks of tombstones. */
export interface Burials {
  isBuried(id: Buffer): boolean;
}

/** A store whose rows follow a memory: told inside the same unit, so that nothing outlives what it was made of. */
export interface MemoryFollower {
  /** The memory is as `now` from here on; any part of it may have changed. */
  revised(now: PlainText): void;
  /** The memory is about to go; rows that refer to it by a foreign key go by themselves. */
  leaving?(seq: number): void;
}

/** A memory's words as others may index them. */
export interface PlainText {
  readonly seq: number;
  readonly band: number;
  readonly indexable: boolean;
  readonly title: string;
  readonly text: string;
  readonly labels: readonly string[];
}

export class EpisodicWriter extends BaseWriter<Contract> {
  readonly contract: Contract = episodicContract;
  readonly #connection: WritableConnection;
  readonly #keys: ThreadKeys;
  readonly #links: AttachmentLinks;
  readonly #burials: Burials;
  readonly #records: MemoryRecords;
  readonly #placement: Placement;
  readonly #sequences: SequenceWriter;
  /** Only ever rises: a unit that is rolled back leaves a gap, which is harmless. */
  #lastSeq: number;
  readonly #followers: MemoryFollower[] = [];
  /** Sealed ahead of the transaction, by the input itself. */
  readonly #sealed = new WeakMap<ContentInput, SealedMemory>();
  /** What this transaction wrote last: the index asks for it at once and need not open the seal again. */
  #fresh: { readonly id: string; readonly scope: UnitScope; readonly plain: PlainText } | null = null;

  constructor(connection: WritableConnection, keys: ThreadKeys, links: AttachmentLinks, burials: Burials) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#links = links;
    this.#burials = burials;
    this.#records = new MemoryRecords(connection, keys);
    this.#placement = new Placement(connection);
    this.#sequences = new SequenceWriter(connection, keys);
    const last = connection.read<{ seq: number | null }>('SELECT max(seq) AS seq FROM memory').get();
    this.#lastSeq = last?.seq ?? 0;
  }

  protected override readonly preparations: CommandPreparations<Contract> = {
    append: (input) => this.#prepare(input.id, 1, input),
    revise: (input) => this.#prepare(input.id, input.expectedVersion + 1, input),
  };

  protected readonly handlers: CommandHandlers<Contract> = {
    append: (input, scope) => {
      const id = idBytes(input.id);
      if (this.#burials.isBuried(id)) {
        throw conflict(EPISODIC, 'deleted', 'This memory was deleted; a deletion is for ever.', {
          id: input.id,
        });
      }
      this.#lastSeq += 1;
      const seq = this.#lastSeq;
      return this.#write(seq, input.id, 1, input, scope, (row) => {
        this.#insert.run(
          seq,
          id,
          input.atMs,
          input.offsetMinutes,
          row.local,
          input.dateOnly ? 1 : 0,
          row.band,
          input.kind,
          idBytes(input.authorId),
          scope.nowMs,
          scope.nowMs,
          row.externalKey,
          row.sourceDigest,
          scope.receiptSeq,
          row.sealed,
        );
      });
    },

    revise: (input, scope) => {
      const line = this.#expect(input.id, input.expectedVersion);
      const version = line.version + 1;
      this.#placement.leave(line, this.#records.head(line));
      for (const statement of this.#dropKeys) statement.run(line.seq);
      const digest = this.#write(line.seq, input.id, version, input, scope, (row) => {
        this.#update.run(
          version,
          input.atMs,
          input.offsetMinutes,
          row.local,
          input.dateOnly ? 1 : 0,
          row.band,
          input.kind,
          scope.nowMs,
          row.externalKey,
          row.sourceDigest,
          scope.receiptSeq,
          row.sealed,
          line.seq,
        );
      });
      const now = this.plainText(input.id, scope);
      if (now !== null) for (const follower of this.#followers) follower.revised(now);
      return digest;
    },

    remove: ({ id, expectedVersion }) => {
      const line = this.#expect(id, expectedVersion);
      for (const follower of this.#followers) follower.leaving?.(line.seq);
      this.#placement.leave(line, this.#records.head(line));
      this.#links.link(line.seq, line.band, []);
      for (const statement of this.#dropKeys) statement.run(line.seq);
      this.#dropRow.run(line.seq);
      this.#fresh = null;
      return digestOf('remove', line.id, String(line.version));
    },

    beginSequence: (input, { nowMs }) => this.#sequences.begin(input, nowMs),
    arrangeSequence: (input, { nowMs }) => this.#sequences.arrange(input, nowMs),
    endSequence: (input) => this.#sequences.end(input),
    setSpan: (input) => this.#sequences.span(input),
  };

  /** From now on the follower is told. Called while the stores are put together. */
  follow(follower: MemoryFollower): void {
    this.#followers.push(follower);
  }

  version(record: string): number | null {
    return this.#records.line(idBytes(record))?.version ?? null;
  }

  /** A memory's words as they are now in this transaction; null where there is no such memory. */
  plainText(id: string, scope: UnitScope): PlainText | null {
    if (this.#fresh?.id === id && this.#fresh.scope === scope) return this.#fresh.plain;
    const line = this.#records.line(idBytes(id));
    return line === null ? null : plain(line, this.#records.content(line));
  }

  /** Every memory's words, oldest first; opened one at a time. */
  *allPlainText(): Generator<PlainText> {
    for (let seq = 1; seq <= this.#lastSeq; seq += 1) {
      const line = this.#records.lineAt(seq);
      if (line !== null) yield plain(line, this.#records.content(line));
    }
  }

  /** The keyed hash of a memory's external id; null where it has none or is not there. */
  externalKeyOf(id: Buffer): Buffer | null {
    return this.#records.line(id)?.external_key ?? null;
  }

  #prepare(id: string, version: number, input: ContentInput): void {
    const attachments = knownAttachments(input);
    if (attachments !== null)
      this.#sealed.set(input, sealMemory(this.#keys, id, version, input, attachments));
  }

  #expect(id: string, version: number | null): MemoryLine {
    const line = this.#records.line(idBytes(id));
    if (line === null) {
      throw new VaultError('MEMORY_NOT_FOUND', 'This memory is not here any more.', {
        hint: 'It may have been deleted. Nothing was changed.',
        details: { store: EPISODIC, id },
      });
    }
    if (version !== null && version !== line.version) {
      throw conflict(EPISODIC, 'version', 'This memory has changed since it was opened.', {
        id,
        version: line.version,
      });
    }
    return line;
  }

  /** Everything append and revise have in common; `put` writes the row itself. */
  #write(
    seq: number,
    id: string,
    version: number,
    input: ContentInput,
    scope: UnitScope,
    put: (row: {
      local: number;
      band: number;
      externalKey: Buffer | null;
      sourceDigest: Buffer | null;
      sealed: Buffer;
    }) => void,
  ): Digest {
    const sealed =
      this.#sealed.get(input) ??
      sealMemory(
        this.#keys,
        id,
        version,
        input,
        input.attachments.map((link) => resolved(link, scope)),
      );
    const { content, record, text } = sealed;
    const band = bandNumber(input.band);
    const local = localMs(input.atMs, input.offsetMinutes);
    const placed = { seq, local_ms: local, band };
    unlessTaken(id, () =>
      put({
        local,
        band,
        externalKey: sealed.externalKey,
        sourceDigest: input.sourceDigest === null ? null : Buffer.from(input.sourceDigest, 'hex'),
        sealed: record.sealed,
      }),
    );
    this.#putKey.run(seq, band, record.epoch, record.wrapped);
    if (text !== null) this.#putText.run(seq, text.epoch, text.wrapped, text.sealed);
    this.#placement.enter(placed, content);
    if (version > 1 || content.attachments.length > 0) {
      const ids = content.attachments.map((attachment) => Buffer.from(attachment.id, 'hex'));
      this.#links.link(seq, band, ids);
    }
    this.#fresh = { id, scope, plain: plain(placed, content) };
    return sealed.digest;
  }

  // Compiled when first used, and kept by the connection: opening a space waits for none of them.

  get #insert(): WriteStatement {
    return this.#connection.write(
      `INSERT INTO memory (seq, id, version, at_ms, offset_minutes, local_ms, date_only, band, kind, author, created_ms,
        updated_ms, external_key, source_digest, receipt_seq, sealed)
       VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  get #update(): WriteStatement {
    return this.#connection.write(
      `UPDATE memory SET version = ?, at_ms = ?, offset_minutes = ?, local_ms = ?, date_only = ?, band = ?, kind = ?,
        updated_ms = ?, external_key = ?, source_digest = ?, receipt_seq = ?, sealed = ? WHERE seq = ?`,
    );
  }

  get #putKey(): WriteStatement {
    return this.#connection.write(
      'INSERT INTO memory_key (memory, band, epoch, wrapped) VALUES (?, ?, ?, ?)',
    );
  }

  get #putText(): WriteStatement {
    return this.#connection.write(
      'INSERT INTO memory_text (memory, epoch, wrapped, sealed) VALUES (?, ?, ?, ?)',
    );
  }

  get #dropKeys(): readonly WriteStatement[] {
    return [
      this.#connection.write('DELETE FROM memory_key WHERE memory = ?'),
      this.#connection.write('DELETE FROM memory_text WHERE memory = ?'),
    ];
  }

  get #dropRow(): WriteStatement {
    return this.#connection.write('DELETE FROM memory WHERE seq = ?');
  }
}

/** The indexes know at the write whether the id or the source is held by another memory: no need to look before. */
function unlessTaken(id: string, put: () => void): void {
  try {
    put();
  } catch (fault) {
    const index = violatedIndex(fault);
    if (index?.includes('memory.id')) {
      throw conflict(EPISODIC, 'id-taken', 'There is already a memory with this id.', { id });
    }
    if (index?.includes('memory.external_key')) {
      throw conflict(EPISODIC, 'external-id-taken', 'Another memory already came from the same source.');
    }
    throw fault;
  }
}

function plain(line: Placed, content: Content): PlainText {
  return {
    seq: line.seq,
    band: line.band,
    indexable: bandOf(line.band) !== 'BLACK',
    title: content.title,
    text: content.text,
    labels: [...content.tags, ...content.people],
  };
}

function resolved(link: ContentInput['attachments'][number], scope: UnitScope): EpisodicAttachment {
  const { name, mediaType, bytes } = link;
  if ('id' in link) return { id: link.id, name, mediaType, bytes };
  const id = scope.references.get(link.ref);
  if (id === undefined) {
    throw new VaultError('INVALID_INPUT', 'An attachment is named that was not put in the same change.', {
      hint: 'Nothing was changed. Put the attachment first.',
      details: { store: EPISODIC, field: 'attachments.ref' },
    });
  }
  return { id: hexText(id), name, mediaType, bytes };
}
