/** What is being written and not yet saved: sealed in its space, so that a crash loses a few key strokes at most. */
import { type Draft, draftSchema } from '../../shared/contracts/memories.ts';
import { enterSpace } from './access-gate.ts';
import { contextFor, type MemoryPorts } from './ports.ts';
import { formatUtc } from './times.ts';

const inputSchema = draftSchema.shape.input;

export class Drafts {
  readonly #ports: MemoryPorts;

  constructor(ports: MemoryPorts) {
    this.#ports = ports;
  }

  /** Of every space that opens, last saved first. */
  async list(): Promise<Draft[]> {
    const vault = this.#ports.vaults.session();
    const drafts: Draft[] = [];
    for (const { id: spaceId, problem } of await vault.spaces()) {
      if (problem !== null) continue;
      const space = await enterSpace(vault, spaceId, 'space.open');
      for (const { id, baseVersion, content, savedMs } of await space.database.query(
        'workspace.drafts',
        {},
      )) {
        const input = inputSchema.safeParse(JSON.parse(content));
        if (!input.success) continue;
        drafts.push({ id, spaceId, baseVersion, input: input.data, savedAt: formatUtc(savedMs) });
      }
    }
    return drafts.sort((a, b) => Date.parse(b.savedAt) - Date.parse(a.savedAt));
  }

  /** Saves or replaces. */
  async save(draft: Omit<Draft, 'savedAt'>): Promise<{ savedAt: string }> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, draft.spaceId, 'draft.save');
    const { id, baseVersion, input } = draft;
    await space.database.unitOfWork.run(contextFor(vault, space, 'draft.save', id), (uow) => {
      // Under the band it is meant for: a draft is as private as the memory it will be.
      uow.workspace.saveDraft({
        id,
        baseVersion,
        band: input.band ?? 'GREEN',
        content: JSON.stringify(input),
      });
    });
    return { savedAt: formatUtc(this.#ports.clock?.now() ?? Date.now()) };
  }

  /** Nothing happens where there is none. */
  async discard(spaceId: string, id: string): Promise<void> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, spaceId, 'draft.save');
    await space.database.unitOfWork.run(contextFor(vault, space, 'draft.discard', id), (uow) => {
      uow.workspace.discardDraft({ id });
    });
  }
}
