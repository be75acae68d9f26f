/**
 * A screen of our own for machines without one: Xvfb.
 *
 * Invariant: its number is one that nobody uses, only who holds the cookie may look at it, and it ends with us.
 * Does not decide whether one is needed.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpProblem } from '../set-up/progress.mjs';
import { installCommand } from '../set-up/system-packages.mjs';

/** @param {NodeJS.ProcessEnv} [env] */
export const hasDisplay = (env = process.env) =>
  process.platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);

/**
 * @param {string} scratch a folder that lasts as long as the display
 * @returns {Promise<{ number: string, env: Record<string, string>, stop: () => Promise<void> }>}
 */
export async function startDisplay(scratch) {
  const cookies = join(scratch, 'display-cookie');
  writeFileSync(cookies, cookieFile(randomBytes(16)), { mode: 0o600 });
  const server = spawn(
    'Xvfb',
    // -noreset: without it the server starts over when one test's window closes, just as the next one opens.
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-auth', cookies, '-nolisten', 'tcp', '-noreset'],
    // A group of its own: Ctrl-C must not take the screen away before the app has closed its windows.
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  );
  const number = await numberOf(server);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const endAtExit = () => {
    server.kill('SIGTERM');
  };
  process.once('exit', endAtExit);
  const stop = async () => {
    process.off('exit', endAtExit);
    server.kill('SIGTERM');
    await ended;
  };
  return { number, env: { DISPLAY: `:${number}`, XAUTHORITY: cookies }, stop };
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
function numberOf(server) {
  return new Promise((resolve, reject) => {
    let complaints = '';
    let number = '';
    server.stderr?.on('data', (chunk) => {
      complaints += chunk;
    });
    server.stdio[3]?.on('data', (chunk) => {
      number += chunk;
      if (number.endsWith('\n')) resolve(number.trim());
    });
    server.on('error', () => {
      reject(
        new SetUpProblem(
          'There is no screen here, and no Xvfb to stand in for one.',
          installCommand(['xvfb']),
        ),
      );
    });
    server.on('exit', () => {
      reject(
        new SetUpProblem(
          `The stand-in for a screen did not start.\n${complaints.trim()}`,
          'Try it by hand: Xvfb :99',
        ),
      );
    });
  });
}

/**
 * The X authority file: one entry that holds for every address and every display number.
 * @param {Buffer} cookie
 */
export function cookieFile(cookie) {
  const anyAddress = Buffer.from([0xff, 0xff]);
  const fields = [Buffer.alloc(0), Buffer.alloc(0), Buffer.from('MIT-MAGIC-COOKIE-1'), cookie];
  return Buffer.concat([
    anyAddress,
    ...fields.flatMap((field) => [Buffer.from([field.length >> 8, field.length & 0xff]), field]),
  ]);
}
