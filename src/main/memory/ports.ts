/** What the memory room needs from outside, and the small things its services share. */
import { v7 as uuidv7 } from 'uuid';
import type { Action } from '../../shared/contracts/receipts.ts';
import { currentTrace } from '../observability/trace.ts';
import type { UnitOfWorkContext } from '../storage/interfaces.ts';
import type { Clock, OpenSpace, OpenVault, VaultService } from '../vault/contract.ts';

export interface MemoryPorts {
  /** Gives the open vault, or throws VAULT_LOCKED; calls back before it locks. */
  readonly vaults: Pick<VaultService, 'session' | 'beforeLock' | 'on'>;
  /** Entry of the import thread. */
  readonly importThread: URL;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** One change that somebody asked for. */
export interface ChangeRequest {
  /** The same key again answers with the first receipt. */
  readonly idempotencyKey?: string | null;
  /** Ties the receipt to the request that asked for it; a fresh one where none is given. */
  readonly correlationId?: string;
}

/** A fresh time-ordered id (UUID version 7, RFC 9562). */
export const newId = (): string => uuidv7();

export function contextFor(
  vault: OpenVault,
  space: Pick<OpenSpace, 'id'>,
  purpose: Action,
  subjectId: string | null,
  request: ChangeRequest = {},
): UnitOfWorkContext {
  return {
    spaceId: space.id,
    actorId: vault.me.id,
    deviceId: vault.device.id,
    correlationId: request.correlationId ?? currentTrace()?.correlationId ?? newId(),
    idempotencyKey: request.idempotencyKey ?? null,
    purpose,
    subjectId,
  };
}

/** Listeners of one kind of event. One that throws stops neither the others nor the change it was told of. */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>();

  /** Returns the function that stops listening. */
  add(listener: (event: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: T): void {
    for (const listener of this.#listeners) queueMicrotask(() => listener(event));
  }
}
