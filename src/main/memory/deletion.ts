/**
 * Deleting: a few seconds in which it can be undone, then for good.
 *
 * Invariants: until the window ends nothing is written, so an undo leaves no trace and a crash leaves the memory;
 * afterwards record, words and data key are gone in one unit of work with the tombstone. Locking or ending the app
 * carries out what was asked for.
 */
import type { ReceiptReference } from '../../shared/contracts/receipts.ts';
import { VaultError } from '../../shared/errors.ts';
import { type Clock, type OpenSpace, type OpenVault, systemClock } from '../vault/contract.ts';
import { admitToMemory, enterSpace } from './access-gate.ts';
import { type ChangeRequest, contextFor, type Listeners, type MemoryPorts } from './ports.ts';
import { memoryNotFound } from './shapes.ts';
import { formatUtc } from './times.ts';

/** Milliseconds in which a deletion can be undone. */
export const UNDO_MS = 8000;

export interface DeleteRequest extends ChangeRequest {
  readonly spaceId: string;
  readonly id: string;
  readonly reason: string | null;
}

interface PendingDeletion {
  readonly request: DeleteRequest;
  readonly untilMs: number;
  readonly timer: NodeJS.Timeout;
}

export class Deletion {
  readonly #ports: MemoryPorts;
  readonly #changed: Listeners<{ spaceId: string }>;
  readonly #clock: Clock;
  readonly #pending = new Map<string, PendingDeletion>();

  constructor(ports: MemoryPorts, changed: Listeners<{ spaceId: string }>) {
    this.#ports = ports;
    this.#changed = changed;
    this.#clock = ports.clock ?? systemClock;
    ports.vaults.beforeLock(() => this.flush());
  }

  /** Deletes after the undo window. Asking again does not prolong it. Throws MEMORY_NOT_FOUND, ACCESS_DENIED. */
  async request(request: DeleteRequest): Promise<{ undoUntil: string }> {
    await this.#admit(request);
    const key = keyOf(request.spaceId, request.id);
    const known = this.#pending.get(key);
    if (known !== undefined) return { undoUntil: formatUtc(known.untilMs) };
    const untilMs = this.#clock.now() + UNDO_MS;
    const timer = setTimeout(() => void this.#carryOut(key), UNDO_MS);
    this.#pending.set(key, { request, untilMs, timer });
    this.#changed.tell({ spaceId: request.spaceId });
    return { undoUntil: formatUtc(untilMs) };
  }

  /** False where it is too late, or nothing was to be undone. */
  undo(spaceId: string, id: string): boolean {
    const pending = this.#pending.get(keyOf(spaceId, id));
    if (pending === undefined) return false;
    clearTimeout(pending.timer);
    this.#pending.delete(keyOf(spaceId, id));
    this.#changed.tell({ spaceId });
    return true;
  }

  /** Deletes without a window. Throws MEMORY_NOT_FOUND, ACCESS_DENIED. */
  async deleteNow(request: DeleteRequest): Promise<ReceiptReference> {
    const { vault, space } = await this.#admit(request);
    const receipt = await bury(vault, space, request);
    this.#changed.tell({ spaceId: space.id });
    return receipt;
  }

  /** Until when the memory can be brought back, ISO 8601; null where it is not being deleted. */
  pendingUntil(spaceId: string, id: string): string | null {
    const pending = this.#pending.get(keyOf(spaceId, id));
    return pending === undefined ? null : formatUtc(pending.untilMs);
  }

  /** Carries out every deletion that waits. What cannot be deleted stays, and the list shows it again. */
  async flush(): Promise<void> {
    await Promise.all([...this.#pending.keys()].map((key) => this.#carryOut(key)));
  }

  async #carryOut(key: string): Promise<void> {
    const pending = this.#pending.get(key);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    const { request } = pending;
    try {
      const vault = this.#ports.vaults.session();
      await bury(vault, await vault.space(request.spaceId), request);
    } catch (thrown) {
      // Nobody waits for this any more. The memory is still there and the list says so.
      if (!(thrown instanceof VaultError)) throw thrown;
    } finally {
      this.#pending.delete(key);
      this.#changed.tell({ spaceId: request.spaceId });
    }
  }

  async #admit(request: DeleteRequest): Promise<{ vault: OpenVault; space: OpenSpace }> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, request.spaceId, 'space.open');
    const record = await space.database.query('episodic.get', { id: request.id });
    if (record === null) throw memoryNotFound(request.id);
    await admitToMemory(vault, space, 'memory.delete', record);
    return { vault, space };
  }
}

const keyOf = (spaceId: string, id: string): string => `${spaceId}/${id}`;

async function bury(vault: OpenVault, space: OpenSpace, request: DeleteRequest): Promise<ReceiptReference> {
  const { id, reason } = request;
  const { receipt } = await space.database.unitOfWork.run(
    contextFor(vault, space, 'memory.delete', id, request),
    (uow) => {
      uow.fts.retract({ id });
      uow.privacy.bury({ recordId: id, actorId: vault.me.id, reason });
      uow.episodic.remove({ id, expectedVersion: null });
      uow.workspace.discardDraft({ id });
    },
  );
  return receipt;
}
