/** Receipts as people look at them: pages with names and titles, verification, export. */
import type { Receipt, ReceiptVerification } from '../../shared/contracts/receipts.ts';
import type { ReceiptRow } from '../storage/stores/receipts/contract.ts';
import type { OpenSpace, OpenVault } from '../vault/contract.ts';
import { enterSpace } from './access-gate.ts';
import type { MemoryPorts } from './ports.ts';
import { writeReceiptFile } from './receipt-file.ts';

export interface ReceiptPageRequest {
  readonly spaceId: string;
  /** Receipts older than this one; null for the newest. */
  readonly beforeSeq: number | null;
  readonly limit: number;
  /** Only those about this record. */
  readonly subjectId: string | null;
}

export class Receipts {
  readonly #ports: MemoryPorts;

  constructor(ports: MemoryPorts) {
    this.#ports = ports;
  }

  /** Newest first, each one verified. Drafts saved along the way are not listed; `export` has them. */
  async page(request: ReceiptPageRequest): Promise<{ total: number; rows: Receipt[] }> {
    const { vault, space } = await this.#enter(request.spaceId);
    const { beforeSeq, limit, subjectId } = request;
    const { total, rows } = await space.database.query('receipts.page', {
      beforeSeq,
      limit,
      subjectId,
      excludeActions: ['draft.save', 'draft.discard'],
    });
    const titles = await titlesOf(space, rows);
    return { total, rows: rows.map((row) => receiptView(vault, row, titles)) };
  }

  /** Every receipt of the space: hash, link, order, signature. */
  async verify(spaceId: string): Promise<ReceiptVerification> {
    const { space } = await this.#enter(spaceId);
    return space.database.query('receipts.verify', {});
  }

  /** The vault's own receipts: people, devices, spaces, passphrases. */
  async verifyVault(): Promise<ReceiptVerification> {
    return this.#ports.vaults.session().database.query('receipts.verify', {});
  }

  /**
   * Writes every receipt of the space to a file that can be checked without the vault.
   * @param path an absolute path; a file that is there is replaced once the new one is whole
   */
  async export(spaceId: string, path: string): Promise<{ path: string; receipts: number }> {
    const { vault, space } = await this.#enter(spaceId);
    const devices = await vault.database.query('registry.devices', {});
    const now = this.#ports.clock?.now() ?? Date.now();
    return { path, receipts: await writeReceiptFile(path, space, devices, now) };
  }

  async #enter(spaceId: string): Promise<{ vault: OpenVault; space: OpenSpace }> {
    const vault = this.#ports.vaults.session();
    return { vault, space: await enterSpace(vault, spaceId, 'receipt.read') };
  }
}

async function titlesOf(space: OpenSpace, rows: readonly ReceiptRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ body }) => (body.subject === null ? [] : [body.subject])))];
  if (ids.length === 0) return new Map();
  const titles = await space.database.query('episodic.titles', { ids });
  return new Map(titles.map(({ id, title }) => [id, title]));
}

function receiptView(
  vault: OpenVault,
  { body, hash, verification }: ReceiptRow,
  titles: ReadonlyMap<string, string>,
): Receipt {
  return {
    id: body.id,
    seq: body.seq,
    kind: body.kind,
    action: body.action,
    at: body.at,
    actor: { id: body.actor, name: vault.personName(body.actor) },
    device: { id: body.device, name: vault.deviceName(body.device) },
    subjectId: body.subject,
    subjectTitle: body.subject === null ? null : (titles.get(body.subject) ?? null),
    correlationId: body.correlationId,
    idempotencyKey: body.idempotencyKey,
    hash,
    previousHash: body.prev,
    stores: body.stores.map((store) => ({ ...store })),
    verification,
  };
}
