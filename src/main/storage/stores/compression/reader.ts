/** Says how the space packs its texts. */
import { CODECS, type Codec } from '../../../../shared/contracts/compression.ts';
import { hasCodec } from '../../compression.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { compressionContract } from './contract.ts';

type Contract = typeof compressionContract;

export class CompressionReader extends BaseReader<Contract> {
  readonly contract: Contract = compressionContract;
  readonly #connection: ReadableConnection;

  constructor(connection: ReadableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    current: () => ({ codec: chosenCodec(this.#connection), available: CODECS.filter(hasCodec) }),
  };
}

/** `none` where nothing was ever chosen. */
export function chosenCodec(connection: ReadableConnection): Codec {
  return connection.read<{ codec: Codec }>('SELECT codec FROM compression').get()?.codec ?? 'none';
}
