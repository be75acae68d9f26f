/** What people thought of the vault's answers: one word each, which they may take back. */
import { admitToMemory, enterSpace } from './access-gate.ts';
import { type ChangeRequest, contextFor, type MemoryPorts, newId } from './ports.ts';
import { memoryNotFound } from './shapes.ts';

export interface JudgeRequest extends ChangeRequest {
  readonly spaceId: string;
  readonly question: string;
  readonly memoryId: string;
  /** Where it stood, from 1. */
  readonly place: number;
  /** Null takes it back. */
  readonly helpful: boolean | null;
}

export class Answers {
  readonly #ports: MemoryPorts;

  constructor(ports: MemoryPorts) {
    this.#ports = ports;
  }

  /** What I thought of the answers to a question, in one space or (null) in all that open. */
  async judged(
    spaceId: string | null,
    question: string,
  ): Promise<{ spaceId: string; memoryId: string; helpful: boolean }[]> {
    const vault = this.#ports.vaults.session();
    const ids =
      spaceId === null
        ? (await vault.spaces()).filter(({ problem }) => problem === null).map(({ id }) => id)
        : [spaceId];
    const found = await Promise.all(
      ids.map(async (id) => {
        const space = await enterSpace(vault, id, 'space.open');
        const rows = await space.database.query('metacog.judged', { personId: vault.me.id, question });
        return rows.flatMap(({ memoryId, helpful }) =>
          memoryId === null ? [] : [{ spaceId: id, memoryId, helpful }],
        );
      }),
    );
    return found.flat();
  }

  /** Throws MEMORY_NOT_FOUND. */
  async judge({ spaceId, question, memoryId, place, helpful, ...request }: JudgeRequest): Promise<void> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, spaceId, 'space.open');
    const record = await space.database.query('episodic.get', { id: memoryId });
    if (record === null) throw memoryNotFound(memoryId);
    await admitToMemory(vault, space, 'memory.search', record);
    const personId = vault.me.id;
    const before = await space.database.query('metacog.judged', { personId, question });
    await space.database.unitOfWork.run(
      contextFor(vault, space, 'feedback.give', memoryId, request),
      (uow) => {
        if (helpful !== null) {
          uow.metacog.judge({
            id: newId(),
            personId,
            question,
            memoryId,
            place,
            helpful,
            reason: 'unsaid',
            // Word search orders answers and does not say how sure it is of one.
            confidence: null,
            source: 'words',
            band: record.band,
          });
          return;
        }
        for (const known of before) if (known.memoryId === memoryId) uow.metacog.withdraw({ id: known.id });
      },
    );
  }
}
