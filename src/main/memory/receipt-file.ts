/**
 * Receipts in a file that anyone can check without the vault, and the check itself.
 *
 * A receipt holds no content, and neither does the file. What is written is version 2 (`receipt-lines.ts`); files of
 * version 1, signatures without proofs, keep being checked.
 */
import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { ReceiptVerification } from '../../shared/contracts/receipts.ts';
import { VaultError } from '../../shared/errors.ts';
import { fingerprint } from '../security/signatures.ts';
import { GENESIS_HASH } from '../storage/stores/receipts/chain.ts';
import {
  type ReceiptCheckpoint,
  type ReceiptSeal,
  SUBTREE_LEAVES,
} from '../storage/stores/receipts/contract.ts';
import {
  consistencyPath,
  inclusionPath,
  nodeHash,
  type RangeRoot,
  splitOf,
} from '../storage/stores/receipts/merkle.ts';
import type { DeviceRow } from '../storage/stores/registry/contract.ts';
import type { OpenSpace } from '../vault/contract.ts';
import { readLines } from './import/lines.ts';
import { ReceiptChecker, receiptLineSchema } from './receipt-checker.ts';
import {
  headerSchema,
  RECEIPT_FILE_FORMAT,
  type ReceiptFileLine,
  receiptFileLineSchema,
} from './receipt-lines.ts';
import { ReceiptProofChecker } from './receipt-proof-checker.ts';
import { formatUtc } from './times.ts';

const PAGE = 1000;
/** Bytes of one line. A receipt of a unit over hundreds of stores would still fit. */
const LINE_BYTES = 4 * 1024 * 1024;

/** Which receipts. Nothing: all. */
export interface ExportRange {
  /** From this number on. */
  readonly fromSeq?: number;
  /** This one alone, with its proof. */
  readonly seq?: number;
}

/**
 * Writes receipts up to the newest checkpoint; answers how many.
 * Throws NOT_FOUND (no such receipt), READ_ONLY, STORAGE_FULL, STORAGE_UNAVAILABLE.
 */
export async function writeReceiptFile(
  path: string,
  space: OpenSpace,
  devices: readonly DeviceRow[],
  nowMs: number,
  range: ExportRange = {},
): Promise<number> {
  const checkpoints = await space.database.query('receipts.checkpoints', {});
  const proved = checkpoints.at(-1)?.size ?? 0;
  const fromSeq = range.seq ?? range.fromSeq ?? 1;
  const toSeq = range.seq ?? proved;
  if (fromSeq > Math.max(proved, 1) || toSeq > proved) throw noSuchReceipt();
  const unfinished = `${path}.part`;
  try {
    const file = await open(unfinished, 'w', 0o600);
    try {
      const digest = createHash('sha256');
      const write = async (line: ReceiptFileLine): Promise<void> => {
        const text = `${JSON.stringify(line)}\n`;
        if (line.type !== 'signature') digest.update(text);
        await file.appendFile(text);
      };
      await writeLines(write, space, {
        fromSeq,
        toSeq,
        devices,
        nowMs,
        checkpoints: checkpoints.filter(({ size }) => size >= fromSeq),
        isSingle: range.seq !== undefined,
      });
      const sha256 = digest.digest('hex');
      const signed = await space.database.query('receipts.signExport', { digest: sha256 });
      await write({ type: 'signature', digest: sha256, ...signed });
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    return Math.max(0, toSeq - fromSeq + 1);
  } catch (thrown) {
    await rm(unfinished, { force: true });
    throw asFileFault(thrown);
  }
}

interface Export {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly devices: readonly DeviceRow[];
  readonly nowMs: number;
  readonly checkpoints: readonly ReceiptCheckpoint[];
  readonly isSingle: boolean;
}

async function writeLines(
  write: (line: ReceiptFileLine) => Promise<void>,
  space: OpenSpace,
  { checkpoints, devices, fromSeq, isSingle, nowMs, toSeq }: Export,
): Promise<void> {
  await write({
    type: 'header',
    format: RECEIPT_FILE_FORMAT,
    version: 2,
    spaceId: space.id,
    exportedAt: formatUtc(nowMs),
    fromSeq,
    toSeq,
    headHash: await hashOf(space, toSeq),
    devices: devices.map(({ id, publicKey }) => ({
      id,
      publicKey: Buffer.from(publicKey).toString('hex'),
      fingerprint: fingerprint(publicKey),
    })),
  });
  const seals = new Map<number, ReceiptSeal>();
  for (let seq = fromSeq; seq <= toSeq; seq += PAGE) {
    const limit = Math.min(PAGE, toSeq - seq + 1);
    const page = await space.database.query('receipts.export', { fromSeq: seq, limit });
    for (const { body, hash } of page.receipts) await write({ type: 'receipt', hash, body });
    for (const seal of page.seals) if (seal.toSeq <= toSeq) seals.set(seal.toSeq, seal);
  }
  for (const seal of seals.values()) await write({ type: 'seal', ...seal });
  // One receipt is proved by the newest checkpoint; the older ones say nothing more of it.
  const told = isSingle ? checkpoints.slice(-1) : checkpoints;
  for (const checkpoint of told) await write({ type: 'checkpoint', ...checkpoint });
  await writeProofs(write, space, told, fromSeq, toSeq);
}

async function writeProofs(
  write: (line: ReceiptFileLine) => Promise<void>,
  space: OpenSpace,
  checkpoints: readonly ReceiptCheckpoint[],
  fromSeq: number,
  toSeq: number,
): Promise<void> {
  const rootOf = rootsOf(space);
  const text = (path: readonly Buffer[]): string[] => path.map((node) => node.toString('hex'));
  for (const [index, { size }] of checkpoints.entries()) {
    const before = checkpoints[index - 1];
    if (before === undefined) continue;
    const path = text(await consistencyPath(before.size, size, rootOf));
    await write({ type: 'consistency', from: before.size, to: size, path });
  }
  const newest = checkpoints.at(-1)?.size;
  if (newest === undefined) return;
  for (const seq of new Set([fromSeq, toSeq])) {
    const path = text(await inclusionPath(seq - 1, newest, rootOf));
    await write({ type: 'inclusion', seq, size: newest, path });
  }
}

/** Roots of ranges of the tree, worked out in pieces that hold no reader for long, each piece once. */
function rootsOf(space: OpenSpace): RangeRoot {
  const known = new Map<string, Promise<Buffer>>();
  const workOut = async (from: number, to: number): Promise<Buffer> => {
    if (to - from <= SUBTREE_LEAVES) {
      return Buffer.from((await space.database.query('receipts.subtree', { from, to })).root, 'hex');
    }
    const split = from + splitOf(to - from);
    return nodeHash(await rootOf(from, split), await rootOf(split, to));
  };
  const rootOf: RangeRoot = (from, to) => {
    const key = `${from} ${to}`;
    const root = known.get(key) ?? workOut(from, to);
    known.set(key, root);
    return root;
  };
  return rootOf;
}

async function hashOf(space: OpenSpace, seq: number): Promise<string> {
  if (seq === 0) return GENESIS_HASH;
  const row = await space.database.query('receipts.one', { seq });
  if (row === null) throw noSuchReceipt();
  return row.hash;
}

export interface CheckedReceiptFile extends ReceiptVerification {
  /** Whose signatures count in this file: compare the fingerprints with those that the household knows. */
  readonly devices: readonly { readonly id: string; readonly fingerprint: string }[];
}

/** What is enough to take a file for one of ours, whatever was done to it since. */
const likenessSchema = z.union([
  z.looseObject({ type: z.literal('header') }),
  z.looseObject({ format: z.literal(RECEIPT_FILE_FORMAT) }),
]);

/**
 * Checks a file written by `writeReceiptFile`, of any version; needs no vault.
 * Throws SOURCE_NOT_FOUND, NEWER_VERSION, INVALID_INPUT (not such a file). Everything else is in `broken`.
 */
export async function verifyReceiptFile(path: string): Promise<CheckedReceiptFile> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new VaultError('SOURCE_NOT_FOUND', 'The file of receipts may not be read or is not there.', {
      hint: 'Check the path.',
      cause,
    });
  });
  try {
    const lines = readLines(file, LINE_BYTES);
    const first = await lines.next();
    const bytes = first.done === true ? null : first.value.bytes;
    const header = parseJson(bytes);
    if (!likenessSchema.safeParse(header).success) throw notReceipts();
    const version = z.looseObject({ version: z.number() }).safeParse(header).data?.version;
    if (version === 1) return await checkFirstVersion(header, lines);
    if (version !== undefined && version > 2) throw newerFile(version);
    return await checkWithProofs(header, bytes, lines);
  } finally {
    await file.close();
  }
}

