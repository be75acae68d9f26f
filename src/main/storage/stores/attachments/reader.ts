/** attachments, the reading side: what one is, and its bytes chunk by chunk. */
import { VaultError } from '../../../../shared/errors.ts';
import { unseal } from '../../../security/sealing.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { attachmentsContract } from './contract.ts';
import { AttachmentKeys, chunkPlace } from './keys.ts';

type Contract = typeof attachmentsContract;

interface AttachmentLine {
  readonly media_type: string;
  readonly bytes: number;
  readonly chunks: number;
}

export class AttachmentsReader extends BaseReader<Contract> {
  readonly contract: Contract = attachmentsContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #wrappings: AttachmentKeys;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#wrappings = new AttachmentKeys(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    describe: ({ id }) => {
      const line = this.#connection
        .read<AttachmentLine>('SELECT media_type, bytes, chunks FROM attachment WHERE id = ?')
        .get(Buffer.from(id, 'hex'));
      if (line === undefined) return null;
      return { id, mediaType: line.media_type, bytes: line.bytes, chunks: line.chunks };
    },

    read: ({ id, chunk }) => {
      const address = Buffer.from(id, 'hex');
      const line = this.#connection
        .read<{ sealed: Buffer }>('SELECT sealed FROM attachment_chunk WHERE attachment = ? AND chunk = ?')
        .get(address, chunk);
      const key = line === undefined ? null : this.#wrappings.open(address);
      if (line === undefined || key === null) {
        throw new VaultError('NOT_FOUND', 'This attachment is not kept in this space.', {
          hint: 'The memory it belonged to may have been deleted.',
          details: { id },
        });
      }
      try {
        return { bytes: unseal(key, chunkPlace(this.#keys.owner, id, chunk), line.sealed) };
      } finally {
        key.wipe();
      }
    },
  };
}
