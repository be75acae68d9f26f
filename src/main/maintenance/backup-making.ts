/**
 * Makes a backup of the open vault while people go on writing in it.
 *
 * Invariants: each database is copied in one snapshot, vault.db before the spaces, so that every space is at least as new
 * as the registry says; a piece is only stored after its copy was opened and found whole; the manifest comes last, so
 * that what was cancelled or killed on the way is no backup and is cleared away (by the next backup at the latest). A
 * space that cannot be read is named and left out; the others are not held up.
 */
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { APP_VERSION } from '../../shared/app-version.ts';
import type { Backup } from '../../shared/contracts/backups.ts';
import { VaultError } from '../../shared/errors.ts';
import type { StorageAdapter } from '../storage/backup/adapter.ts';
import type { BackupKeys, DatabasePiece } from '../vault/backup-keys.ts';
import type { OpenVault } from '../vault/contract.ts';
import { fileFault } from '../vault/file-faults.ts';
import { REGISTRY_COPY_FILE } from '../vault/registry-copy.ts';
import { spacePaths } from '../vault/space-file.ts';
import { REGISTRY_FILE, VAULT_FILE } from '../vault/vault-file.ts';
import { compareContents, describeDatabase, requireChain } from './backup-check.ts';
import {
  type BackupContent,
  type BackupPiece,
  MAKING,
  MANIFEST,
  readBounded,
  writeManifest,
} from './backup-manifest.ts';
import { storePiece } from './backup-pieces.ts';
import type { RunReport, RunResult } from './backup-run.ts';

/** In the vault's own folder: on its disk, under its rights, and encrypted as everything there. */
const STAGING = 'backup.staging';

const makingSchema = z.object({ vaultId: z.string(), deviceId: z.string() });

interface Making {
  readonly vault: OpenVault;
  readonly adapter: StorageAdapter;
  readonly keys: BackupKeys;
  readonly report: RunReport;
  readonly backupId: string;
  readonly staging: string;
}

