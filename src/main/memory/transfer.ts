/**
 * A memory goes to another space, moved or copied.
 *
 * Two files cannot be changed in one transaction, so it is three units: an intent here, the memory there under the
 * intent's id, and last, in one unit here, the tombstone (of a move) with the intent's end. Invariants: whatever stops it
 * in between, the memory is whole in at least one space; opening the space again finishes what was begun, once; nothing
 * that was changed or deleted in the meantime is overwritten or taken away. The other space seals with its own keys.
 */
import type { ReceiptReference } from '../../shared/contracts/receipts.ts';
import { VaultError } from '../../shared/errors.ts';
import type { EpisodicRecord } from '../storage/stores/episodic/contract.ts';
import type { IntentRow } from '../storage/stores/intents/contract.ts';
import type { OpenSpace, OpenVault } from '../vault/contract.ts';
import { admitToMemory, enterSpace } from './access-gate.ts';
import type { Deletion } from './deletion.ts';
import { type ChangeRequest, contextFor, type Listeners, type MemoryPorts, newId } from './ports.ts';
import { memoryNotFound } from './shapes.ts';
import { carriedAttachments } from './transfer-attachments.ts';

export interface TransferRequest extends ChangeRequest {
  readonly spaceId: string;
  readonly id: string;
  readonly targetSpaceId: string;
  readonly kind: 'move' | 'copy';
}

export interface Transferred {
  /** The memory's id in the other space. */
  readonly id: string;
  /** Of the memory there. */
  readonly receipt: ReceiptReference;
}

type Intent = Omit<IntentRow, 'begunMs'>;

/** Between which spaces, and for whom. */
interface Way {
  readonly vault: OpenVault;
  readonly source: OpenSpace;
  readonly target: OpenSpace;
  readonly correlationId: string;
}

export class Transfer {
  readonly #ports: MemoryPorts;
  readonly #changed: Listeners<{ spaceId: string }>;
  readonly #deletion: Deletion;
  /** Transfers that are being carried out: opening a space must not finish them a second time. */
  readonly #underWay = new Set<string>();
  readonly #settling = new Set<Promise<void>>();

  constructor(ports: MemoryPorts, changed: Listeners<{ spaceId: string }>, deletion: Deletion) {
    this.#ports = ports;
    this.#changed = changed;
    this.#deletion = deletion;
    ports.vaults.on('spaceOpened', ({ spaceId }) => this.#settleSoon(spaceId));
    ports.vaults.beforeLock(() => this.settled());
  }

  /**
   * Moves or copies. The same idempotency key again answers the same.
   * Throws MEMORY_NOT_FOUND; ACCESS_DENIED on either side; INVALID_INPUT (the same space); CONFLICT (it is being deleted, is
   * under way already, changed meanwhile, or the other space has its external id); what opening the spaces throws.
   */
  async transfer(request: TransferRequest): Promise<Transferred> {
    const { vault, source, target } = await this.#enter(request);
    const way = { vault, source, target, correlationId: request.correlationId ?? newId() };
    const id = request.idempotencyKey ?? newId();
    const record = await source.database.query('episodic.get', { id: request.id });
    if (record === null) return this.#finishedBefore(target, id, request.id);
    if (this.#deletion.pendingUntil(source.id, record.id) !== null) throw beingDeleted(record.id);
    await admit(way, record, request.kind);
    await requireFreeExternalId(target, record);
    const intent: Intent = {
      id,
      kind: request.kind,
      recordId: record.id,
      version: record.version,
      targetSpaceId: target.id,
      actorId: vault.me.id,
    };
    this.#underWay.add(id);
    try {
      await source.database.unitOfWork.run(this.#context(way, source, intent), (uow) =>
        uow.intents.begin(intent),
      );
      const receipt = await this.#write(way, intent, record).catch((error: unknown) =>
        this.#giveUp(way, intent, error),
      );
      await this.#end(way, intent);
      return { id, receipt };
    } finally {
      this.#underWay.delete(id);
    }
  }

  /** Resolves when everything that opening spaces found unfinished was finished or has to wait. */
  async settled(): Promise<void> {
    while (this.#settling.size > 0) await Promise.all(this.#settling);
  }

  #settleSoon(spaceId: string): void {
    // Nobody waits for it. What cannot be finished stays, and the health check says so.
    const settling = this.#settle(spaceId)
      .catch(() => undefined)
      .finally(() => this.#settling.delete(settling));
    this.#settling.add(settling);
  }

  /** Finishes what a crash or an unreachable space left. */
  async #settle(spaceId: string): Promise<void> {
    const vault = this.#ports.vaults.session();
    const source = await vault.space(spaceId);
    for (const intent of await source.database.query('intents.open', {})) {
      if (this.#underWay.has(intent.id)) continue;
      await this.#finish(vault, source, intent).catch((error: unknown) => {
        if (!(error instanceof VaultError)) throw error;
      });
    }
  }

