/**
 * Checks a backup, and makes a vault of one.
 *
 * Invariants: a backup is only read; checking opens copies of its pieces, one at a time, in a folder that is removed
 * afterwards; restoring goes through the same checks before the new folder becomes a vault.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupKey, BackupProgress, RestoreRequest } from '../../shared/contracts/backups.ts';
import { VaultError } from '../../shared/errors.ts';
import type { StorageAdapter } from '../storage/backup/adapter.ts';
import type { BackupKeys } from '../vault/backup-keys.ts';
import type { OpenVault, VaultService } from '../vault/contract.ts';
import { REGISTRY_FILE, VAULT_FILE } from '../vault/vault-file.ts';
import { compareContents, requireChain } from './backup-check.ts';
import {
  type BackupContent,
  type BackupManifest,
  type BackupPiece,
  listManifests,
  parseContent,
  readBounded,
  readManifest,
} from './backup-manifest.ts';
import { fetchPiece, pieceBroken } from './backup-pieces.ts';
import type { RunReport, RunResult } from './backup-run.ts';

/** The manifest that was asked for; null takes the newest. Throws NOT_FOUND. */
export async function chooseBackup(adapter: StorageAdapter, id: string | null): Promise<BackupManifest> {
  if (id !== null) return readManifest(adapter, id);
  const [newest] = (await listManifests(adapter)).manifests;
  if (newest !== undefined) return newest;
  throw new VaultError('NOT_FOUND', 'There is no backup in this folder.', {
    hint: 'Choose the folder in which the backups lie.',
    details: { path: adapter.place },
  });
}

/** The keys of a backup: those of the open vault it was made of, or by what a person has. */
export async function keysFor(
  vaults: VaultService,
  adapter: StorageAdapter,
  { backup }: BackupManifest,
  key: BackupKey | OpenVault,
): Promise<BackupKeys> {
  if ('method' in key) {
    return vaults.backupKeys(await readBounded(adapter, `${backup.id}/${VAULT_FILE}`), key);
  }
  if (key.vaultId === backup.vaultId) return key.backupKeys();
  throw new VaultError('WRONG_KEY', 'This backup is of another vault than the one that is open.', {
    hint: 'Open that vault, or restore the backup with its own passphrase.',
    details: { vaultId: backup.vaultId },
  });
}

/** Goes through the whole backup. What does not hold is listed; the rest is checked all the same. */
export async function checkBackup(
  adapter: StorageAdapter,
  manifest: BackupManifest,
  keys: BackupKeys,
  report: RunReport,
): Promise<RunResult> {
  const content = parseContent(manifest, keys.unseal(manifest.backup.id, sealedOf(manifest)));
  report.expect(content.pieces.reduce((sum, { bytes }) => sum + bytes, 0));
  const broken: BackupProgress['broken'] = [];
  const staging = await mkdtemp(join(tmpdir(), 'memoryos-check-'));
  try {
    for (const piece of inOrder(content.pieces)) {
      report.check();
      try {
        await checkPiece(adapter, content, piece, keys, staging, report);
      } catch (error) {
        if (!(error instanceof VaultError) || !isDamage(error)) throw error;
        const reason = String(error.details?.reason ?? error.message);
        broken.push({ piece: piece.name, reason });
        // Without the registry there are no keys to look at the spaces with.
        if (piece.name === REGISTRY_FILE) break;
      }
    }
    return { backup: manifest.backup, broken };
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function checkPiece(
  adapter: StorageAdapter,
  content: BackupContent,
  piece: BackupPiece,
  keys: BackupKeys,
  staging: string,
  report: RunReport,
): Promise<void> {
  const file = join(staging, piece.name);
  report.step('fetching');
  try {
    await fetchPiece(adapter, content.backup.id, piece, file, report);
    if (piece.database === null) return;
    report.step('checking');
    const { kind, id } = piece.database;
    if (kind === 'vault') {
      await keys.readRegistry(file, (opened) =>
        requireChain(piece, (input) => opened.query('receipts.verifySlice', input), report.check),
      );
    }
    compareContents(piece, piece.database, await keys.look({ kind, id }, file, report.signal));
    if (kind === 'space') {
      await keys.withSpace(id, file, (opened) =>
        requireChain(piece, (input) => opened.query('receipts.verifySlice', input), report.check),
      );
    }
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}

/** Makes a vault of a backup, in a folder of its own. */
export async function restoreBackup(
  vaults: VaultService,
  adapter: StorageAdapter,
  manifest: BackupManifest,
  keys: BackupKeys,
  request: Pick<RestoreRequest, 'into' | 'key'>,
  report: RunReport,
): Promise<RunResult> {
  const { backup } = manifest;
  const content = parseContent(manifest, keys.unseal(backup.id, sealedOf(manifest)));
  const total = content.pieces.reduce((sum, { bytes }) => sum + bytes, 0);
  report.expect(total * 2);
  const spaces = new Map(
    content.pieces.flatMap((piece) =>
      piece.database?.kind === 'space' ? [[piece.database.id, piece] as const] : [],
    ),
  );
  const vaultFile = content.pieces.find(({ name }) => name === VAULT_FILE);
  if (vaultFile === undefined) throw pieceBroken({ name: VAULT_FILE }, 'it is missing');
  await vaults.restore({
    directory: request.into,
    backupId: backup.id,
    keys,
    vaultFile: await readBounded(adapter, `${backup.id}/${VAULT_FILE}`),
    passphrase: request.key.method === 'recovery' ? (request.key.passphrase ?? null) : null,
    spaceIds: [...spaces.keys()],
    fetch: () => fetchAll(adapter, content, keys, request.into, report),
    eachSpace: async (spaceId, database) => {
      const piece = spaces.get(spaceId);
      if (piece === undefined) return;
      report.check();
      report.step('checking');
      await requireChain(piece, (input) => database.query('receipts.verifySlice', input), report.check);
      report.step('rebuilding');
      await database.rebuild();
      report.advance(piece.bytes);
    },
  });
  return { backup };
}

async function fetchAll(
  adapter: StorageAdapter,
  content: BackupContent,
  keys: BackupKeys,
  directory: string,
  report: RunReport,
): Promise<void> {
  for (const piece of inOrder(content.pieces)) {
    report.check();
    report.step('fetching');
    const file = join(directory, piece.name);
    // vault.json is what makes the folder a vault: it is written anew, at the end.
    if (piece.name === VAULT_FILE) continue;
    await fetchPiece(adapter, content.backup.id, piece, file, report);
    if (piece.database === null) continue;
    report.step('checking');
    const { kind, id } = piece.database;
    if (kind === 'vault') {
      await keys.readRegistry(file, (opened) =>
        requireChain(piece, (input) => opened.query('receipts.verifySlice', input), report.check),
      );
    }
    compareContents(piece, piece.database, await keys.look({ kind, id }, file, report.signal));
  }
}

/** The registry first: it holds the keys of all the others. */
function inOrder(pieces: readonly BackupPiece[]): BackupPiece[] {
  return [...pieces].sort((a, b) => Number(b.name === REGISTRY_FILE) - Number(a.name === REGISTRY_FILE));
}

function sealedOf(manifest: BackupManifest): Buffer {
  return Buffer.from(manifest.sealed, 'base64');
}

function isDamage({ code }: VaultError): boolean {
  return (
    code === 'SEAL_BROKEN' ||
    code === 'WRONG_KEY' ||
    code === 'REGISTRY_DAMAGED' ||
    code === 'RECEIPT_CHAIN_BROKEN' ||
    code.startsWith('SPACE_')
  );
}
