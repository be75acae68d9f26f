/**
 * One import, from its source into its space.
 *
 * Invariants: one unit of work per memory, its attachments and its receipt included, many in flight so that they
 * are committed in groups; whatever ends the run (a cancel, a crash, a full disk), only whole memories are there.
 * The same source again adds nothing: what is the same is left, what has changed is revised, what was edited or
 * deleted here is left and listed.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Refusal } from '../../../shared/contracts/imports.ts';
import { type ErrorCode, VaultError } from '../../../shared/errors.ts';
import { accessDenied, decide, type Subject } from '../../security/access.ts';
import type { OpenSpace, OpenVault } from '../../vault/contract.ts';
import { subjectIn } from '../access-gate.ts';
import { contextFor, newId } from '../ports.ts';
import { episodicContent } from '../shapes.ts';
import { asImported, isSameSource, wasEditedHere } from '../source-digest.ts';
import { type ImportEntry, type ImportItem, refuse } from './entries.ts';

/** Faults of the machine or the session: they end the run instead of refusing one item after the other. */
const FATAL: ReadonlySet<ErrorCode> = new Set([
  'STORAGE_FULL',
  'READ_ONLY',
  'STORAGE_UNAVAILABLE',
  'ENGINE_STOPPED',
  'VAULT_LOCKED',
  'BUSY',
  'SPACE_DAMAGED',
  'RECOVERY_NOT_CONFIRMED',
  'INTERNAL',
]);

/** Batches whose units may be in flight: one is looked up while the other is written. */
const BATCHES_IN_FLIGHT = 3;

/** Items that are made ready before main does something else: about a millisecond's work. */
const ITEMS_A_TURN = 4;

export interface RunTarget {
  readonly vault: OpenVault;
  readonly space: OpenSpace;
  /** Ties the receipts of one run together. */
  readonly runId: string;
  /** Random, and never outside the sealed journal: it keeps idempotency keys in receipts from telling content. */
  readonly salt: string;
  /** True tells what would happen and writes nothing. */
  readonly dryRun: boolean;
}

export interface RunCounts {
  readonly done: number;
  readonly imported: number;
  readonly unchanged: number;
  readonly refused: number;
}

interface Known {
  readonly id: string;
  readonly version: number;
  readonly sourceDigest: string | null;
}

export class ImportRun {
  readonly #target: RunTarget;
  readonly #subject: Subject;
  readonly #onRefusal: (refusal: Refusal) => void;
  readonly #seen = new Set<string>();
  readonly #inFlight = new Set<Promise<void>>();
  #counts = { done: 0, imported: 0, unchanged: 0, refused: 0 };
  #fatal: unknown = null;

  constructor(target: RunTarget, onRefusal: (refusal: Refusal) => void) {
    this.#target = target;
    this.#subject = subjectIn(target.vault, target.space);
    this.#onRefusal = onRefusal;
  }

  get counts(): RunCounts {
    return this.#counts;
  }

