/**
 * Reading a file of unknown intent: never through a link, never a device or pipe, never past a bound.
 *
 * Invariant: a file over its bound costs one `stat`, whatever its size; one that grows while it is read is
 * stopped at the bound too.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Refused } from './entries.ts';

// O_NONBLOCK: opening a pipe for reading would otherwise wait for someone to write. Windows knows neither flag.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
  readonly modifiedMs: number;
}

/** Opens a regular file. Throws `Refused` or the system's error; the caller closes the handle. */
export async function openRegularFile(path: string): Promise<OpenFile> {
  const handle = await open(path, FLAGS);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Refused('UNSUPPORTED', 'It is not a file with content.');
    return { handle, size: stats.size, modifiedMs: stats.mtimeMs };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

export interface FileContent {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly modifiedMs: number;
}

/** The whole of a file of at most `limit` bytes. Throws `Refused` TOO_LARGE, or the system's error. */
export async function readBoundedFile(path: string, limit: number): Promise<FileContent> {
  const { handle, size, modifiedMs } = await openRegularFile(path);
  try {
    if (size > limit) throw new Refused('TOO_LARGE');
    // One byte more than expected: a read that fills it tells of a file that is growing.
    const buffer = new Uint8Array(size + 1);
    let length = 0;
    while (length < buffer.byteLength) {
      const { bytesRead } = await handle.read(buffer, length, buffer.byteLength - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > size) throw new Refused('VANISHED', 'It was changed while it was being read.');
    return { bytes: buffer.subarray(0, length), modifiedMs };
  } finally {
    await handle.close();
  }
}

/** Size of a regular file. Throws like `openRegularFile`. */
export async function regularFileSize(path: string): Promise<number> {
  const { handle, size } = await openRegularFile(path);
  await handle.close();
  return size;
}
