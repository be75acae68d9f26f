/**
 * Starting other programs, and ending them.
 *
 * Invariant: a program is ended by the id it was started under, with its whole group, so that nothing it started
 * outlives it; never by name.
 * Does not interpret exit codes.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { endGroup, signalGroup } from './process-group.mjs';

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

const passedOn = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
let interruptions = 0;

/** Whether we were asked to stop; whoever has more work to do should not begin it. */
export const wasInterrupted = () => interruptions > 0;

/**
 * Runs a program with this terminal, in a process group of its own, and passes signals on to it. It can then end in its
 * own way; whatever it leaves behind in its group is ended after it. A second signal ends all of it at once.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string | undefined, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it
 */
export async function runToEnd(command, args, { cwd, env, stdio = 'inherit' } = {}) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  const interrupt = (/** @type {NodeJS.Signals} */ signal) => {
    interruptions += 1;
    if (interruptions > 1) signalGroup(child?.pid, 'SIGKILL');
    else child?.kill(signal);
  };
  // Before the program is there: between its start and ours listening, a signal would end us and leave it running,
  // and a parent that went meanwhile would not be missed.
  for (const signal of passedOn) process.on(signal, interrupt);
  const parentWatch = whenParentIsGone(() => interrupt('SIGTERM'));
  // A group of its own: the terminal's Ctrl-C then reaches the program once, through us, and not twice.
  const started = spawn(command, args, { cwd, env, stdio, detached: true });
  child = started;
  try {
    return await new Promise((resolve, reject) => {
      started.on('error', reject);
      started.on('close', (code, signal) => resolve(exitCode(code, signal)));
    });
  } finally {
    clearInterval(parentWatch);
    await endGroup(started.pid);
    for (const signal of passedOn) process.off(signal, interrupt);
  }
}

/**
 * npm passes a signal to the shell between it and us, and that shell ends without a word: then we are an orphan whom
 * nobody can stop any more.
 * @param {() => void} act
 */
function whenParentIsGone(act) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 500);
  return watch;
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
