/** metacog, the reading side: what was thought of answers, and how well the vault's confidence fits it. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection, SqlValue } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { idBytes, idText } from '../record-ids.ts';
import { type SealedColumns, SealedObjects } from '../sealed-object.ts';
import { calibrationOf } from './calibration.ts';
import { type AnswerSource, type FeedbackCount, type FeedbackReason, metacogContract } from './contract.ts';
import { Questions } from './questions.ts';
import { FEEDBACK, type FeedbackContent } from './writer.ts';

type Contract = typeof metacogContract;

interface FeedbackLine extends SealedColumns {
  readonly id: Buffer;
  readonly memory_id: Buffer | null;
  readonly helpful: number;
  readonly reason: FeedbackReason;
  readonly confidence: number | null;
  readonly source: AnswerSource;
  readonly at_ms: number;
}

interface Since {
  readonly sinceMs: number;
  readonly source?: AnswerSource | undefined;
}

export class MetacogReader extends BaseReader<Contract> {
  readonly contract: Contract = metacogContract;
  readonly #connection: ReadableConnection;
  readonly #questions: Questions;
  readonly #seals: SealedObjects<FeedbackContent>;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#questions = new Questions(connection);
    this.#seals = new SealedObjects(keys, FEEDBACK);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    judged: ({ personId, question }) =>
      this.#connection
        .read<FeedbackLine>(
          `SELECT f.*, m.id AS memory_id FROM answer_feedback AS f LEFT JOIN memory AS m ON m.seq = f.memory
           WHERE f.person = ? AND f.question = ? ORDER BY f.at_ms DESC, f.id`,
        )
        .all(idBytes(personId), this.#questions.hash(question))
        .filter((line) => this.#seals.opens(line))
        .map((line) => {
          const id = idText(line.id);
          return {
            id,
            memoryId: line.memory_id === null ? null : idText(line.memory_id),
            question: this.#seals.open(id, 0, line).question,
            helpful: line.helpful === 1,
            reason: line.reason,
            confidence: line.confidence,
            source: line.source,
            atMs: line.at_ms,
          };
        }),

    reasons: (since) => {
      const { where, values } = conditions(since);
      return this.#connection
        .read<FeedbackCount>(
          `SELECT reason, sum(helpful) AS helpful, sum(1 - helpful) AS unhelpful FROM answer_feedback
           WHERE ${where} GROUP BY reason ORDER BY count(*) DESC, reason`,
        )
        .all(...values);
    },

    calibration: (since) => {
      const { where, values } = conditions(since);
      return calibrationOf(
        this.#connection
          .read<{ confidence: number; helpful: number }>(
            `SELECT confidence, helpful FROM answer_feedback WHERE ${where} AND confidence IS NOT NULL`,
          )
          .all(...values)
          .map(({ confidence, helpful }) => ({ confidence, helpful: helpful === 1 })),
      );
    },
  };

  /** Each question opens and is the one its hash says. */
  override check(from: number, rows: number): StoreCheck {
    const lines = this.#connection
      .read<FeedbackLine & { readonly seq: number; readonly question: Buffer }>(
        'SELECT rowid AS seq, * FROM answer_feedback WHERE rowid > ? ORDER BY rowid LIMIT ?',
      )
      .all(from, rows);
    const broken = lines.filter((line) => this.#seals.opens(line) && !this.#isSound(line)).length;
    return {
      findings:
        broken === 0
          ? []
          : [
              {
                code: 'feedback-broken',
                severity: 'warning',
                count: broken,
                what: 'What was thought of some answers cannot be read any more.',
                todo: 'Nothing of your memories is lost. Mark the answers once more.',
                rebuildHelps: false,
              },
            ],
      next: lines.length < rows ? null : (lines.at(-1)?.seq ?? null),
    };
  }

  #isSound(line: FeedbackLine & { readonly question: Buffer }): boolean {
    try {
      const { question } = this.#seals.open(idText(line.id), 0, line);
      return this.#questions.hash(question).equals(line.question);
    } catch {
      return false;
    }
  }
}

function conditions({ sinceMs, source }: Since): { where: string; values: SqlValue[] } {
  return source === undefined
    ? { where: 'at_ms >= ?', values: [sinceMs] }
    : { where: 'at_ms >= ? AND source = ?', values: [sinceMs, source] };
}