/** Makes a backup and gives it. @throws VaultError STORAGE_FULL, READ_ONLY, STORAGE_UNAVAILABLE, CANCELLED, BUSY … */
export async function makeBackup(
  vault: OpenVault,
  adapter: StorageAdapter,
  report: RunReport,
  nowMs: number,
): Promise<RunResult> {
  const staging = await freshStaging(vault.directory);
  const keys = vault.backupKeys();
  const making: Making = { vault, adapter, keys, report, backupId: uuidv7(), staging };
  try {
    await clearInterrupted(making);
    await announce(making);
    const result = await make(making, nowMs);
    await vault.rememberBackup({ ...result.backup, directory: adapter.place });
    return result;
  } catch (error) {
    await takeBack(making);
    throw error;
  } finally {
    keys.wipe();
    await rm(dirname(staging), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function make(making: Making, nowMs: number): Promise<RunResult> {
  const { adapter, backupId, keys, report, vault } = making;
  report.expect((await vaultBytes(vault.directory)) * 3);
  const pieces: BackupPiece[] = [];
  for (const name of [VAULT_FILE, REGISTRY_COPY_FILE]) {
    pieces.push({ name, ...(await store(making, name, join(vault.directory, name))), database: null });
  }
  await vault.vouch();
  pieces.push(await copyRegistry(making));
  let records = 0;
  const missing: { spaceId: string; space: string; error: VaultError }[] = [];
  for (const row of keys.rows.spaces) {
    report.check();
    try {
      const space = await copySpace(making, row.id);
      pieces.push(...space.pieces);
      records += space.memories;
    } catch (error) {
      if (!isOfTheSpace(error)) throw error;
      missing.push({ spaceId: row.id, space: `${row.tier}:${row.name}`, error });
    }
  }
  const backup: Backup = {
    id: backupId,
    vaultId: vault.vaultId,
    vaultName: vault.name,
    at: new Date(nowMs).toISOString(),
    bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0),
    records,
    spaces: keys.rows.spaces.length - missing.length,
    missing: missing.length,
  };
  const content: BackupContent = {
    backup,
    app: APP_VERSION,
    deviceId: vault.device.id,
    pieces,
    missing: missing.map(({ spaceId, error }) => ({ spaceId, code: error.code })),
  };
  report.check();
  const sealed = keys.seal(backupId, Buffer.from(JSON.stringify(content), 'utf8'));
  await adapter.put(`${backupId}/${MANIFEST}`, Readable.from([writeManifest(backup, sealed)]));
  // A mark beside a manifest means nothing; it may stay where it cannot be taken away.
  await adapter.delete(`${backupId}/${MAKING}`).catch(() => undefined);
  return {
    backup,
    missing: missing.map(({ space, error }) => ({ space, error: error.toData() })),
  };
}

async function copyRegistry(making: Making): Promise<BackupPiece> {
  const { keys, staging, vault } = making;
  const file = join(staging, REGISTRY_FILE);
  const database = { kind: 'vault', id: vault.vaultId } as const;
  const contents = await copy(making, database, join(vault.directory, REGISTRY_FILE), file);
  const said = describeDatabase('vault', vault.vaultId, contents);
  await keys.readRegistry(file, (opened) =>
    requireChain(
      { name: REGISTRY_FILE },
      (input) => opened.query('receipts.verifySlice', input),
      making.report.check,
    ),
  );
  compareContents({ name: REGISTRY_FILE }, said, await keys.look(database, file, making.report.signal));
  const stored = await store(making, REGISTRY_FILE, file);
  await rm(file, { force: true });
  return { name: REGISTRY_FILE, ...stored, database: said };
}

async function copySpace(
  making: Making,
  spaceId: string,
): Promise<{ pieces: BackupPiece[]; memories: number }> {
  const { keys, report, staging, vault } = making;
  const space = await vault.space(spaceId);
  await space.database.vouch();
  const from = spacePaths(vault.directory, spaceId);
  const file = join(staging, `${spaceId}.db`);
  const name = `spaces/${spaceId}/space.db`;
  const database = { kind: 'space', id: spaceId } as const;
  try {
    const contents = await copy(making, database, from.database, file);
    const said = describeDatabase('space', spaceId, contents);
    const memories = await keys.withSpace(spaceId, file, async (opened) => {
      await requireChain({ name }, (input) => opened.query('receipts.verifySlice', input), report.check);
      return (await opened.query('episodic.stats', {})).memories;
    });
    compareContents({ name }, said, await keys.look(database, file, report.signal));
    const pieces: BackupPiece[] = [{ name, ...(await store(making, name, file)), database: said }];
    const described = `spaces/${spaceId}/space.json`;
    if ((await sizeOf(from.file)) > 0) {
      pieces.push({ name: described, ...(await store(making, described, from.file)), database: null });
    }
    return { pieces, memories };
  } finally {
    for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
  }
}

async function copy(making: Making, piece: DatabasePiece, from: string, into: string) {
  making.report.step('copying');
  const contents = await making.keys.copy(piece, from, into, making.report.signal);
  making.report.advance(contents.bytes);
  making.report.step('checking');
  return contents;
}

function store(making: Making, name: string, file: string): Promise<{ bytes: number; sha256: string }> {
  making.report.step('storing');
  return storePiece(making.adapter, `${making.backupId}/${name}`, file, making.report);
}

/** What is wrong with this one space, and not with the place, the machine or the run. */
function isOfTheSpace(error: unknown): error is VaultError {
  if (!(error instanceof VaultError)) return false;
  const { code } = error;
  return (
    code.startsWith('SPACE_') || code === 'WRONG_KEY' || code === 'SEAL_BROKEN' || code === 'NEWER_VERSION'
  );
}

async function freshStaging(directory: string): Promise<string> {
  const parent = join(directory, STAGING);
  try {
    // What a killed run left: this process holds the vault, so nobody uses it.
    await rm(parent, { recursive: true, force: true });
    await mkdir(parent, { mode: 0o700 });
    return await mkdtemp(join(parent, 'copy-'));
  } catch (error) {
    throw fileFault(error, parent);
  }
}

async function announce({ adapter, backupId, vault }: Making): Promise<void> {
  const mark = { vaultId: vault.vaultId, deviceId: vault.device.id };
  await adapter.put(`${backupId}/${MAKING}`, Readable.from([Buffer.from(JSON.stringify(mark))]));
}

/** Takes away what earlier runs of this vault on this device did not finish. Others' are left alone. */
async function clearInterrupted({ adapter, vault }: Making): Promise<void> {
  const objects = await adapter.list();
  const folders = new Set(objects.map(({ name }) => name.split('/')[0] ?? ''));
  for (const folder of folders) {
    const inside = objects.filter(({ name }) => name.startsWith(`${folder}/`));
    const names = new Set(inside.map(({ name }) => name));
    if (!names.has(`${folder}/${MAKING}`) || names.has(`${folder}/${MANIFEST}`)) continue;
    const mark = makingSchema.safeParse(
      jsonOf(await readBounded(adapter, `${folder}/${MAKING}`).catch(() => Buffer.alloc(0))),
    );
    if (!mark.success || mark.data.vaultId !== vault.vaultId || mark.data.deviceId !== vault.device.id)
      continue;
    await removeAll(adapter, folder, names);
  }
}

async function takeBack({ adapter, backupId }: Making): Promise<void> {
  const objects = await adapter.list(`${backupId}/`).catch(() => []);
  await removeAll(adapter, backupId, new Set(objects.map(({ name }) => name))).catch(() => undefined);
}

/** The manifest first: from then on it is no backup. The mark last: until then it is known for what it is. */
async function removeAll(adapter: StorageAdapter, folder: string, names: ReadonlySet<string>): Promise<void> {
  const [manifest, mark] = [`${folder}/${MANIFEST}`, `${folder}/${MAKING}`];
  if (names.has(manifest)) await adapter.delete(manifest);
  for (const name of names) if (name !== manifest && name !== mark) await adapter.delete(name);
  if (names.has(mark)) await adapter.delete(mark);
}

/** Of the vault's databases, for an estimate. */
async function vaultBytes(directory: string): Promise<number> {
  const spaces = await readdir(join(directory, 'spaces')).catch(() => []);
  const files = [join(directory, REGISTRY_FILE), ...spaces.map((id) => spacePaths(directory, id).database)];
  const sizes = await Promise.all(files.map(sizeOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
