/**
 * Starting other programs, and ending them.
 *
 * Invariant: a program is ended by the id it was started under, with its whole group, so that nothing it started
 * outlives it; never by name.
 * Does not interpret exit codes.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @typedef {{ code: number, stdout: string, output: string }} Outcome `output` is both streams, as they came */

/**
 * Runs a program to its end and keeps what it printed.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onStart?: (child: import('node:child_process').ChildProcess) => void }} [options]
 * @returns {Promise<Outcome>}
 */
export function capture(command, args, { cwd, env, onStart } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let output = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ code: 127, stdout, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: exitCode(code, signal), stdout, output }));
    onStart?.(child);
  });
}

/**
 * Runs a program with this terminal, in a process group of its own, passing SIGINT, SIGTERM and SIGHUP on to the group.
 * A second SIGINT or SIGTERM ends the group at once.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it
 */
export function runToEnd(command, args, { cwd, env, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    // A group of its own: the terminal's Ctrl-C then reaches the program once, through us, and not twice.
    const child = spawn(command, args, { cwd, env, stdio, detached: true });
    let signalled = 0;
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      signalled += 1;
      signalGroup(child.pid, signalled > 1 ? 'SIGKILL' : signal);
    };
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
    for (const signal of signals) process.on(signal, pass);
    const settle = () => {
      for (const signal of signals) process.off(signal, pass);
    };
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code, signal) => {
      settle();
      // Whatever it left behind in its group goes with it.
      signalGroup(child.pid, 'SIGTERM');
      resolve(exitCode(code, signal));
    });
  });
}

/**
 * @param {number | undefined} pid the leader of the group
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
