/** imports, the writing side: the journal's lines. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import { bandNumber, idBytes } from '../record-ids.ts';
import { importsContract } from './contract.ts';

type Contract = typeof importsContract;

export const IMPORT_RUN = 'imports/run';

export class ImportsWriter extends BaseWriter<Contract> {
  readonly contract: Contract = importsContract;
  readonly #connection: WritableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    note: (run, scope) => {
      const plain = Buffer.from(JSON.stringify({ path: run.path, notes: run.notes }), 'utf8');
      const place = this.#keys.place(IMPORT_RUN, run.runId, 0, run.band);
      const { epoch, wrapped, sealed } = this.#keys.seal(place, run.band, plain);
      this.#connection
        .write(
          `INSERT OR REPLACE INTO import_run (id, format, band, state, done, total, imported, unchanged, refused,
             started_ms, updated_ms, epoch, wrapped, sealed)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          idBytes(run.runId),
          run.format,
          bandNumber(run.band),
          run.state,
          run.done,
          run.total,
          run.imported,
          run.unchanged,
          run.refusedCount,
          run.startedMs,
          scope.nowMs,
          epoch,
          wrapped,
          sealed,
        );
      return digestOf('note', run.runId, run.state, sealed);
    },

    dismiss: ({ runId }) => {
      this.#connection.write('DELETE FROM import_run WHERE id = ?').run(idBytes(runId));
      return digestOf('dismiss', runId);
    },
  };
}
