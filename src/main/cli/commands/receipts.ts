/** receipts list|verify|export */
import { resolve } from 'node:path';
import { idSchema } from '../../../shared/contracts/primitives.ts';
import { ERROR_EXIT_CODES } from '../../../shared/errors.ts';
import { parseInput } from '../input.ts';
import type { CommandResult } from '../output.ts';
import { type CommandSession, type GlobalOptions, spaceId, withVault } from '../session.ts';

export interface ListReceiptsOptions extends GlobalOptions {
  readonly space: string;
  readonly limit: number;
  readonly beforeSeq?: number;
  readonly subject?: string;
}

export function listReceipts(options: ListReceiptsOptions): Promise<CommandResult> {
  const subject = options.subject === undefined ? null : parseInput(idSchema.safeParse(options.subject));
  return withVault(options, async ({ application, vault }) => {
    const { rows, total } = await application.memories.receipts.page({
      spaceId: spaceId(vault, options.space),
      beforeSeq: options.beforeSeq ?? null,
      limit: Math.min(options.limit, 10_000),
      subjectId: subject,
    });
    return {
      json: { receipts: rows, total },
      lines: rows.map(({ seq, at, action, actor, subjectTitle, verification }) =>
        [seq, at, action, actor.name, subjectTitle ?? '', verification].join('  '),
      ),
    };
  });
}

interface Broken {
  readonly seq: number;
  readonly reason: string;
  /** `tier:name`, or `vault` for the vault's own receipts. */
  readonly space?: string;
}

export async function verifyReceipts(
  options: GlobalOptions & { readonly space?: string; readonly file?: string },
): Promise<CommandResult> {
  if (options.file !== undefined) {
    const { verifyReceiptFile } = await import('../../memory/receipt-file.ts');
    const { verified, broken, devices } = await verifyReceiptFile(resolve(options.file));
    return verdict(verified, broken, devices);
  }
  return withVault(options, async (session) => {
    const { verified, broken } = await verifyVault(session, options.space);
    return verdict(verified, broken);
  });
}

async function verifyVault(
  { application, vault }: CommandSession,
  named: string | undefined,
): Promise<{ verified: number; broken: Broken[] }> {
  const { receipts } = application.memories;
  if (named !== undefined) return receipts.verify(spaceId(vault, named));
  const own = await receipts.verifyVault();
  const broken: Broken[] = own.broken.map((each) => ({ ...each, space: 'vault' }));
  let { verified } = own;
  for (const { id, tier, name, problem } of await vault.spaces()) {
    const space = `${tier}:${name}`;
    if (problem !== null) {
      broken.push({ seq: 0, reason: problem.message, space });
      continue;
    }
    const result = await receipts.verify(id);
    verified += result.verified;
    broken.push(...result.broken.map((each) => ({ ...each, space })));
  }
  return { verified, broken };
}

/** @param devices whose signatures counted in a file; nobody else's word is behind it */
function verdict(
  verified: number,
  broken: readonly Broken[],
  devices: readonly { id: string; fingerprint: string }[] | null = null,
): CommandResult {
  return {
    json: { verified, broken, ...(devices === null ? {} : { devices }) },
    lines: [
      `${verified} receipts hold, ${broken.length} do not.`,
      ...(devices ?? []).map(({ fingerprint }) => `Signed by a device whose fingerprint is ${fingerprint}.`),
      ...broken.map(({ seq, reason, space }) => `${space === undefined ? '' : `${space} `}${seq}: ${reason}`),
    ],
    exitCode: broken.length === 0 ? 0 : ERROR_EXIT_CODES.RECEIPT_CHAIN_BROKEN,
  };
}

export function exportReceipts(
  options: GlobalOptions & {
    readonly space: string;
    readonly file: string;
    readonly from?: number;
    readonly receipt?: string;
  },
): Promise<CommandResult> {
  return withVault(options, async ({ application, vault }) => {
    const service = application.memories.receipts;
    const space = spaceId(vault, options.space);
    const { path, receipts } = await service.export(space, resolve(options.file), {
      ...(options.from === undefined ? {} : { fromSeq: options.from }),
      ...(options.receipt === undefined ? {} : { seq: await service.numberOf(space, options.receipt) }),
    });
    return { json: { path, receipts }, lines: [`${receipts} receipts are in ${path}.`] };
  });
}
