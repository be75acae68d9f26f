/** What was deleted: who, when, why, and the receipt. No content. */
import type { Tombstone } from '../../shared/contracts/receipts.ts';
import { enterSpace } from './access-gate.ts';
import type { MemoryPorts } from './ports.ts';
import { formatUtc } from './times.ts';

export class Tombstones {
  readonly #ports: MemoryPorts;

  constructor(ports: MemoryPorts) {
    this.#ports = ports;
  }

  /** Newest first. */
  async page(spaceId: string, offset: number, limit: number): Promise<{ total: number; rows: Tombstone[] }> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, spaceId, 'tombstone.read');
    const { total, rows } = await space.database.query('privacy.tombstones', { offset, limit });
    return {
      total,
      rows: rows.map(({ recordId, atMs, actorId, reason, receipt }) => ({
        recordId,
        at: formatUtc(atMs),
        actor: { id: actorId, name: vault.personName(actorId) },
        reason,
        receipt,
      })),
    };
  }
}
