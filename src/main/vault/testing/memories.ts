/** What tests, and the processes they start, write into vaults. */
import { v7 as uuidv7 } from 'uuid';
import type { OpenSpace, OpenVault } from '../contract.ts';

export const PASSPHRASE = 'a summer by the lake';

/** Writes one memory straight through the unit of work, as the memory room would. */
export async function writeMemory(vault: OpenVault, space: OpenSpace, text: string): Promise<string> {
  const id = uuidv7();
  await space.database.unitOfWork.run(
    {
      spaceId: space.id,
      actorId: vault.me.id,
      deviceId: vault.device.id,
      correlationId: id,
      idempotencyKey: null,
      purpose: 'memory.add',
      subjectId: id,
    },
    (uow) => {
      uow.episodic.append({
        id,
        atMs: Date.UTC(2020, 5, 1),
        offsetMinutes: 0,
        dateOnly: false,
        band: 'GREEN',
        kind: 'note',
        title: 'A day',
        text,
        tags: [],
        people: [],
        externalId: null,
        sourceDigest: null,
        attachments: [],
        authorId: vault.me.id,
      });
      uow.fts.index({ id });
    },
  );
  return id;
}