async function checkWithProofs(
  first: unknown,
  firstBytes: Uint8Array | null,
  lines: ReturnType<typeof readLines>,
): Promise<CheckedReceiptFile> {
  const header = headerSchema.safeParse(first);
  if (!header.success) {
    return { verified: 0, broken: [{ seq: 0, reason: 'The header is not as it was written.' }], devices: [] };
  }
  const checker = new ReceiptProofChecker(header.data);
  checker.take(header.data, firstBytes);
  for await (const { bytes } of lines) {
    checker.take(receiptFileLineSchema.safeParse(parseJson(bytes)).data ?? null, bytes);
  }
  const devices = header.data.devices.map(({ id, publicKey }) => ({
    id,
    fingerprint: fingerprint(Buffer.from(publicKey, 'hex')),
  }));
  return { ...checker.finish(), devices };
}

async function checkFirstVersion(
  first: unknown,
  lines: ReturnType<typeof readLines>,
): Promise<CheckedReceiptFile> {
  const checker = new ReceiptChecker();
  const header = receiptLineSchema.safeParse(first);
  if (!header.success) throw notReceipts();
  checker.take(header.data);
  for await (const { bytes } of lines) {
    const parsed = receiptLineSchema.safeParse(parseJson(bytes));
    if (!parsed.success) throw notReceipts();
    checker.take(parsed.data);
  }
  const devices = header.data.type === 'header' ? header.data.devices : [];
  return {
    ...checker.finish(),
    devices: devices.map(({ id, publicKey }) => ({
      id,
      fingerprint: fingerprint(Buffer.from(publicKey, 'hex')),
    })),
  };
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

function newerFile(version: number): VaultError {
  return new VaultError('NEWER_VERSION', 'This file was written by a newer version of the app.', {
    hint: 'Update the app on this machine, then check it again.',
    details: { version, known: 2 },
  });
}

function noSuchReceipt(): VaultError {
  return new VaultError('NOT_FOUND', 'There is no receipt of this number in this space.', {
    hint: 'See them with `receipts list`. Nothing was written.',
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
