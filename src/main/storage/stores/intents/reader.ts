/** intents, the reading side: what is still to finish, and since when. */
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { idText } from '../record-ids.ts';
import { type IntentRow, intentsContract } from './contract.ts';

type Contract = typeof intentsContract;

interface IntentLine {
  readonly id: Buffer;
  readonly kind: 'move' | 'copy';
  readonly record: Buffer;
  readonly version: number;
  readonly target: Buffer;
  readonly actor: Buffer;
  readonly begun_ms: number;
}

/** A transfer takes a moment; one that is older waits for something. */
const WAITING_AFTER_MS = 60_000;

export class IntentsReader extends BaseReader<Contract> {
  readonly contract: Contract = intentsContract;
  readonly #connection: ReadableConnection;

  constructor(connection: ReadableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    open: () => this.#open(),
  };

  /** What waits for a space that does not open. */
  override check(): StoreCheck {
    const waiting = this.#open().filter(({ begunMs }) => begunMs < Date.now() - WAITING_AFTER_MS);
    return {
      findings:
        waiting.length === 0
          ? []
          : [
              {
                code: 'transfer-waiting',
                severity: 'warning',
                count: waiting.length,
                what: 'A memory is on its way to another space, and that space could not be reached.',
                todo: 'Bring the other space back, then unlock the vault again: it is finished by itself. Until then the memory stays here.',
                rebuildHelps: false,
              },
            ],
      next: null,
    };
  }

  #open(): IntentRow[] {
    return this.#connection
      .read<IntentLine>('SELECT * FROM intent ORDER BY seq')
      .all()
      .map((line) => ({
        id: idText(line.id),
        kind: line.kind,
        recordId: idText(line.record),
        version: line.version,
        targetSpaceId: idText(line.target),
        actorId: idText(line.actor),
        begunMs: line.begun_ms,
      }));
  }
}
