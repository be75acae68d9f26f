/**
 * What somebody keeps at hand and looks at: pins, and which memories they open.
 *
 * What is opened is noted together, now and then and before the vault locks: it is a hint, and a receipt for each look
 * would bury the others. A crash loses the last few; nothing depends on them.
 */
import type { MemoryRow } from '../../shared/contracts/memories.ts';
import { VaultError } from '../../shared/errors.ts';
import { type Clock, systemClock } from '../vault/contract.ts';
import { admitToMemory, enterSpace } from './access-gate.ts';
import type { Deletion } from './deletion.ts';
import { type ChangeRequest, contextFor, type Listeners, type MemoryPorts } from './ports.ts';
import { memoryNotFound, memoryRow } from './shapes.ts';

/** So many openings are noted at once. */
const NOTED_TOGETHER = 20;

export interface PinRequest extends ChangeRequest {
  readonly spaceId: string;
  readonly id: string;
  readonly pinned: boolean;
}

export class Attention {
  readonly #ports: MemoryPorts;
  readonly #changed: Listeners<{ spaceId: string }>;
  readonly #deletion: Deletion;
  readonly #clock: Clock;
  readonly #opened = new Map<string, { id: string; atMs: number }[]>();

  constructor(ports: MemoryPorts, changed: Listeners<{ spaceId: string }>, deletion: Deletion) {
    this.#ports = ports;
    this.#changed = changed;
    this.#deletion = deletion;
    this.#clock = ports.clock ?? systemClock;
    ports.vaults.beforeLock(() => this.flush());
  }

  /** Mine, last pinned first; without those that are being deleted. */
  async pins(spaceId: string): Promise<MemoryRow[]> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, spaceId, 'space.open');
    const pins = await space.database.query('workspace.pins', { personId: vault.me.id });
    const rows = await space.database.query('episodic.rows', { ids: pins.map(({ id }) => id) });
    return rows
      .filter(({ id }) => this.#deletion.pendingUntil(space.id, id) === null)
      .map((row) => memoryRow(space.id, row, () => null));
  }

  /** Throws MEMORY_NOT_FOUND; CONFLICT for a BLACK memory, or where there are too many pins. */
  async setPinned({ spaceId, id, pinned, ...request }: PinRequest): Promise<void> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, spaceId, 'space.open');
    const record = await space.database.query('episodic.get', { id });
    if (record === null) throw memoryNotFound(id);
    await admitToMemory(vault, space, 'memory.list', record);
    await space.database.unitOfWork.run(contextFor(vault, space, 'pin.change', id, request), (uow) => {
      if (pinned) uow.workspace.pin({ id, personId: vault.me.id });
      else uow.workspace.unpin({ id, personId: vault.me.id });
    });
    this.#changed.tell({ spaceId });
  }

  /** Remembers that a memory was opened; noted later. */
  async opened(spaceId: string, id: string): Promise<void> {
    const noted = this.#opened.get(spaceId) ?? [];
    noted.push({ id, atMs: this.#clock.now() });
    this.#opened.set(spaceId, noted);
    if (noted.length >= NOTED_TOGETHER) await this.#note(spaceId);
  }

  /** Notes what waits. What cannot be noted is dropped: nobody waits for it. */
  async flush(): Promise<void> {
    for (const spaceId of [...this.#opened.keys()]) {
      try {
        await this.#note(spaceId);
      } catch (thrown) {
        if (!(thrown instanceof VaultError)) throw thrown;
      }
    }
  }

  async #note(spaceId: string): Promise<void> {
    const opened = this.#opened.get(spaceId) ?? [];
    this.#opened.delete(spaceId);
    const last = opened.at(-1);
    if (last === undefined) return;
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, spaceId, 'space.open');
    await space.database.unitOfWork.run(contextFor(vault, space, 'attention.note', null), (uow) => {
      uow.workspace.noteOpened({ personId: vault.me.id, opened });
      uow.workspace.setFocus({ deviceId: vault.device.id, id: last.id });
    });
  }
}
