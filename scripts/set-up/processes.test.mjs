import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { capture, exitCode, runToEnd } from './processes.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'processes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what a program printed is kept, each stream and both', async () => {
  const outcome = await capture('sh', ['-c', 'echo out; echo err >&2; exit 3']);
  expect(outcome).toMatchObject({ code: 3, stdout: 'out\n' });
  expect(outcome.output.split('\n').sort()).toEqual(['', 'err', 'out']);
});

test('a program that does not exist is an outcome when captured', async () => {
  expect(await capture('no-such-program', [])).toMatchObject({
    code: 127,
    output: expect.stringContaining('ENOENT'),
  });
});

test('the exit code is the program’s, or 128 and the signal', async () => {
  expect(await runToEnd('sh', ['-c', 'exit 5'], { stdio: 'ignore' })).toBe(5);
  expect(await runToEnd('sh', ['-c', 'kill -TERM $$'], { stdio: 'ignore' })).toBe(143);
  expect(exitCode(0, null)).toBe(0);
});

test('what a program leaves behind is ended with it', async () => {
  const note = join(folder, 'pid');
  await runToEnd('sh', ['-c', `sleep 300 & echo $! > '${note}'`], { stdio: 'ignore' });
  expect(isRunning(Number(readFileSync(note, 'utf8')))).toBe(false);
});

/** @param {string} script */
function launcherOf(script) {
  const module = fileURLToPath(new URL('processes.mjs', import.meta.url));
  const code = `import { runToEnd } from ${JSON.stringify(module)};
    process.exitCode = await runToEnd('sh', ['-c', ${JSON.stringify(script)}]);`;
  return [process.execPath, '--input-type=module', '--eval', code];
}

test('a signal to us reaches the program, and we end with its exit code', async () => {
  const [program = '', ...args] = launcherOf('trap "exit 9" TERM; echo ready; while :; do sleep 0.05; done');
  const launcher = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => launcher.stdout.once('data', resolve));
  launcher.kill('SIGTERM');
  expect(await new Promise((resolve) => launcher.on('exit', resolve))).toBe(9);
});

test('a program that does not heed a signal is ended by the second one', async () => {
  const [program = '', ...args] = launcherOf(
    'trap "echo heard" TERM; echo ready; while :; do sleep 0.05; done',
  );
  const launcher = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => launcher.stdout.once('data', resolve));
  launcher.kill('SIGTERM');
  // Two signals of one kind that wait at once are one: the second is sent when the first has been passed on.
  await new Promise((resolve) => launcher.stdout.once('data', resolve));
  launcher.kill('SIGTERM');
  expect(await new Promise((resolve) => launcher.on('exit', resolve))).toBe(137);
});

test('when npm’s shell between us and npm is ended, the program ends too', async () => {
  const note = join(folder, 'pid');
  // The second command keeps the shell from becoming the launcher itself.
  const shell = spawn(
    'sh',
    ['-c', '"$@"; true', 'sh', ...launcherOf(`echo $$ > '${note}'; echo ready; exec sleep 300`)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    },
  );
  await new Promise((resolve) => shell.stdout.once('data', resolve));
  const pid = Number(readFileSync(note, 'utf8'));
  expect(isRunning(pid)).toBe(true);
  shell.kill('SIGTERM');
  await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false);
});

/** @param {number} pid */
function isRunning(pid) {
  try {
    // A process that has ended but that nobody has asked after is not running.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return false;
    throw error;
  }
}
