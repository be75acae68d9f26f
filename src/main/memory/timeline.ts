/** Reading: pages of the timeline, its months, its tags and people, one whole memory, one attachment. */
import type { Memory, MemoryFilter, MemoryRow, Month } from '../../shared/contracts/memories.ts';
import { VaultError } from '../../shared/errors.ts';
import type { FacetCount } from '../storage/stores/episodic/contract.ts';
import type { OpenSpace } from '../vault/contract.ts';
import { admitToMemory, enterSpace } from './access-gate.ts';
import type { Consolidation } from './consolidation.ts';
import type { Deletion } from './deletion.ts';
import type { MemoryPorts } from './ports.ts';
import { episodicFilter, memoryNotFound, memoryRow, wholeMemory } from './shapes.ts';

export interface PageRequest {
  readonly spaceId: string;
  readonly offset: number;
  readonly limit: number;
  readonly filter?: MemoryFilter;
}

export class Timeline {
  readonly #ports: MemoryPorts;
  readonly #deletion: Deletion;
  readonly #consolidation: Consolidation;

  constructor(ports: MemoryPorts, deletion: Deletion, consolidation: Consolidation) {
    this.#ports = ports;
    this.#deletion = deletion;
    this.#consolidation = consolidation;
  }

  /** Newest first. */
  async page(request: PageRequest): Promise<{ total: number; rows: MemoryRow[] }> {
    const space = await this.#open(request.spaceId);
    const { total, rows } = await space.database.query('episodic.page', {
      offset: request.offset,
      limit: request.limit,
      filter: episodicFilter(request.filter ?? {}),
    });
    const deletingUntil = (id: string) => this.#deletion.pendingUntil(space.id, id);
    return { total, rows: rows.map((row) => memoryRow(space.id, row, deletingUntil)) };
  }

  async months(spaceId: string, filter: MemoryFilter = {}): Promise<Month[]> {
    const space = await this.#open(spaceId);
    return space.database.query('episodic.months', { filter: episodicFilter(filter) });
  }

  async facets(spaceId: string): Promise<{ tags: FacetCount[]; people: FacetCount[] }> {
    const space = await this.#open(spaceId);
    return space.database.query('episodic.facets', {});
  }

  /** Throws MEMORY_NOT_FOUND, ACCESS_DENIED. */
  async get(spaceId: string, id: string): Promise<Memory> {
    const vault = this.#ports.vaults.session();
    const space = await this.#open(spaceId);
    const record = await space.database.query('episodic.get', { id });
    if (record === null) throw memoryNotFound(id);
    await admitToMemory(vault, space, 'memory.read', record);
    this.#consolidation.noteReading(space.id, record);
    return wholeMemory(
      space,
      record,
      (person) => vault.personName(person),
      (memory) => this.#deletion.pendingUntil(space.id, memory),
    );
  }

  /** The space that holds a memory, for scripts that know its id alone. Throws MEMORY_NOT_FOUND. */
  async find(id: string): Promise<{ spaceId: string }> {
    const vault = this.#ports.vaults.session();
    for (const { id: spaceId, problem } of await vault.spaces()) {
      if (problem !== null) continue;
      const space = await this.#open(spaceId);
      if ((await space.database.query('episodic.titles', { ids: [id] })).length > 0) return { spaceId };
    }
    throw memoryNotFound(id);
  }

  /** One chunk of an attachment's plain bytes, from 0; null past its end. Throws NOT_FOUND. */
  async attachmentChunk(spaceId: string, attachmentId: string, chunk: number): Promise<Uint8Array | null> {
    const space = await this.#open(spaceId);
    const description = await space.database.query('attachments.describe', { id: attachmentId });
    if (description === null) {
      throw new VaultError('NOT_FOUND', 'This space does not hold that attachment.', {
        hint: 'The memory it belonged to may have been deleted.',
      });
    }
    if (chunk >= description.chunks) return null;
    return (await space.database.query('attachments.read', { id: attachmentId, chunk })).bytes;
  }

  #open(spaceId: string): Promise<OpenSpace> {
    return enterSpace(this.#ports.vaults.session(), spaceId, 'space.open');
  }
}
