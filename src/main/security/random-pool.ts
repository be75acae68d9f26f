/**
 * Random bytes from the operating system's generator, fetched some kilobytes at a time: a call costs microseconds
 * however little it asks for, and sealing one record asks three times.
 *
 * Invariant: every byte is handed out once and wiped from the pool as it leaves.
 */
import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4096;

const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** Fresh random bytes in a buffer of their own; at most 4096. */
export function pooledRandom(size: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(size);
  fillFromPool(bytes);
  return bytes;
}

/** Overwrites at most 4096 bytes with fresh random ones. */
export function fillFromPool(bytes: Buffer): void {
  const size = bytes.byteLength;
  if (used + size > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(bytes, 0, used, used + size);
  pool.fill(0, used, used + size);
  used += size;
}
