/**
 * Keeps the choice and tells it to the keys, which seal for all stores.
 *
 * Invariant: a codec that this runtime lacks cannot be chosen. A choice that is rolled back after it was told holds for the
 * thread until the next one: harmless, since every record says for itself how it was packed.
 */
import type { Codec } from '../../../../shared/contracts/compression.ts';
import { VaultError } from '../../../../shared/errors.ts';
import { hasCodec } from '../../compression.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import { hasTable } from '../../migration-history.ts';
import type { WritableConnection, WriteStatement } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import { compressionContract } from './contract.ts';
import { chosenCodec } from './reader.ts';

type Contract = typeof compressionContract;

export class CompressionWriter extends BaseWriter<Contract> {
  readonly contract: Contract = compressionContract;
  readonly #keys: ThreadKeys;
  readonly #choose: () => WriteStatement;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#keys = keys;
    this.#choose = () =>
      connection.write(
        'INSERT INTO compression (one, codec) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET codec = excluded.codec',
      );
    // A file that another runtime wrote may ask for what this one lacks: texts then stay as they are.
    keys.codec = hasTable(connection, 'compression') ? chosenCodec(connection) : 'none';
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    choose: ({ codec }) => {
      if (!hasCodec(codec)) throw codecUnavailable(codec);
      this.#choose().run(codec);
      this.#keys.codec = codec;
      return digestOf('choose', codec);
    },
  };
}

function codecUnavailable(codec: Codec): VaultError {
  return new VaultError('INVALID_INPUT', `This build of the app cannot pack with ${codec}.`, {
    hint: 'Nothing was changed. Choose brotli, which every build can.',
    details: { field: 'codec', codec },
  });
}
