/**
 * crdt, the writing side: takes updates in, folds them into a snapshot now and then, and removes documents.
 *
 * Invariants: an update that was taken in is in the log or in the snapshot, never in neither: the log is cut in the
 * transaction that writes the snapshot; numbers rise by one; nothing is taken in that does not decode.
 */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import {
  BaseWriter,
  type CommandHandlers,
  type CommandPreparations,
  conflict,
  type Digest,
  digestOf,
} from '../base-store.ts';
import { DigestKey } from '../digest-key.ts';
import { bandNumber, idBytes, idText } from '../record-ids.ts';
import { crdtContract } from './contract.ts';
import { type DocumentLine, Documents } from './documents.ts';
import { compacted, requireUpdate } from './yjs.ts';

type Contract = typeof crdtContract;

/** So many updates, or so many bytes, and the log becomes a snapshot. */
const LOG_UPDATES = 64;
const LOG_BYTES = 256 * 1024;
const DAY_MS = 86_400_000;

export class CrdtWriter extends BaseWriter<Contract> {
  readonly contract: Contract = crdtContract;
  readonly #connection: WritableConnection;
  readonly #documents: Documents;
  readonly #digests: DigestKey;
  /** Decoded before the transaction began. */
  readonly #sound = new WeakSet<Uint8Array>();

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#documents = new Documents(connection, keys);
    this.#digests = new DigestKey(connection, 'crdt/update');
  }

  protected override readonly preparations: CommandPreparations<Contract> = {
    apply: ({ document, update }) => {
      requireUpdate(document, update);
      this.#sound.add(update);
    },
  };

  protected readonly handlers: CommandHandlers<Contract> = {
    apply: ({ document, band, device, update }, scope) => {
      if (!this.#sound.has(update)) requireUpdate(document, update);
      if (this.#documents.isRemoved(document)) return digestOf('apply', document, 'removed');
      const line = this.#documents.line(document) ?? this.#made(document, bandNumber(band));
      if (line.band !== bandNumber(band)) {
        throw conflict(crdtContract.name, 'band', 'This document is of another band.', { id: document });
      }
      const digest = this.#digests.digest(update).subarray(0, 16);
      const known = this.#connection
        .read('SELECT 1 FROM crdt_update WHERE document = ? AND digest = ?')
        .get(line.seq, digest);
      if (known !== undefined) return digestOf('apply', document, digest);
      const number = line.last_number + 1;
      const sealed = this.#documents.sealUpdate(document, number, line.band, update);
      this.#connection
        .write(
          'INSERT INTO crdt_update (document, number, digest, epoch, wrapped, sealed) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(line.seq, number, digest, sealed.epoch, sealed.wrapped, sealed.sealed);
      const now: DocumentLine = {
        ...line,
        last_number: number,
        log_bytes: line.log_bytes + update.byteLength,
        changed_ms: scope.nowMs,
      };
      this.#connection
        .write('UPDATE crdt_document SET last_number = ?, log_bytes = ?, changed_ms = ? WHERE seq = ?')
        .run(now.last_number, now.log_bytes, now.changed_ms, now.seq);
      this.#remember(line.seq, device, update.byteLength, scope.nowMs);
      if (number - line.snapshot_number >= LOG_UPDATES || now.log_bytes >= LOG_BYTES) this.#compact(now);
      return digestOf('apply', document, sealed.sealed);
    },

    compact: ({ document }) => {
      const line = this.#documents.line(document);
      if (line === null || line.last_number === line.snapshot_number) return digestOf('compact', document);
      return digestOf('compact', document, this.#compact(line));
    },

    remove: ({ document }, scope) => {
      this.#connection
        .write('INSERT OR IGNORE INTO crdt_tombstone (document, at_ms, receipt_seq) VALUES (?, ?, ?)')
        .run(idBytes(document), scope.nowMs, scope.receiptSeq);
      // Updates, snapshot and history go with it.
      this.#connection.write('DELETE FROM crdt_document WHERE id = ?').run(idBytes(document));
      return digestOf('remove', document);
    },
  };

  #made(document: string, band: number): DocumentLine {
    this.#connection
      .write(
        `INSERT INTO crdt_document (id, band, last_number, snapshot_number, log_bytes, changed_ms)
         VALUES (?, ?, 0, 0, 0, 0)`,
      )
      .run(idBytes(document), band);
    const line = this.#documents.line(document);
    if (line === null) throw new TypeError('A document that was just made is not there.');
    return line;
  }

  #compact(line: DocumentLine): Digest {
    const document = idText(line.id);
    const state = compacted(document, this.#documents.updates(line));
    const sealed = this.#documents.sealSnapshot(document, line.last_number, line.band, state);
    this.#connection
      .write('INSERT OR REPLACE INTO crdt_snapshot (document, epoch, wrapped, sealed) VALUES (?, ?, ?, ?)')
      .run(line.seq, sealed.epoch, sealed.wrapped, sealed.sealed);
    this.#connection.write('DELETE FROM crdt_update WHERE document = ?').run(line.seq);
    this.#connection
      .write('UPDATE crdt_document SET snapshot_number = last_number, log_bytes = 0 WHERE seq = ?')
      .run(line.seq);
    return digestOf(sealed.sealed);
  }

  #remember(document: number, device: string, bytes: number, nowMs: number): void {
    this.#connection
      .write(
        `INSERT INTO crdt_merge (document, device, day, updates, bytes, last_ms) VALUES (?, ?, ?, 1, ?, ?)
         ON CONFLICT (document, device, day) DO UPDATE SET
           updates = updates + 1, bytes = bytes + excluded.bytes, last_ms = max(last_ms, excluded.last_ms)`,
      )
      .run(document, idBytes(device), Math.floor(nowMs / DAY_MS), bytes, nowMs);
  }
}
