/**
 * Small files that are whole or not there: written beside, synced, renamed, and the folder synced.
 *
 * Invariant: at every moment, a kill or a power cut included, the name holds the old bytes or the new ones. Not for
 * databases, and not for files larger than memory.
 */
import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { VaultError } from '../../shared/errors.ts';
import { faultCode, fileFault, isAbsent } from './file-faults.ts';

/**
 * Bytes of one page. A database that was cut below it looks new to SQLite, which would write a header over what is left:
 * such a file is never handed to the engine.
 */
export const SMALLEST_DATABASE = 4096;

/** Only the owner may read: a vault's files are nobody else's business even though they are sealed. */
const OWNER_ONLY = 0o600;

/** Writes a file's whole content so that it is old or new, never half. */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(beside, 'wx', OWNER_ONLY);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw fileFault(error, path);
  }
}

/** Makes renames and new names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(folder, 'r');
  } catch (error) {
    // Windows opens no folders; its file system orders renames itself.
    if (faultCode(error) === 'EPERM' || faultCode(error) === 'EISDIR') return;
    throw error;
  }
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * The bytes of a small file, or null where there is none.
 * @param limit bytes; a larger file is not one of ours.
 */
export async function readSmall(path: string, limit: number): Promise<Buffer | null> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > limit) throw tooLarge(path);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isAbsent(error)) return null;
    throw fileFault(error, path, 'reading');
  }
}

/** What stands at a path, symbolic links followed; a link to nothing is `other`, for something does stand there. */
export async function whatIsAt(path: string): Promise<'folder' | 'file' | 'other' | 'nothing'> {
  try {
    const seen = await lstat(path);
    const meant = seen.isSymbolicLink() ? await stat(path).catch(() => seen) : seen;
    if (meant.isDirectory()) return 'folder';
    return meant.isFile() ? 'file' : 'other';
  } catch (error) {
    if (isAbsent(error)) return 'nothing';
    throw fileFault(error, path, 'reading');
  }
}

/**
 * Puts a damaged file aside under a name with the time in it, and gives that path. Never overwrites: a taken name
 * gets a number.
 */
export async function putAside(path: string, at: Date): Promise<string> {
  const stamp = at.toISOString().replace(/[:.]/g, '-');
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const aside = `${path}.damaged-${stamp}${attempt === 0 ? '' : `-${attempt}`}`;
    if ((await whatIsAt(aside)) !== 'nothing') continue;
    try {
      await rename(path, aside);
      await syncFolder(dirname(path));
      return aside;
    } catch (error) {
      throw fileFault(error, path);
    }
  }
  throw new VaultError(
    'CONFLICT',
    'Too many damaged files were put aside here already. Nothing was changed.',
    {
      hint: 'Move the files whose names hold “damaged” to another folder, then try again.',
      details: { path },
    },
  );
}

function tooLarge(path: string): VaultError {
  return new VaultError('TOO_LARGE', 'This file is far larger than the app ever writes it.', {
    hint: 'See whether another program wrote to it.',
    details: { path },
  });
}
