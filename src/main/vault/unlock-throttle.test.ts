import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VaultError } from '../../shared/errors.ts';
import { temporaryFolder } from './testing/folders.ts';
import { ATTEMPTS_FILE, UnlockThrottle, waitAfter } from './unlock-throttle.ts';

const START = Date.UTC(2026, 10, 22);
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let now = START;

beforeEach(async () => {
  folder = await temporaryFolder();
  now = START;
});
afterEach(() => folder.remove());

/** A new one each time: what it knows is on the disk. */
const throttle = (): UnlockThrottle => new UnlockThrottle(folder.path, () => now);

async function failTimes(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    now += 3_600_000;
    await throttle().beforeTry();
  }
}

async function secondsToWait(): Promise<number> {
  try {
    await throttle().beforeTry();
    return 0;
  } catch (error) {
    if (error instanceof VaultError && error.code === 'RATE_LIMITED') return Number(error.details?.seconds);
    throw error;
  }
}

describe('unlock throttle', () => {
  it('lets five tries pass at once and stops the sixth', async () => {
    for (let time = 0; time < 5; time += 1) expect(await secondsToWait()).toBe(0);
    expect(await secondsToWait()).toBe(5);
  });

  it('makes waits that grow to a bound', () => {
    expect([0, 4, 5, 6, 7, 8, 12, 13, 50, 5000].map(waitAfter)).toEqual([
      0, 0, 5_000, 10_000, 20_000, 40_000, 640_000, 900_000, 900_000, 900_000,
    ]);
  });

  it('counts down, and lets one try pass when the wait is over', async () => {
    await failTimes(5);
    now += 3_000;
    expect(await secondsToWait()).toBe(2);
    now += 2_000;
    expect(await secondsToWait()).toBe(0);
    expect(await secondsToWait()).toBe(10);
  });

  it('does not count refused tries', async () => {
    await failTimes(5);
    for (let time = 0; time < 20; time += 1) expect(await secondsToWait()).toBe(5);
    now += 5_000;
    expect(await secondsToWait()).toBe(0);
  });

  it('forgets after the right passphrase', async () => {
    await failTimes(9);
    await throttle().afterSuccess();
    for (let time = 0; time < 5; time += 1) expect(await secondsToWait()).toBe(0);
  });

  it('gains nobody anything by setting the clock back', async () => {
    await failTimes(7);
    const wait = await secondsToWait();
    for (const back of [1_000, 60_000, 86_400_000, 31_536_000_000]) {
      now -= back;
      expect(await secondsToWait()).toBe(wait);
    }
  });

  it('locks nobody out for ever after a clock that ran years ahead', async () => {
    now += 20 * 365 * 86_400_000;
    await failTimes(7);
    now = START;
    expect(await secondsToWait()).toBe(20);
    now += 20_000;
    expect(await secondsToWait()).toBe(0);
  });

  it.each([
    '',
    'garbage',
    '{"format":1,"failures":-3,"lastFailureMs":0}',
    '{"format":9}',
    ' '.repeat(100_000),
  ])('takes a file that it cannot read for one free try: %.20j', async (text) => {
    await writeFile(join(folder.path, ATTEMPTS_FILE), text);
    expect(await secondsToWait()).toBe(0);
    expect(await secondsToWait()).toBe(5);
  });

  it('counts before the try, so that ending the app in the middle gives none back', async () => {
    await throttle().beforeTry();
    expect(JSON.parse(await readFile(join(folder.path, ATTEMPTS_FILE), 'utf8'))).toMatchObject({
      failures: 1,
    });
  });
});
