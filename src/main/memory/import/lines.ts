/**
 * Lines of a file as bytes, streamed.
 *
 * Invariant: memory stays at one chunk and one line of at most `limit` bytes, whatever the file holds; a longer
 * line is reported by its number and skipped, and the lines after it come.
 */
import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Null where the line is longer than the limit. A view that is valid until the next line is asked for. */
  readonly bytes: Uint8Array | null;
}

export async function* readLines(handle: FileHandle, limit: number): AsyncGenerator<Line> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let parts: Buffer[] = [];
  let length = 0;
  let tooLong = false;
  let number = 0;
  let position = 0;

  const keep = (part: Buffer): void => {
    length += part.byteLength;
    if (length > limit) {
      tooLong = true;
      parts = [];
    } else if (part.byteLength > 0) parts.push(part);
  };
  const take = (last: Buffer): Line => {
    number += 1;
    // Most lines lie within one chunk: those are handed on as a view, without a copy.
    const within = parts.length === 0 && !tooLong && last.byteLength <= limit;
    if (!within) keep(last);
    const whole = within ? last : tooLong ? null : Buffer.concat(parts, length);
    parts = [];
    length = 0;
    tooLong = false;
    return { number, bytes: whole === null ? null : trimmed(whole, number) };
  };

  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end === -1 || end >= bytesRead) break;
      yield take(chunk.subarray(start, end));
      start = end + 1;
    }
    keep(tooLong ? chunk.subarray(start, bytesRead) : Buffer.from(chunk.subarray(start, bytesRead)));
  }
  if (length > 0) yield take(Buffer.alloc(0));
}

function trimmed(line: Uint8Array, number: number): Uint8Array {
  const marked = number === 1 && BYTE_ORDER_MARK.every((byte, index) => line[index] === byte);
  const start = marked ? BYTE_ORDER_MARK.length : 0;
  const end = line.at(-1) === RETURN ? line.byteLength - 1 : line.byteLength;
  return line.subarray(start, Math.max(start, end));
}

/** Newlines of a file, to tell how much is to come. */
export async function countLines(handle: FileHandle, signal: AbortSignal): Promise<number> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let lines = 0;
  let last = NEWLINE;
  let position = 0;
  while (!signal.aborted) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const read = chunk.subarray(0, bytesRead);
    for (let at = read.indexOf(NEWLINE); at !== -1; at = read.indexOf(NEWLINE, at + 1)) lines += 1;
    last = read.at(-1) ?? NEWLINE;
  }
  return last === NEWLINE ? lines : lines + 1;
}