  /** Takes one batch; waits while too many are in flight. Throws what ended the run. */
  async take(batch: readonly ImportEntry[]): Promise<void> {
    while (this.#inFlight.size >= BATCHES_IN_FLIGHT) await Promise.race(this.#inFlight);
    this.#throwIfFatal();
    const items = this.#firstOfTheirIds(batch);
    const task = this.#bringIn(items)
      .catch(this.#stop)
      .finally(() => this.#inFlight.delete(task));
    this.#inFlight.add(task);
  }

  /** Waits for everything in flight. Throws what ended the run. */
  async settle(): Promise<void> {
    await Promise.all(this.#inFlight);
    this.#throwIfFatal();
  }

  #throwIfFatal(): void {
    if (this.#fatal !== null) throw this.#fatal;
  }

  #firstOfTheirIds(batch: readonly ImportEntry[]): ImportItem[] {
    const items: ImportItem[] = [];
    for (const entry of batch) {
      if (entry.type === 'refused') this.#refuse(entry.refusal);
      else if (this.#seen.has(entry.externalId)) this.#refuseItem(entry, 'DUPLICATE_ID');
      else {
        this.#seen.add(entry.externalId);
        items.push(entry);
      }
    }
    return items;
  }

  async #bringIn(items: readonly ImportItem[]): Promise<void> {
    if (items.length === 0) return;
    const { database } = this.#target.space;
    const ids = items.map(({ externalId }) => externalId);
    const [here, buried] = await Promise.all([
      database.query('episodic.byExternalIds', { ids }),
      database.query('privacy.buriedExternalIds', { ids }),
    ]);
    const known = new Map(here.map((each) => [each.externalId, each]));
    const deleted = new Set(buried);
    const decisions: Promise<void>[] = [];
    for (const [index, item] of items.entries()) {
      decisions.push(this.#decide(item, known.get(item.externalId), deleted).catch(this.#stop));
      // The window and everything else that main carries must not wait for a whole batch.
      if (index % ITEMS_A_TURN === ITEMS_A_TURN - 1) await setImmediate();
    }
    await Promise.all(decisions);
  }

  readonly #stop = (thrown: unknown): void => {
    this.#fatal ??= thrown;
  };

  async #decide(item: ImportItem, known: Known | undefined, deleted: ReadonlySet<string>): Promise<void> {
    if (known === undefined && deleted.has(item.externalId)) return this.#refuseItem(item, 'DELETED_HERE');
    if (known !== undefined && known.sourceDigest === null) return this.#refuseItem(item, 'DUPLICATE_ID');
    if (known?.sourceDigest != null) {
      if (isSameSource(known.sourceDigest, item.digest)) return this.#count('unchanged');
      if (wasEditedHere(known.sourceDigest)) return this.#refuseItem(item, 'CHANGED_HERE');
    }
    const { vault, space, dryRun } = this.#target;
    const resource = { tier: space.tier, band: item.input.band, authorId: vault.me.id };
    const decision = decide(this.#subject, 'memory.import', resource);
    if (!decision.allow) {
      const { code, message } = accessDenied(decision.reason, 'memory.import');
      return this.#refuseItem(item, code, message);
    }
    try {
      if (!dryRun) await this.#write(item, known);
      this.#count('imported');
    } catch (thrown) {
      if (!(thrown instanceof VaultError) || FATAL.has(thrown.code)) throw thrown;
      this.#refuseItem(item, thrown.code, thrown.message);
    }
  }

  async #write(item: ImportItem, known: Known | undefined): Promise<void> {
    const { vault, space, runId } = this.#target;
    const { band } = item.input;
    const id = known?.id ?? newId();
    const request = { correlationId: runId, idempotencyKey: this.#idempotencyKey(item, known) };
    await space.database.unitOfWork.run(contextFor(vault, space, 'memory.import', id, request), (uow) => {
      const attachments = item.attachments.flatMap(({ name, mediaType, bytes }, index) => {
        if (bytes === null) return [];
        const link = { ref: String(index), name, mediaType, bytes: bytes.byteLength };
        uow.attachments.put({ ref: link.ref, band, bytes, mediaType });
        return [link];
      });
      const content = {
        ...episodicContent(item.input),
        id,
        externalId: item.externalId,
        sourceDigest: asImported(item.digest),
        attachments,
      };
      if (known === undefined) uow.episodic.append({ ...content, authorId: vault.me.id });
      else {
        uow.fts.retract({ id });
        uow.episodic.revise({ ...content, expectedVersion: known.version });
      }
      uow.fts.index({ id });
    });
  }

  /** The same item over the same version, in the same run or its resumption, is the same change. */
  #idempotencyKey(item: ImportItem, known: Known | undefined): string {
    const { space, salt } = this.#target;
    const parts = [salt, space.id, item.externalId, item.digest, String(known?.version ?? 0)];
    return `import:${createHash('sha256').update(parts.join('\0')).digest('hex')}`;
  }

  #count(outcome: 'imported' | 'unchanged'): void {
    this.#counts[outcome] += 1;
    this.#counts.done += 1;
  }

  #refuseItem(item: ImportItem, code: Refusal['code'], message?: string): void {
    this.#refuse(refuse(item.source, code, message).refusal);
    this.#counts.done += 1;
  }

  #refuse(refusal: Refusal): void {
    this.#counts.refused += 1;
    this.#onRefusal(refusal);
  }
}
