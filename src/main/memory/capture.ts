/**
 * Writing memories: a new one, and a new version of one.
 *
 * Invariant: a change is one unit of work over the record, its words and its receipt; a stale version is refused,
 * never merged or overwritten.
 */
import type { Change, MemoryInput } from '../../shared/contracts/memories.ts';
import { VaultError } from '../../shared/errors.ts';
import type { OpenSpace, OpenVault } from '../vault/contract.ts';
import { admitToMemory, enterSpace } from './access-gate.ts';
import type { Deletion } from './deletion.ts';
import { type ChangeRequest, contextFor, type Listeners, type MemoryPorts, newId } from './ports.ts';
import { episodicContent, memoryNotFound } from './shapes.ts';
import { asEditedHere } from './source-digest.ts';

export interface AddRequest extends ChangeRequest {
  readonly spaceId: string;
  readonly input: MemoryInput;
  /** The id that another program knows it by; unique in its space. */
  readonly externalId?: string | null;
  readonly attachments?: readonly NewAttachment[];
}

export interface NewAttachment {
  readonly name: string;
  readonly mediaType: string;
  /** Handed over: the caller must not use them afterwards. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface EditRequest extends ChangeRequest {
  readonly spaceId: string;
  readonly id: string;
  /** The version that was edited. */
  readonly version: number;
  readonly input: MemoryInput;
}

export class Capture {
  readonly #ports: MemoryPorts;
  readonly #changed: Listeners<{ spaceId: string }>;
  readonly #deletion: Deletion;

  constructor(ports: MemoryPorts, changed: Listeners<{ spaceId: string }>, deletion: Deletion) {
    this.#ports = ports;
    this.#changed = changed;
    this.#deletion = deletion;
  }

  /** Throws ACCESS_DENIED, CONFLICT (the external id is taken), INVALID_INPUT, and what the engine throws. */
  async add(request: AddRequest): Promise<Change> {
    const { vault, space } = await this.#enter(request.spaceId);
    const { input } = request;
    await admitToMemory(vault, space, 'memory.add', { band: input.band, authorId: vault.me.id });
    const id = newId();
    const { receipt, subjectId, replayed } = await space.database.unitOfWork.run(
      contextFor(vault, space, 'memory.add', id, request),
      (uow) => {
        const attachments = (request.attachments ?? []).map(({ name, mediaType, bytes }, index) => {
          const ref = String(index);
          const link = { ref, name, mediaType, bytes: bytes.byteLength };
          uow.attachments.put({ ref, band: input.band, bytes, mediaType });
          return link;
        });
        uow.episodic.append({
          ...episodicContent(input),
          id,
          authorId: vault.me.id,
          externalId: request.externalId ?? null,
          sourceDigest: null,
          attachments,
        });
        uow.fts.index({ id });
      },
    );
    if (!replayed) this.#changed.tell({ spaceId: space.id });
    return { id: subjectId ?? id, version: 1, receipt };
  }

  /** Throws MEMORY_NOT_FOUND, ACCESS_DENIED, CONFLICT (a newer version is there, or it is being deleted). */
  async edit(request: EditRequest): Promise<Change> {
    const { vault, space } = await this.#enter(request.spaceId);
    const { id, input, version } = request;
    const record = await space.database.query('episodic.get', { id });
    if (record === null) throw memoryNotFound(id);
    if (this.#deletion.pendingUntil(space.id, id) !== null) throw beingDeleted(id);
    await admitToMemory(vault, space, 'memory.edit', record);
    await admitToMemory(vault, space, 'memory.add', { id, band: input.band, authorId: record.authorId });
    const { receipt, replayed } = await space.database.unitOfWork.run(
      contextFor(vault, space, 'memory.edit', id, request),
      (uow) => {
        uow.fts.retract({ id });
        uow.episodic.revise({
          ...episodicContent(input),
          id,
          expectedVersion: version,
          externalId: record.externalId,
          sourceDigest: asEditedHere(record.sourceDigest),
          attachments: [...record.attachments],
        });
        uow.fts.index({ id });
      },
    );
    if (!replayed) this.#changed.tell({ spaceId: space.id });
    return { id, version: version + 1, receipt };
  }

  async #enter(spaceId: string): Promise<{ vault: OpenVault; space: OpenSpace }> {
    const vault = this.#ports.vaults.session();
    return { vault, space: await enterSpace(vault, spaceId, 'space.open') };
  }
}

function beingDeleted(id: string): VaultError {
  return new VaultError('CONFLICT', 'This memory is being deleted.', {
    hint: 'Undo the deletion first, then save again. What you wrote is kept as a draft.',
    details: { id },
  });
}
