/**
 * Runs a program in a session of its own: an ordinary user, a fresh home, and by wish a screen and a keyring. The tests
 * run so: they can neither read nor change what belongs to the person who runs them.
 *
 * Invariant: home, screen, bus and keyring are gone afterwards, also when the program fails or is interrupted.
 * Does not protect the clone: tests write their results into it.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from '../set-up/processes.mjs';
import { say } from '../set-up/progress.mjs';
import { locateRuntime } from '../set-up/runtime-location.mjs';
import { startDisplay } from './display.mjs';
import { asOrdinaryUser, planUser } from './ordinary-user.mjs';

/** @typedef {import('./ordinary-user.mjs').Command} Command */

/**
 * @param {Command} command
 * @param {{ display?: boolean, keyring?: boolean, cwd?: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code
 */
export async function runInPrivateSession(
  command,
  { display = false, keyring = false, cwd, env = process.env },
) {
  const plan = planUser(locateRuntime().electronPath);
  if (!plan.sandbox) {
    say(
      "! User namespaces are not allowed here, so Chromium's sandbox cannot work: tests that look for it will fail.",
    );
  }
  // Short, because sockets lie in it and their paths may have 107 characters at most.
  const scratch = mkdtempSync(join(tmpdir(), 'mv-'));
  const screen = display ? await startDisplay(scratch) : undefined;
  try {
    const session = keyring ? withKeyring(command) : command;
    const [program, ...args] = asOrdinaryUser(plan, session, scratch);
    const sandbox = plan.sandbox ? {} : { MEMORYOS_NO_SANDBOX: '1' };
    return await runToEnd(program, args, {
      cwd,
      env: { ...freshHome(env, scratch), ...screen?.env, ...sandbox },
    });
  } finally {
    await screen?.stop();
    removeScratch(scratch);
  }
}

/** @param {string} scratch */
function removeScratch(scratch) {
  try {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch (error) {
    // A test that takes away its own permissions and dies leaves this; the outcome of the run matters more.
    say(`! ${scratch} could not be removed: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} scratch
 */
function freshHome(env, scratch) {
  const folders = {
    HOME: join(scratch, 'home'),
    XDG_RUNTIME_DIR: join(scratch, 'run'),
    TMPDIR: join(scratch, 'tmp'),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { mode: 0o700 });
  const personal = [
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'XAUTHORITY',
    'DBUS_SESSION_BUS_ADDRESS',
    'XDG_CONFIG_HOME',
    'XDG_DATA_HOME',
    'XDG_CACHE_HOME',
    'XDG_STATE_HOME',
  ];
  const impersonal = Object.entries(env).filter(
    ([name]) => !personal.includes(name) && !name.startsWith('MEMORYOS_'),
  );
  return {
    ...Object.fromEntries(impersonal),
    ...keep(env, 'MEMORYOS_SQLITE_BINDING'),
    ...folders,
  };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 */
const keep = (env, name) => (env[name] === undefined ? {} : { [name]: env[name] });

/**
 * A bus of its own with a Secret Service on it, whose keyring is open.
 * @param {Command} command
 * @returns {Command}
 */
function withKeyring(command) {
  const unlock =
    'printf test-keyring | gnome-keyring-daemon --unlock --components=secrets > /dev/null && exec "$@"';
  return ['dbus-run-session', '--', 'sh', '-c', unlock, 'sh', ...command];
}
