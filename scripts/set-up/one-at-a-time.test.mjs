import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify, isAlive, oneAtATime } from './one-at-a-time.mjs';

let folder = '';
let lock = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  lock = join(folder, 'set-up.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('two never work at the same time, and the lock is gone afterwards', async () => {
  let atWork = 0;
  let most = 0;
  const work = async () => {
    atWork += 1;
    most = Math.max(most, atWork);
    await new Promise((resolve) => setTimeout(resolve, 50));
    atWork -= 1;
  };
  await Promise.all([oneAtATime(work, lock), oneAtATime(work, lock)]);
  expect(most).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

test('a failure gives the lock back', async () => {
  await expect(oneAtATime(() => Promise.reject(new Error('no')), lock)).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});

test('the lock of a process that is gone holds nobody up', async () => {
  const { pid } = spawnSync('true');
  writeFileSync(lock, `${pid} 12345`);
  await expect(oneAtATime(async () => 'done', lock)).resolves.toBe('done');
});

test('an id that another process has now does not count as alive', () => {
  expect(isAlive(identify(process.pid))).toBe(true);
  expect(isAlive(`${process.pid} 1`)).toBe(process.platform !== 'linux');
});
