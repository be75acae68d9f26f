/**
 * The process group of a program we started: everything it started in turn, unless that left the group.
 *
 * Invariant: known by the id we started it under; when `endGroup` returns, nothing of it runs any more.
 * Does not find programs that made a group of their own.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 5000;

/**
 * @param {number | undefined} leader undefined when the program could not be started
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether there was a group to signal
 */
export function signalGroup(leader, signal) {
  if (leader === undefined) return false;
  try {
    return process.kill(-leader, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * Asks the group to end, and ends it by force when it does not.
 * @param {number | undefined} leader
 */
export async function endGroup(leader) {
  if (!signalGroup(leader, 'SIGTERM')) return;
  const deadline = Date.now() + patienceMs;
  while (isRunning(Number(leader))) {
    if (Date.now() > deadline) {
      signalGroup(leader, 'SIGKILL');
      return;
    }
    await sleep(20);
  }
}

/** @param {number} leader */
function isRunning(leader) {
  if (process.platform !== 'linux') return signalGroup(leader, 0);
  // Where nobody collects the dead (a container without an init), they stay in the group: they do not count.
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && isLivingMember(name, leader));
}

/**
 * @param {string} pid
 * @param {number} leader
 */
function isLivingMember(pid, leader) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the command in brackets, which may hold spaces: state, parent, group.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(group) === leader && state !== 'Z' && state !== 'X';
  } catch (error) {
    // It ended while we looked.
    if (['ENOENT', 'ESRCH'].includes(String(/** @type {NodeJS.ErrnoException} */ (error).code))) return false;
    throw error;
  }
}
