/** metacog, the writing side: keeps what people thought of answers. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import type { MemoryFollower, PlainText } from '../episodic/writer.ts';
import { bandNumber, bandOf, idBytes } from '../record-ids.ts';
import { SealedObjects } from '../sealed-object.ts';
import { metacogContract } from './contract.ts';
import { Questions } from './questions.ts';

type Contract = typeof metacogContract;

export const FEEDBACK = 'metacog/feedback';

export interface FeedbackContent {
  readonly question: string;
}

export class MetacogWriter extends BaseWriter<Contract> implements MemoryFollower {
  readonly contract: Contract = metacogContract;
  readonly #connection: WritableConnection;
  readonly #questions: Questions;
  readonly #seals: SealedObjects<FeedbackContent>;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#questions = new Questions(connection);
    this.#seals = new SealedObjects(keys, FEEDBACK);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    judge: (input, scope) => {
      const memory = input.memoryId === null ? null : this.#place(input.memoryId);
      const band = memory === null ? input.band : bandOf(memory.band);
      if (input.memoryId !== null && (memory === null || band === 'BLACK'))
        return digestOf('judge', input.id);
      const person = idBytes(input.personId);
      const hash = this.#questions.hash(input.question);
      this.#connection
        .write('DELETE FROM answer_feedback WHERE person = ? AND question = ? AND memory IS ?')
        .run(person, hash, memory?.seq ?? null);
      const columns = this.#seals.seal(input.id, 0, band, { question: input.question });
      this.#connection
        .write(
          `INSERT OR REPLACE INTO answer_feedback (id, person, question, memory, place, helpful, reason, confidence,
             source, at_ms, band, epoch, wrapped, sealed)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          idBytes(input.id),
          person,
          hash,
          memory?.seq ?? null,
          input.place,
          input.helpful ? 1 : 0,
          input.reason,
          input.confidence,
          input.source,
          scope.nowMs,
          columns.band,
          columns.epoch,
          columns.wrapped,
          columns.sealed,
        );
      return digestOf('judge', input.id, columns.sealed);
    },

    withdraw: ({ id }) => {
      this.#connection.write('DELETE FROM answer_feedback WHERE id = ?').run(idBytes(id));
      return digestOf('withdraw', id);
    },
  };

  /** A question was sealed under the memory's band as it was: in a higher band it may not stay readable there. */
  revised({ seq, band }: PlainText): void {
    this.#connection.write('DELETE FROM answer_feedback WHERE memory = ? AND band < ?').run(seq, band);
    if (band === bandNumber('BLACK')) {
      this.#connection.write('DELETE FROM answer_feedback WHERE memory = ?').run(seq);
    }
  }

  #place(id: string): { readonly seq: number; readonly band: number } | null {
    return (
      this.#connection
        .read<{ seq: number; band: number }>('SELECT seq, band FROM memory WHERE id = ?')
        .get(idBytes(id)) ?? null
    );
  }
}
