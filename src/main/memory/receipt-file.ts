/**
 * Receipts in a file that anyone can check without the vault.
 *
 * JSON Lines: a header with the devices' public keys, then every receipt in order with its hash, then the seals
 * (signatures). A receipt holds no content, and neither does the file. The format is described in
 * docs/cli.md; `verifyReceiptFile` is the reference for it.
 */
import { open, rename, rm } from 'node:fs/promises';
import type { ReceiptVerification } from '../../shared/contracts/receipts.ts';
import { VaultError } from '../../shared/errors.ts';
import type { ReceiptSeal } from '../storage/stores/receipts/contract.ts';
import type { DeviceRow } from '../storage/stores/registry/contract.ts';
import type { OpenSpace } from '../vault/contract.ts';
import { readLines } from './import/lines.ts';
import { ReceiptChecker, receiptLineSchema } from './receipt-checker.ts';
import { formatUtc } from './times.ts';

const PAGE = 1000;
/** Bytes of one line. A receipt of a unit over hundreds of stores would still fit. */
const LINE_BYTES = 4 * 1024 * 1024;

/** Writes all receipts of a space; answers how many. Throws READ_ONLY, STORAGE_FULL, STORAGE_UNAVAILABLE. */
export async function writeReceiptFile(
  path: string,
  space: OpenSpace,
  devices: readonly DeviceRow[],
  nowMs: number,
): Promise<number> {
  const head = await space.database.head();
  const unfinished = `${path}.part`;
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      const line = (value: object) => file.appendFile(`${JSON.stringify(value)}\n`);
      await line({
        type: 'header',
        format: 'memoryos-receipts',
        version: 1,
        spaceId: space.id,
        exportedAt: formatUtc(nowMs),
        receipts: head.seq,
        headHash: head.hash,
        devices: devices.map(({ id, publicKey }) => ({
          id,
          publicKey: Buffer.from(publicKey).toString('hex'),
        })),
      });
      const seals = new Map<number, ReceiptSeal>();
      for (let fromSeq = 1; fromSeq <= head.seq; fromSeq += PAGE) {
        const limit = Math.min(PAGE, head.seq - fromSeq + 1);
        const page = await space.database.query('receipts.export', { fromSeq, limit });
        for (const { body, hash } of page.receipts) await line({ type: 'receipt', hash, body });
        for (const seal of page.seals) if (seal.toSeq <= head.seq) seals.set(seal.toSeq, seal);
      }
      for (const seal of seals.values()) await line({ type: 'seal', ...seal });
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    return head.seq;
  } catch (thrown) {
    await rm(unfinished, { force: true });
    throw asFileFault(thrown);
  }
}

/** Checks a file written by `writeReceiptFile`. Throws SOURCE_NOT_FOUND, INVALID_INPUT (not such a file). */
export async function verifyReceiptFile(path: string): Promise<ReceiptVerification> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new VaultError('SOURCE_NOT_FOUND', 'The file of receipts may not be read or is not there.', {
      hint: 'Check the path.',
      cause,
    });
  });
  try {
    const checker = new ReceiptChecker();
    for await (const { bytes } of readLines(file, LINE_BYTES)) {
      const parsed = receiptLineSchema.safeParse(parseJson(bytes));
      if (!parsed.success) throw notReceipts();
      checker.take(parsed.data);
    }
    return checker.finish();
  } finally {
    await file.close();
  }
}

function parseJson(bytes: Uint8Array | null): unknown {
  try {
    return bytes === null ? null : JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}

function notReceipts(): VaultError {
  return new VaultError('INVALID_INPUT', 'This is not a whole file of exported receipts.', {
    hint: 'Export the receipts again.',
  });
}

function asFileFault(thrown: unknown): unknown {
  if (!(thrown instanceof Error && 'code' in thrown && 'syscall' in thrown)) return thrown;
  const code =
    thrown.code === 'ENOSPC' ? 'STORAGE_FULL' : thrown.code === 'EROFS' ? 'READ_ONLY' : 'STORAGE_UNAVAILABLE';
  return new VaultError(code, 'The file of receipts could not be written. The vault is as it was.', {
    hint: 'Choose another folder.',
    cause: thrown,
  });
}
