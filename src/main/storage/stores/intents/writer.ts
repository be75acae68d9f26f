/** intents, the writing side. */
import type { WritableConnection } from '../../sqlite.ts';
import { violatedIndex } from '../../sqlite-errors.ts';
import { BaseWriter, type CommandHandlers, conflict, digestOf } from '../base-store.ts';
import { idBytes } from '../record-ids.ts';
import { intentsContract } from './contract.ts';

type Contract = typeof intentsContract;

export class IntentsWriter extends BaseWriter<Contract> {
  readonly contract: Contract = intentsContract;
  readonly #connection: WritableConnection;

  constructor(connection: WritableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    begin: ({ id, kind, recordId, version, targetSpaceId, actorId }, scope) => {
      try {
        this.#connection
          .write(
            `INSERT INTO intent (id, kind, record, version, target, actor, begun_ms)
             VALUES (?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(
            idBytes(id),
            kind,
            idBytes(recordId),
            version,
            idBytes(targetSpaceId),
            idBytes(actorId),
            scope.nowMs,
          );
      } catch (fault) {
        const index = violatedIndex(fault);
        if (index === null) throw fault;
        throw index.includes('intent.record')
          ? conflict(this.name, 'under-way', 'This memory is on its way to another space already.', {
              id: recordId,
            })
          : conflict(this.name, 'id-taken', 'There is already an intent with this id.', { id });
      }
      return digestOf('begin', id, kind, recordId, String(version), targetSpaceId);
    },

    close: ({ id }) => {
      this.#connection.write('DELETE FROM intent WHERE id = ?').run(idBytes(id));
      return digestOf('close', id);
    },
  };
}
