/**
 * Runs a program as an ordinary user, also when we are root.
 *
 * Chromium refuses its sandbox to root. A root start therefore goes into a user namespace in which it is user 1000 and
 * holds none of root's capabilities; there Chromium's sandbox works as it does for everybody. Root's files stay its own
 * in there, so the vaults, the display and a clone in a folder that only root may enter are all within reach, and what
 * a test run writes belongs to whoever owns the clone.
 *
 * Invariant: an ordinary user's start is not changed at all.
 * Does not protect root's files from the app: who starts the app as root gives it root's files.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const userId = 1000;

/**
 * @typedef {[program: string, ...args: string[]]} Command
 *
 * @typedef {object} UserPlan
 * @property {'as-is' | 'namespace' | 'root'} kind
 * @property {boolean} sandbox whether Chromium's sandbox works there
 */

/**
 * @param {string} electronPath
 * @returns {UserPlan}
 */
export function planUser(electronPath) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) return worksInside() ? { kind: 'namespace', sandbox: true } : { kind: 'root', sandbox: false };
  const sandbox =
    process.platform !== 'linux' ||
    succeeds('unshare', ['--user', '--map-root-user', 'true']) ||
    isSetUidRoot(sandboxHelper(electronPath));
  return { kind: 'as-is', sandbox };
}

/**
 * Chromium's other way to a sandbox, where user namespaces are not allowed: a helper that root has set up.
 * @param {string} electronPath
 */
export const sandboxHelper = (electronPath) => join(dirname(electronPath), 'chrome-sandbox');

/** @param {string} path */
function isSetUidRoot(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.uid === 0 && (status.mode & 0o4000) !== 0;
}

/**
 * @param {UserPlan} plan
 * @param {Command} command
 * @param {string} scratch a folder that lasts as long as the command
 * @returns {Command} the command that runs it
 */
export function asOrdinaryUser(plan, command, scratch) {
  if (plan.kind !== 'namespace') return command;
  const users = withUser(readFileSync('/etc/passwd', 'utf8'));
  if (users === undefined) return intoNamespace(command);
  // Programs look up the user they run as (Node's os.userInfo throws without an entry): it gets one, seen only in there.
  const list = join(scratch, 'passwd');
  writeFileSync(list, users, { mode: 0o644 });
  return intoNamespace(command, `mount --bind '${list.replaceAll("'", "'\\''")}' /etc/passwd && `);
}

/**
 * @param {string} passwd the content of /etc/passwd
 * @returns {string | undefined} the same with the ordinary user in it; undefined when it has one
 */
export function withUser(passwd) {
  const known = passwd.split('\n').some((line) => line.split(':')[2] === String(userId));
  return known
    ? undefined
    : `${passwd.trimEnd()}\nmemoryos:x:${userId}:${userId}:MemoryOS Vault:/nonexistent:/bin/sh\n`;
}

/**
 * Two steps, because a namespace whose user is not root may not mount.
 * @param {Command} command
 * @returns {Command}
 */
function intoNamespace(command, prepare = '') {
  const inner = `${prepare}exec unshare --user --map-user=${userId} --map-group=${userId} -- "$@"`;
  return ['unshare', '--user', '--map-root-user', '--mount', '--', 'sh', '-c', inner, 'sh', ...command];
}

function worksInside() {
  // As Chromium does: the ordinary user makes one more namespace.
  const [program, ...args] = intoNamespace(['unshare', '--user', '--map-root-user', 'true']);
  return process.platform === 'linux' && succeeds(program, args);
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function succeeds(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
