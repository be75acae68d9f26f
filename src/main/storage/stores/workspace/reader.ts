/** workspace, the reading side: drafts. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { bandOf, idText } from '../record-ids.ts';
import { workspaceContract } from './contract.ts';
import { DRAFT } from './writer.ts';

type Contract = typeof workspaceContract;

interface DraftLine {
  readonly id: Buffer;
  readonly base_version: number | null;
  readonly band: number;
  readonly epoch: number;
  readonly saved_ms: number;
  readonly wrapped: Buffer;
  readonly sealed: Buffer;
}

export class WorkspaceReader extends BaseReader<Contract> {
  readonly contract: Contract = workspaceContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    drafts: () =>
      this.#connection
        .read<DraftLine>(
          'SELECT id, base_version, band, epoch, saved_ms, wrapped, sealed FROM draft ORDER BY saved_ms DESC',
        )
        .all()
        .map((line) => {
          const band = bandOf(line.band);
          const id = idText(line.id);
          return {
            id,
            baseVersion: line.base_version,
            band,
            content: this.#keys.open(this.#keys.place(DRAFT, id, 0, band), band, line).toString('utf8'),
            savedMs: line.saved_ms,
          };
        }),
  };
}
