/**
 * Lets only one set-up work on this clone at a time: `npm start` while `npm test` still installs has to wait.
 *
 * Invariant: the lock of a process that is gone (killed, or the machine restarted) holds nobody up.
 * Does not guard reading: whoever finds everything in place needs no lock.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './progress.mjs';
import { runtimeFolder } from './project.mjs';
import { readStamp } from './stamps.mjs';

/**
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} [lock]
 * @returns {Promise<T>}
 */
export async function oneAtATime(work, lock = join(runtimeFolder, 'set-up.lock')) {
  mkdirSync(join(lock, '..'), { recursive: true });
  await take(lock);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
async function take(lock) {
  let told = false;
  for (;;) {
    try {
      writeFileSync(lock, identify(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const holder = readStamp(lock);
    // An empty lock is one that is just being written.
    if (holder !== undefined && holder !== '' && !isAlive(holder)) {
      removeStale(lock, holder);
      continue;
    }
    if (!told) say('Another set-up is at work on this folder; waiting for it …');
    told = true;
    await sleep(300);
  }
}

/**
 * Two who wait may find the same stale lock; the slower one must not remove what the faster one has taken meanwhile.
 * @param {string} lock
 * @param {string} holder
 */
function removeStale(lock, holder) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return;
    throw error;
  }
  if (readStamp(aside) === holder) rmSync(aside);
  else renameSync(aside, lock);
}

/**
 * A process id alone is used again by the system sooner or later; with its start time it is one process.
 * @param {number} pid
 */
export function identify(pid) {
  return `${pid} ${startTime(pid)}`;
}

/** @param {string} holder what `identify` wrote */
export function isAlive(holder) {
  const pid = Number(holder.split(' ')[0]);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false;
  }
  return identify(pid) === holder;
}

/** @param {number} pid */
function startTime(pid) {
  if (process.platform !== 'linux') return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in brackets and may hold spaces; the start time is the 22nd.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return 'gone';
    throw error;
  }
}
