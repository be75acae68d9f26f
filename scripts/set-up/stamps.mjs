/**
 * Small files that say what was made from what, so that a second run does nothing.
 *
 * Invariant: a stamp is written after the thing it vouches for is whole, in one rename; a killed run leaves the old
 * stamp or none.
 * Does not know what it stamps.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * @param {(string | Buffer)[]} parts
 * @returns {string} a digest that also depends on where one part ends and the next begins
 */
export function digestOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string | undefined} undefined when there is no stamp
 */
export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * @param {string} path
 * @param {string} value
 */
export function writeStamp(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.${process.pid}`;
  writeFileSync(half, value);
  renameSync(half, path);
}

/** @param {string} path */
export const removeStamp = (path) => rmSync(path, { force: true });

/**
 * A failure is remembered for a while, so that an unreachable host costs its time-out once and not on every start.
 * @param {string | undefined} stamp the time of the failure in milliseconds, as it was written
 * @param {number} now
 * @param {number} keepMs
 */
export function failureStillCounts(stamp, now, keepMs) {
  const at = Number(stamp ?? Number.NaN);
  return Number.isFinite(at) && at <= now && now - at < keepMs;
}
