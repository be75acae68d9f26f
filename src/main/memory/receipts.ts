/** Receipts as people look at them: pages with names and titles, one after another, checks, files for others. */
import type {
  Action,
  Receipt,
  ReceiptCheck,
  ReceiptKind,
  ReceiptVerification,
} from '../../shared/contracts/receipts.ts';
import { VaultError } from '../../shared/errors.ts';
import type { ReceiptRow } from '../storage/stores/receipts/contract.ts';
import type { OpenSpace, OpenVault } from '../vault/contract.ts';
import { enterSpace } from './access-gate.ts';
import type { Listeners, MemoryPorts } from './ports.ts';
import { RunningCheck, verifyInSlices } from './receipt-check.ts';
import { type ExportRange, writeReceiptFile } from './receipt-file.ts';

export interface ReceiptPageRequest {
  readonly spaceId: string;
  /** Receipts older than this one; null for the newest. */
  readonly beforeSeq: number | null;
  readonly limit: number;
  /** Only those about this record. */
  readonly subjectId?: string | null;
  /** One of these; empty for any. */
  readonly actions?: readonly Action[];
  readonly kinds?: readonly ReceiptKind[];
  readonly actorId?: string | null;
  /** ISO 8601 in UTC: from the first, before the second. */
  readonly fromAt?: string | null;
  readonly beforeAt?: string | null;
}

export interface ReceiptPage {
  /** Of all that fit; null where only a look at each could tell. */
  readonly total: number | null;
  readonly rows: Receipt[];
  /** Where to go on; null at the end. */
  readonly nextSeq: number | null;
}

/** Stretches of the chain that one request looks through before it answers with what it has. */
const MOST_LOOKS = 10;

export class Receipts {
  readonly #ports: MemoryPorts;
  readonly #checking: Listeners<ReceiptCheck>;
  readonly #checks = new Map<string, RunningCheck>();

  constructor(ports: MemoryPorts, checking: Listeners<ReceiptCheck>) {
    this.#ports = ports;
    this.#checking = checking;
    ports.vaults.beforeLock(async () => {
      for (const check of this.#checks.values()) check.stop();
      await Promise.all([...this.#checks.values()].map(({ ended }) => ended));
      this.#checks.clear();
    });
  }

  /**
   * Newest first, each one verified. Drafts saved along the way are not listed; `export` has them. Where few fit, the
   * page may come back with fewer rows than asked for: `nextSeq` goes on.
   */
  async page(request: ReceiptPageRequest): Promise<ReceiptPage> {
    const { vault, space } = await this.#enter(request.spaceId);
    const { spaceId: _, limit, beforeSeq, actions = [], kinds = [], ...rest } = request;
    const found: ReceiptRow[] = [];
    let total: number | null = null;
    let nextSeq = beforeSeq;
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      const answer = await space.database.query('receipts.page', {
        ...rest,
        actions: [...actions],
        kinds: [...kinds],
        excludeActions: ['draft.save', 'draft.discard'],
        beforeSeq: nextSeq,
        limit: limit - found.length,
      });
      if (look === 0) total = answer.total;
      found.push(...answer.rows);
      nextSeq = answer.nextSeq;
      if (nextSeq === null || found.length >= limit) break;
    }
    const titles = await titlesOf(space, found);
    return { total, rows: found.map((row) => receiptView(vault, row, titles)), nextSeq };
  }

  /** One receipt by its number, drafts included: the chain has no gaps. Null where there is none. */
  async one(spaceId: string, seq: number): Promise<Receipt | null> {
    const { vault, space } = await this.#enter(spaceId);
    const row = await space.database.query('receipts.one', { seq });
    return row === null ? null : receiptView(vault, row, await titlesOf(space, [row]));
  }

  /** Every receipt of the space: hash, link, order, signature, tree. */
  async verify(spaceId: string): Promise<ReceiptVerification> {
    const { space } = await this.#enter(spaceId);
    return verifyInSlices((input) => space.database.query('receipts.verifySlice', input));
  }

  /** The vault's own receipts: people, devices, spaces, passphrases. */
  async verifyVault(): Promise<ReceiptVerification> {
    const { database } = this.#ports.vaults.session();
    return verifyInSlices((input) => database.query('receipts.verifySlice', input));
  }

  /** Begins to check a space, whether or not anyone watches. One that is going on is answered with. */
  async startCheck(spaceId: string): Promise<{ runId: string }> {
    const { space } = await this.#enter(spaceId);
    const { seq } = await space.database.head();
    const going = this.#checks.get(spaceId);
    if (going?.state.state === 'running') return { runId: going.id };
    const check = new RunningCheck(
      spaceId,
      seq,
      (input) => space.database.query('receipts.verifySlice', input),
      (state) => this.#checking.tell(state),
    );
    this.#checks.set(spaceId, check);
    return { runId: check.id };
  }

  /** The check of a space that is going on, or how the last one ended. */
  async check(spaceId: string): Promise<ReceiptCheck | null> {
    await this.#enter(spaceId);
    return this.#checks.get(spaceId)?.state ?? null;
  }

  stopCheck(runId: string): void {
    for (const check of this.#checks.values()) if (check.id === runId) check.stop();
  }

  /**
   * Writes receipts to a file that can be checked without the vault, with their proofs.
   * @param path an absolute path; a file that is there is replaced once the new one is whole
   * @param range which; all where nothing is said. Throws NOT_FOUND where there is no such receipt.
   */
  async export(
    spaceId: string,
    path: string,
    range: ExportRange = {},
  ): Promise<{ path: string; receipts: number }> {
    const { vault, space } = await this.#enter(spaceId);
    // The newest receipt is then under a checkpoint too, and can be proved.
    await space.database.vouch();
    const devices = await vault.database.query('registry.devices', {});
    const now = this.#ports.clock?.now() ?? Date.now();
    return { path, receipts: await writeReceiptFile(path, space, devices, now, range) };
  }

  /** The number of a receipt that is named by its id, or by its number. Throws NOT_FOUND. */
  async numberOf(spaceId: string, named: string): Promise<number> {
    const seq = Number(named);
    if (Number.isSafeInteger(seq) && seq > 0) return seq;
    for (let beforeSeq: number | null = null; ; ) {
      const page: ReceiptPage = await this.page({ spaceId, beforeSeq, limit: 500 });
      const found = page.rows.find(({ id }) => id === named);
      if (found !== undefined) return found.seq;
      if (page.nextSeq === null) break;
      beforeSeq = page.nextSeq;
    }
    throw new VaultError('NOT_FOUND', 'There is no receipt of this number or id in this space.', {
      hint: 'See them with `receipts list`.',
    });
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
    stores: body.stores.map(({ store, op, digest, ...timing }) => ({
      store,
      op,
      digest,
      us: 'us' in timing ? timing.us : null,
    })),
    us: body.v === 2 ? body.us : null,
    verification,
  };
}
