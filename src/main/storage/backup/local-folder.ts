/**
 * A folder as a place for backups: each object a file of its name.
 *
 * Invariant: what is being written lies under `.incoming`, is synced, and then renamed to its name, so that a name only
 * ever holds whole objects. Symbolic links are not followed. It does not keep others out of the folder.
 */
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readdir, rename, rm, rmdir, statfs } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { VaultError } from '../../../shared/errors.ts';
import {
  type AdapterOptions,
  nameSegments,
  objectNotFound,
  type StorageAdapter,
  type StoredObject,
  transferCancelled,
} from './adapter.ts';

const INCOMING = '.incoming';
/** What a killed process left there is taken away by a later put. */
const STALE_MS = 24 * 60 * 60 * 1000;
const CHUNK_BYTES = 256 * 1024;
const OWNER_ONLY = 0o600;

export class LocalFolder implements StorageAdapter {
  /** Absolute path. */
  readonly place: string;

  /** @param folder absolute; made at the first put where it does not exist */
  constructor(folder: string) {
    this.place = folder;
  }

  async put(
    name: string,
    source: AsyncIterable<Uint8Array>,
    { signal }: AdapterOptions = {},
  ): Promise<StoredObject> {
    const target = this.#path(name);
    const incoming = join(this.place, INCOMING, randomBytes(12).toString('hex'));
    try {
      await makeFolder(dirname(incoming));
      await this.#sweep();
      const written = await write(incoming, source, signal);
      await makeFolder(dirname(target));
      await rename(incoming, target);
      await this.#syncFolders(dirname(target));
      return { name, ...written };
    } catch (error) {
      await rm(incoming, { force: true }).catch(() => undefined);
      throw folderFault(error, this.place, 'writing');
    } finally {
      // Only ever empty when nobody else is putting.
      await rmdir(dirname(incoming)).catch(() => undefined);
    }
  }

  async *get(name: string, { signal }: AdapterOptions = {}): AsyncIterable<Uint8Array> {
    const path = this.#path(name);
    try {
      if (!(await lstat(path)).isFile()) throw objectNotFound(name);
      const file = await open(path, 'r');
      try {
        for (;;) {
          if (signal?.aborted) throw transferCancelled();
          const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
          const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES);
          if (bytesRead === 0) return;
          yield chunk.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
    } catch (error) {
      if (isAbsent(error)) throw objectNotFound(name, error);
      throw folderFault(error, this.place, 'reading');
    }
  }

  async list(prefix = ''): Promise<StoredObject[]> {
    try {
      const entries = await readdir(this.place, { recursive: true, withFileTypes: true });
      const names = entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(this.place, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
        .filter((name) => name.startsWith(prefix) && isName(name))
        .sort();
      const objects = await Promise.all(names.map((name) => this.stat(name)));
      return objects.filter((object) => object !== null);
    } catch (error) {
      if (isAbsent(error)) return [];
      throw folderFault(error, this.place, 'reading');
    }
  }

  async stat(name: string): Promise<StoredObject | null> {
    try {
      const seen = await lstat(this.#path(name));
      return seen.isFile() ? { name, bytes: seen.size, modifiedMs: seen.mtimeMs } : null;
    } catch (error) {
      if (isAbsent(error)) return null;
      throw folderFault(error, this.place, 'reading');
    }
  }

  async delete(name: string): Promise<void> {
    const segments = nameSegments(name);
    try {
      await rm(this.#path(name), { force: true });
      // Folders that hold nothing any more go too; the first that holds something ends it.
      for (let depth = segments.length - 1; depth > 0; depth -= 1) {
        await rmdir(join(this.place, ...segments.slice(0, depth)));
      }
    } catch (error) {
      if (isAbsent(error) || codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') return;
      throw folderFault(error, this.place, 'writing');
    }
  }

  async capacity(): Promise<{ freeBytes: number | null }> {
    for (let folder = this.place; ; folder = dirname(folder)) {
      try {
        const { bavail, bsize } = await statfs(folder);
        return { freeBytes: bavail * bsize };
      } catch (error) {
        // A folder that is yet to be made has the room of the one it will lie in.
        if (!isAbsent(error) || dirname(folder) === folder) return { freeBytes: null };
      }
    }
  }

  #path(name: string): string {
    return join(this.place, ...nameSegments(name));
  }

  async #syncFolders(from: string): Promise<void> {
    for (let folder = from; ; folder = dirname(folder)) {
      await syncFolder(folder);
      if (folder === this.place || dirname(folder) === folder) return;
    }
  }

  async #sweep(): Promise<void> {
    const incoming = join(this.place, INCOMING);
    for (const name of await readdir(incoming)) {
      const path = join(incoming, name);
      const seen = await lstat(path).catch(() => null);
      if (seen !== null && Date.now() - seen.mtimeMs > STALE_MS) await rm(path, { force: true });
    }
  }
}

async function write(
  path: string,
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<{ bytes: number; modifiedMs: number }> {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    for await (const chunk of source) {
      if (signal?.aborted) throw transferCancelled();
      await writeWhole(file, chunk);
    }
    if (signal?.aborted) throw transferCancelled();
    await file.sync();
    const { size, mtimeMs } = await file.stat();
    return { bytes: size, modifiedMs: mtimeMs };
  } finally {
    await file.close();
  }
}

/** A disk that fills up may take a part of a chunk without an error; the rest then meets the error. */
async function writeWhole(file: Awaited<ReturnType<typeof open>>, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength; ) {
    const { bytesWritten } = await file.write(chunk, at, chunk.byteLength - at);
    at += bytesWritten;
  }
}

/** Like a recursive mkdir, which answers ENOENT where the disk is read-only and hides why. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isName(name: string): boolean {
  try {
    nameSegments(name);
    return true;
  } catch {
    return false;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function isAbsent(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

/** System errors as the few that people and callers know; everything else as it is. */
function folderFault(error: unknown, place: string, doing: 'reading' | 'writing'): unknown {
  if (error instanceof VaultError || !(error instanceof Error && 'syscall' in error)) return error;
  const code = codeOf(error);
  const options = { details: { path: place, fault: code ?? 'unknown' }, cause: error };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new VaultError('STORAGE_FULL', 'There is no room left in this place.', {
      ...options,
      hint: 'Nothing half-written was left there. Make room, or choose another place.',
      retryable: true,
    });
  }
  if (doing === 'writing' && (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')) {
    return new VaultError('READ_ONLY', 'This place may not be written to. Nothing in it was changed.', {
      ...options,
      hint: 'Give yourself the right to write there, or choose another place.',
    });
  }
  return new VaultError('STORAGE_UNAVAILABLE', 'This place did not answer as it should.', {
    ...options,
    hint: 'See whether the disk is connected and may be read, then try again.',
    retryable: true,
  });
}
