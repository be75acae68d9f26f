/**
 * attachments, the writing side: keeps bytes once, and lets them go with the last memory that links to them.
 *
 * An attachment has one key. It is wrapped once for every band a linking memory is in, so that a holder of one band
 * reads it without the others' keys, and the last link from a band takes that band's wrapping with it.
 */
import { VaultError } from '../../../../shared/errors.ts';
import { generateKey } from '../../../security/key-derivation.ts';
import { seal } from '../../../security/sealing.ts';
import type { Secret } from '../../../security/secret.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import type { AttachmentLinks } from '../episodic/writer.ts';
import { bandNumber, bandOf, hexText } from '../record-ids.ts';
import { attachmentsContract, CHUNK_BYTES } from './contract.ts';
import { AttachmentKeys, chunkPlace } from './keys.ts';

type Contract = typeof attachmentsContract;

export class AttachmentsWriter extends BaseWriter<Contract> implements AttachmentLinks {
  readonly contract: Contract = attachmentsContract;
  readonly #connection: WritableConnection;
  readonly #keys: ThreadKeys;
  readonly #wrappings: AttachmentKeys;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#wrappings = new AttachmentKeys(connection, keys);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    put: ({ ref, band, bytes, mediaType }, scope) => {
      const id = this.#keys.address(bytes);
      scope.references.set(ref, id);
      if (this.#connection.read('SELECT 1 FROM attachment WHERE id = ?').get(id) !== undefined) {
        return digestOf('put', id);
      }
      const key = generateKey();
      try {
        const chunks = this.#putChunks(id, key, bytes);
        this.#connection
          .write('INSERT INTO attachment (id, media_type, bytes, chunks, created_ms) VALUES (?, ?, ?, ?, ?)')
          .run(id, mediaType, bytes.byteLength, chunks, scope.nowMs);
        this.#putKey(id, bandNumber(band), key);
      } finally {
        key.wipe();
      }
      return digestOf('put', id);
    },
  };

  link(memory: number, bandRank: number, ids: readonly Buffer[]): void {
    const before = this.#connection
      .read<{ attachment: Buffer; band: number }>(
        'SELECT attachment, band FROM attachment_link WHERE memory = ?',
      )
      .all(memory);
    const wanted = new Map(ids.map((id) => [hexText(id), id]));
    for (const id of wanted.values()) {
      this.#wrapFor(id, bandRank);
      this.#connection
        .write('INSERT OR IGNORE INTO attachment_link (attachment, band, memory) VALUES (?, ?, ?)')
        .run(id, bandRank, memory);
    }
    for (const { attachment, band } of before) {
      if (band === bandRank && wanted.has(hexText(attachment))) continue;
      this.#connection
        .write('DELETE FROM attachment_link WHERE attachment = ? AND band = ? AND memory = ?')
        .run(attachment, band, memory);
    }
    for (const { attachment, band } of before) this.#letGo(attachment, band);
  }

  /** Seals the bytes chunk by chunk. @returns how many chunks */
  #putChunks(id: Buffer, key: Secret, bytes: Uint8Array): number {
    const insert = this.#connection.write(
      'INSERT INTO attachment_chunk (attachment, chunk, sealed) VALUES (?, ?, ?)',
    );
    const chunks = Math.ceil(bytes.byteLength / CHUNK_BYTES);
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      const plain = bytes.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES);
      insert.run(id, chunk, seal(key, chunkPlace(this.#keys.owner, hexText(id), chunk), plain));
    }
    return chunks;
  }

  #putKey(id: Buffer, bandRank: number, key: Secret): void {
    const { epoch, wrapped } = this.#wrappings.wrap(id, bandOf(bandRank), key);
    this.#connection
      .write('INSERT INTO attachment_key (attachment, band, epoch, wrapped) VALUES (?, ?, ?, ?)')
      .run(id, bandRank, epoch, wrapped);
  }

  /** Makes sure that the band can open the attachment. Throws NOT_FOUND where it is not kept here. */
  #wrapFor(id: Buffer, bandRank: number): void {
    const has = this.#connection
      .read('SELECT 1 FROM attachment_key WHERE attachment = ? AND band = ?')
      .get(id, bandRank);
    if (has !== undefined) return;
    const key = this.#wrappings.open(id);
    if (key === null) {
      throw new VaultError('NOT_FOUND', 'An attachment that is named is not kept in this space.', {
        hint: 'Nothing was changed. Add the file again.',
        details: { store: attachmentsContract.name, id: hexText(id) },
      });
    }
    try {
      this.#putKey(id, bandRank, key);
    } finally {
      key.wipe();
    }
  }

  /** Drops a band's wrapping after its last link, and the attachment after its last wrapping. */
  #letGo(id: Buffer, bandRank: number): void {
    const linked = this.#connection
      .read('SELECT 1 FROM attachment_link WHERE attachment = ? AND band = ? LIMIT 1')
      .get(id, bandRank);
    if (linked !== undefined) return;
    this.#connection.write('DELETE FROM attachment_key WHERE attachment = ? AND band = ?').run(id, bandRank);
    const held = this.#connection.read('SELECT 1 FROM attachment_link WHERE attachment = ? LIMIT 1').get(id);
    if (held !== undefined) return;
    this.#connection.write('DELETE FROM attachment_key WHERE attachment = ?').run(id);
    this.#connection.write('DELETE FROM attachment_chunk WHERE attachment = ?').run(id);
    this.#connection.write('DELETE FROM attachment WHERE id = ?').run(id);
  }
}
