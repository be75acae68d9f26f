/** workspace, the writing side: drafts. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import { bandNumber, idBytes } from '../record-ids.ts';
import { workspaceContract } from './contract.ts';

type Contract = typeof workspaceContract;

export const DRAFT = 'workspace/draft';

export class WorkspaceWriter extends BaseWriter<Contract> {
  readonly contract: Contract = workspaceContract;
  readonly #connection: WritableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    saveDraft: ({ id, baseVersion, band, content }, scope) => {
      const place = this.#keys.place(DRAFT, id, 0, band);
      const { epoch, wrapped, sealed } = this.#keys.seal(place, band, Buffer.from(content, 'utf8'));
      this.#connection
        .write(
          `INSERT OR REPLACE INTO draft (id, base_version, band, epoch, saved_ms, wrapped, sealed)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(idBytes(id), baseVersion, bandNumber(band), epoch, scope.nowMs, wrapped, sealed);
      return digestOf('saveDraft', id, sealed);
    },

    discardDraft: ({ id }) => {
      this.#connection.write('DELETE FROM draft WHERE id = ?').run(idBytes(id));
      return digestOf('discardDraft', id);
    },
  };
}
