/** keyring, the reading side. */
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { bandOf, idBytes, idText } from '../record-ids.ts';
import { keyringContract } from './contract.ts';
import { GENERATION } from './writer.ts';

type Contract = typeof keyringContract;

interface KeyLine {
  readonly space: Buffer;
  readonly band: number;
  readonly epoch: number;
  readonly sealed: Buffer;
  readonly created_ms: number;
}

export class KeyringReader extends BaseReader<Contract> {
  readonly contract: Contract = keyringContract;
  readonly #connection: ReadableConnection;

  constructor(connection: ReadableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    entries: ({ spaceId }) => {
      const where = spaceId === null ? '' : 'WHERE space = ?';
      return this.#connection
        .read<KeyLine>(`SELECT * FROM ring_key ${where} ORDER BY space, band, epoch`)
        .all(...(spaceId === null ? [] : [idBytes(spaceId)]))
        .map((line) => ({
          spaceId: idText(line.space),
          band: line.band === GENERATION ? null : bandOf(line.band),
          epoch: line.epoch,
          sealed: line.sealed,
          createdMs: line.created_ms,
        }));
    },
  };
}
