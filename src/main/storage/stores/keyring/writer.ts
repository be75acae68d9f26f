/** keyring, the writing side: keys are put once and destroyed once, never changed. */

import type { Band } from '../../../../shared/bands.ts';
import { VaultError } from '../../../../shared/errors.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, conflict, digestOf } from '../base-store.ts';
import { bandNumber, idBytes } from '../record-ids.ts';
import { keyringContract } from './contract.ts';

type Contract = typeof keyringContract;

/** The key of a space's generation has no band. */
export const GENERATION = -1;

const rankOf = (band: Band | null): number => (band === null ? GENERATION : bandNumber(band));

export class KeyringWriter extends BaseWriter<Contract> {
  readonly contract: Contract = keyringContract;
  readonly #connection: WritableConnection;

  constructor(connection: WritableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    put: ({ spaceId, band, epoch, sealed, createdMs }) => {
      const place = [idBytes(spaceId), rankOf(band), epoch] as const;
      const { changes } = this.#connection
        .write(
          'INSERT OR IGNORE INTO ring_key (space, band, epoch, sealed, created_ms) VALUES (?, ?, ?, ?, ?)',
        )
        .run(...place, sealed, createdMs);
      if (changes === 0) throw conflict('keyring', 'place-taken', 'There is already a key in this place.');
      return digestOf('put', spaceId, String(rankOf(band)), String(epoch), sealed);
    },

    destroy: ({ spaceId, band, epoch }) => {
      const { changes } = this.#connection
        .write('DELETE FROM ring_key WHERE space = ? AND band = ? AND epoch = ?')
        .run(idBytes(spaceId), rankOf(band), epoch);
      if (changes === 0) {
        throw new VaultError('NOT_FOUND', 'There is no such key to destroy.', {
          hint: 'Nothing was changed.',
          details: { store: 'keyring' },
        });
      }
      return digestOf('destroy', spaceId, String(rankOf(band)), String(epoch));
    },
  };
}
