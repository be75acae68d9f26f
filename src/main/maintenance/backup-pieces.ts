/**
 * The pieces of a backup on their way between a folder and the place where backups go: hashed, counted, never whole in
 * memory.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { VaultError } from '../../shared/errors.ts';
import type { StorageAdapter } from '../storage/backup/adapter.ts';
import { fileFault } from '../vault/file-faults.ts';
import type { BackupPiece } from './backup-manifest.ts';
import type { RunReport } from './backup-run.ts';

const CHUNK_BYTES = 256 * 1024;

/** Puts a file and reads it back. @returns its length and SHA-256, as they came back from the place */
export async function storePiece(
  adapter: StorageAdapter,
  name: string,
  file: string,
  report: RunReport,
): Promise<{ bytes: number; sha256: string }> {
  const { signal } = report;
  const sent = createHash('sha256');
  await adapter.put(name, counted(createReadStream(file, { highWaterMark: CHUNK_BYTES }), sent, report), {
    signal,
  });
  const returned = createHash('sha256');
  let bytes = 0;
  for await (const chunk of adapter.get(name, { signal })) {
    returned.update(chunk);
    bytes += chunk.byteLength;
    report.advance(chunk.byteLength);
  }
  const sha256 = sent.digest('hex');
  if (returned.digest('hex') === sha256) return { bytes, sha256 };
  throw new VaultError('STORAGE_UNAVAILABLE', 'What was written there does not come back as it was.', {
    hint: 'The backup was given up. Use another disk for backups.',
    details: { path: adapter.place },
  });
}

/**
 * Fetches a piece into a file that does not exist yet and holds it against the manifest.
 * Throws SEAL_BROKEN (details: piece) where it is another, is cut short, or is missing.
 */
export async function fetchPiece(
  adapter: StorageAdapter,
  backupId: string,
  piece: BackupPiece,
  into: string,
  report: RunReport,
): Promise<void> {
  const digest = createHash('sha256');
  let bytes = 0;
  try {
    await mkdir(dirname(into), { recursive: true, mode: 0o700 });
    const file = await open(into, 'wx', 0o600);
    try {
      for await (const chunk of adapter.get(`${backupId}/${piece.name}`, { signal: report.signal })) {
        bytes += chunk.byteLength;
        if (bytes > piece.bytes) break;
        digest.update(chunk);
        await file.writeFile(chunk);
        report.advance(chunk.byteLength);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof VaultError && error.code === 'NOT_FOUND') throw pieceBroken(piece, 'it is missing');
    throw error instanceof Error && 'syscall' in error ? fileFault(error, into) : error;
  }
  if (bytes !== piece.bytes) throw pieceBroken(piece, 'its length is another');
  if (digest.digest('hex') !== piece.sha256) throw pieceBroken(piece, 'it was changed');
}

export function pieceBroken(piece: Pick<BackupPiece, 'name'>, reason: string): VaultError {
  return new VaultError('SEAL_BROKEN', `A piece of this backup does not hold: ${reason}.`, {
    hint: 'It was left as it is. Use another backup.',
    details: { piece: piece.name, reason },
  });
}

async function* counted(
  source: AsyncIterable<Buffer>,
  digest: ReturnType<typeof createHash>,
  report: RunReport,
): AsyncIterable<Uint8Array> {
  for await (const chunk of source) {
    digest.update(chunk);
    yield chunk;
    report.advance(chunk.byteLength);
  }
}
