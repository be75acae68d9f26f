/** The one key of an attachment, as each band wraps it. Used by both sides of the store. */
import type { Band } from '../../../../shared/bands.ts';
import { type SealContext, seal, unseal } from '../../../security/sealing.ts';
import { Secret } from '../../../security/secret.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { bandOf, hexText } from '../record-ids.ts';

/**
 * Where a chunk belongs. A chunk is the same for every band that may read it; the band is bound where its wrapping of
 * the key is.
 */
export function chunkPlace(space: string, id: string, chunk: number): SealContext {
  return { space, store: 'attachments/chunk', record: `${id}/${chunk}`, version: 0, band: '' };
}

export class AttachmentKeys {
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#keys = keys;
  }

  #place(id: Buffer, band: Band): SealContext {
    return this.#keys.place('attachments/data-key', hexText(id), 0, band);
  }

  wrap(id: Buffer, band: Band, key: Secret): { readonly epoch: number; readonly wrapped: Buffer } {
    const { epoch, key: bandKey } = this.#keys.bandKey(band);
    return { epoch, wrapped: seal(bandKey, this.#place(id, band), key.bytes) };
  }

  /** The key through any band whose key is held here; null where there is none. The caller wipes it. */
  open(id: Buffer): Secret | null {
    const wrappings = this.#connection
      .read<{ band: number; epoch: number; wrapped: Buffer }>(
        'SELECT band, epoch, wrapped FROM attachment_key WHERE attachment = ? ORDER BY band',
      )
      .all(id);
    for (const { band: rank, epoch, wrapped } of wrappings) {
      const band = bandOf(rank);
      if (!this.#keys.holds(band)) continue;
      return new Secret(unseal(this.#keys.epochKey(band, epoch), this.#place(id, band), wrapped));
    }
    return null;
  }
}
