/**
 * The memory room's door: opens the space and asks the one decision.
 *
 * Invariant: no service reaches a database but through here, and every denial leaves a receipt.
 */
import type { Action } from '../../shared/contracts/receipts.ts';
import {
  accessDenied,
  type Decision,
  decide,
  type MemoryAccess,
  type MemoryResource,
  type SpaceAccess,
  type Subject,
} from '../security/access.ts';
import type { OpenSpace, OpenVault } from '../vault/contract.ts';
import { contextFor } from './ports.ts';

/** The receipt's verb for a denied act. Acts of reading have none of their own: they count as opening the space. */
const DENIED_ACTIONS: Partial<Record<MemoryAccess | SpaceAccess, Action>> = {
  'memory.add': 'memory.add',
  'memory.edit': 'memory.edit',
  'memory.delete': 'memory.delete',
  'memory.import': 'memory.import',
  'draft.save': 'draft.save',
  'import.journal': 'import.journal',
};

/** Opens a space for an act on the space itself. Throws ACCESS_DENIED and what opening throws. */
export async function enterSpace(vault: OpenVault, spaceId: string, action: SpaceAccess): Promise<OpenSpace> {
  const space = await vault.space(spaceId);
  await admit(vault, space, action, null, decide(subjectIn(vault, space), action, { tier: space.tier }));
  return space;
}

/** Asks for an act on one memory. Throws ACCESS_DENIED. */
export async function admitToMemory(
  vault: OpenVault,
  space: OpenSpace,
  action: MemoryAccess,
  memory: Omit<MemoryResource, 'tier'> & { readonly id?: string },
): Promise<void> {
  const resource = { tier: space.tier, band: memory.band, authorId: memory.authorId };
  await admit(vault, space, action, memory.id ?? null, decide(subjectIn(vault, space), action, resource));
}

/**
 * Who I am to the space, for one act. The page has no way yet to ask for the passphrase once more, and a script
 * gives it each time: until that step exists, unlocking the vault is the proof that RED and BLACK ask for.
 */
export function subjectIn(vault: OpenVault, space: Pick<OpenSpace, 'id'>): Subject {
  return { ...vault.subject(space), assurance: 'just-now' };
}

async function admit(
  vault: OpenVault,
  space: OpenSpace,
  action: MemoryAccess | SpaceAccess,
  subjectId: string | null,
  decision: Decision,
): Promise<void> {
  if (decision.allow) return;
  const purpose = DENIED_ACTIONS[action] ?? 'space.open';
  await space.database.unitOfWork.run(
    { ...contextFor(vault, space, purpose, subjectId), kind: 'ACCESS_DENIED' },
    () => undefined,
  );
  throw accessDenied(decision.reason, action);
}