  async #finish(vault: OpenVault, source: OpenSpace, intent: IntentRow): Promise<void> {
    const target = await vault.space(intent.targetSpaceId);
    const way = { vault, source, target, correlationId: newId() };
    const record = await source.database.query('episodic.get', { id: intent.recordId });
    // Somebody deleted it here in the meantime: there is nothing to take along any more.
    if (record === null) return this.#close(way, intent);
    const there = await target.database.query('episodic.get', { id: intent.id });
    if (there !== null) {
      // Changed here after it was written there: taking this one away would lose the change, so both stay.
      return record.version === intent.version ? this.#end(way, intent) : this.#close(way, intent);
    }
    try {
      await admit(way, record, intent.kind);
      const { replayed } = await this.#run(way, intent, record);
      // Written there before, and deleted there since: the one here is the last, and stays.
      if (replayed) return await this.#close(way, intent);
    } catch (error) {
      await this.#giveUp(way, intent, error);
    }
    await this.#end(way, { ...intent, version: record.version });
  }

  async #enter(request: TransferRequest): Promise<Omit<Way, 'correlationId'>> {
    if (request.spaceId === request.targetSpaceId) {
      throw new VaultError('INVALID_INPUT', 'The memory is in this space already.', {
        hint: 'Choose another space. Nothing was changed.',
        details: { field: 'targetSpaceId' },
      });
    }
    const vault = this.#ports.vaults.session();
    const source = await enterSpace(vault, request.spaceId, 'space.open');
    const target = await enterSpace(vault, request.targetSpaceId, 'space.open');
    return { vault, source, target };
  }

  /** A transfer that is asked for again after it was done: the memory is gone from here, and is there. */
  async #finishedBefore(target: OpenSpace, id: string, asked: string): Promise<Transferred> {
    const there = await target.database.query('episodic.get', { id });
    if (there === null) throw memoryNotFound(asked);
    return { id, receipt: there.receipt };
  }

  async #write(way: Way, intent: Intent, record: EpisodicRecord): Promise<ReceiptReference> {
    return (await this.#run(way, intent, record)).receipt;
  }

  /** The memory in the other space, sealed with its keys. */
  async #run(way: Way, intent: Intent, record: EpisodicRecord) {
    const files = await carriedAttachments(way.source, record.attachments);
    const { version, createdMs, updatedMs, receipt, ...content } = record;
    // The key makes finishing twice write once. Beginning and ending need none: the intent itself is there, or not.
    const keyed = { subjectId: intent.id, idempotencyKey: intent.id };
    const outcome = await way.target.database.unitOfWork.run(
      { ...this.#context(way, way.target, intent), ...keyed },
      (uow) => {
        for (const { ref, bytes, mediaType } of files) {
          uow.attachments.put({ ref, band: record.band, bytes, mediaType });
        }
        uow.episodic.append({
          ...content,
          id: intent.id,
          tags: [...content.tags],
          people: [...content.people],
          attachments: files.map(({ ref, name, mediaType, bytes }) => ({
            ref,
            name,
            mediaType,
            bytes: bytes.byteLength,
          })),
        });
        uow.fts.index({ id: intent.id });
      },
    );
    if (!outcome.replayed) this.#changed.tell({ spaceId: way.target.id });
    return outcome;
  }

  /** The last unit: the original goes (of a move), and the intent with it. */
  async #end(way: Way, intent: Intent): Promise<void> {
    if (intent.kind === 'copy') return this.#close(way, intent);
    const { source, vault } = way;
    const id = intent.recordId;
    try {
      await source.database.unitOfWork.run(this.#context(way, source, intent), (uow) => {
        uow.fts.retract({ id });
        uow.privacy.bury({ recordId: id, actorId: vault.me.id, reason: null });
        uow.episodic.remove({ id, expectedVersion: intent.version });
        uow.workspace.discardDraft({ id });
        uow.intents.close({ id: intent.id });
      });
    } catch (error) {
      if (!(error instanceof VaultError) || error.code !== 'CONFLICT') throw error;
      await this.#close(way, intent);
      throw changedMeanwhile(id, error);
    }
    this.#changed.tell({ spaceId: source.id });
  }

  async #close(way: Way, intent: Intent): Promise<void> {
    await way.source.database.unitOfWork.run(this.#context(way, way.source, intent), (uow) =>
      uow.intents.close({ id: intent.id }),
    );
  }

  /** Nothing was written there: the intent ends. After a thread's death nobody knows, and the intent stays. */
  async #giveUp(way: Way, intent: Intent, error: unknown): Promise<never> {
    if (error instanceof VaultError && error.code !== 'ENGINE_STOPPED') await this.#close(way, intent);
    throw error;
  }

  #context({ vault, correlationId }: Way, space: OpenSpace, { kind, recordId }: Intent) {
    const purpose = kind === 'move' ? 'memory.move' : 'memory.copy';
    return contextFor(vault, space, purpose, recordId, { correlationId });
  }
}

/** Asks the one decision on both sides. */
async function admit(way: Way, record: EpisodicRecord, kind: 'move' | 'copy'): Promise<void> {
  const { vault, source, target } = way;
  await admitToMemory(vault, source, 'memory.read', record);
  if (kind === 'move') await admitToMemory(vault, source, 'memory.delete', record);
  await admitToMemory(vault, target, 'memory.add', { band: record.band, authorId: record.authorId });
}

async function requireFreeExternalId(target: OpenSpace, { externalId }: EpisodicRecord): Promise<void> {
  if (externalId === null) return;
  const ids = [externalId];
  const held = await target.database.query('episodic.byExternalIds', { ids });
  if (held.length === 0) return;
  throw new VaultError('CONFLICT', 'The other space has a memory from the same source already.', {
    hint: 'Nothing was changed. Look at the one that is there first.',
    details: { reason: 'external-id' },
  });
}

function beingDeleted(id: string): VaultError {
  return new VaultError('CONFLICT', 'This memory is being deleted.', {
    hint: 'Undo the deletion first. Nothing was changed.',
    details: { id, reason: 'deleting' },
  });
}

function changedMeanwhile(id: string, cause: unknown): VaultError {
  return new VaultError('CONFLICT', 'The memory was changed while it was on its way.', {
    hint: 'Both are kept: the changed one here, and the one before in the other space. Delete the one you do not want.',
    details: { id, reason: 'changed' },
    cause,
  });
}
