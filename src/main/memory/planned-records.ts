/**
 * What the services of reminders, goals, moods and scenarios share: the way in, the one decision about a record that
 * is no memory (it is judged like a memory of its band and author), and what every answer says about a record.
 */
import { type Band, staysOnDevice } from '../../shared/bands.ts';
import type { Action } from '../../shared/contracts/receipts.ts';
import { VaultError } from '../../shared/errors.ts';
import { decide, type MemoryAccess } from '../security/access.ts';
import type { SpaceUnitOfWork } from '../storage/stores/contracts.ts';
import type { OpenSpace, OpenVault } from '../vault/contract.ts';
import { admitToMemory, enterSpace, subjectIn } from './access-gate.ts';
import { type ChangeRequest, contextFor, type MemoryPorts } from './ports.ts';

interface Judged {
  readonly id: string;
  readonly band: Band;
  readonly authorId: string;
}

export interface Entered {
  readonly vault: OpenVault;
  readonly space: OpenSpace;
}

/** Opens the space. Throws ACCESS_DENIED and what opening throws. */
export async function enter(ports: MemoryPorts, spaceId: string): Promise<Entered> {
  const vault = ports.vaults.session();
  return { vault, space: await enterSpace(vault, spaceId, 'space.open') };
}

/** Those that this person may see in a list. */
export function visible<R extends Judged>({ vault, space }: Entered, records: readonly R[]): R[] {
  const subject = subjectIn(vault, space);
  return records.filter(
    ({ band, authorId }) => decide(subject, 'memory.list', { tier: space.tier, band, authorId }).allow,
  );
}

/** Asks for an act on one record, as on a memory of its band and author. Throws ACCESS_DENIED. */
export async function admit(
  { vault, space }: Entered,
  action: MemoryAccess,
  record: Omit<Judged, 'id'> & { readonly id?: string },
): Promise<void> {
  await admitToMemory(vault, space, action, record);
}

/** The record, or NOT_FOUND. */
export function present<R>(record: R | null, id: string): R {
  if (record !== null) return record;
  throw new VaultError('NOT_FOUND', 'This is not there any more.', {
    hint: 'Nothing was changed. It may have been deleted meanwhile.',
    details: { id },
  });
}

/** One unit of work about one record. Answers with its id and receipt; after a replay, the first unit's. */
export async function change(
  { vault, space }: Entered,
  purpose: Action,
  id: string,
  request: ChangeRequest,
  collect: (uow: SpaceUnitOfWork) => void,
) {
  const { receipt, subjectId } = await space.database.unitOfWork.run(
    contextFor(vault, space, purpose, id, request),
    collect,
  );
  return { id: subjectId ?? id, receipt };
}

/** Who wrote it, and whether it stays here. */
export function commonFields({ vault, space }: Entered, record: Judged & { readonly version: number }) {
  return {
    id: record.id,
    spaceId: space.id,
    version: record.version,
    band: record.band,
    author: { id: record.authorId, name: vault.personName(record.authorId) },
    staysOnDevice: staysOnDevice(space.tier, record.band),
  };
}
