/**
 * The tests' fixtures: a folder of their own, and the app as often as they need it.
 *
 * Invariant: nothing is shared between tests. A test fails when the page broke its policy or logged an error, or
 * when main recorded a fault, even if all else went well.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type TestInfo } from '@playwright/test';
import { type StartedApp, type StartOptions, startApp } from './start-app.ts';

interface Fixtures {
  /** A folder of this test's own, removed afterwards. */
  readonly folder: string;
  readonly start: (options?: StartOptions) => Promise<StartedApp>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  folder: async ({}, use) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'memoryos-e2e-')));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },

  start: async ({ folder }, use, testInfo) => {
    const started: StartedApp[] = [];
    await use(async (options = {}) => {
      const one = await startApp(folder, options);
      started.push(one);
      return one;
    });
    for (const one of started) {
      await keepPicture(one, testInfo);
      await one.quit();
    }
    expect(started.flatMap(({ problems }) => problems)).toEqual([]);
  },
});

export { expect } from '@playwright/test';

/** What the window showed when a test failed. */
async function keepPicture({ page }: StartedApp, testInfo: TestInfo): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus || page.isClosed()) return;
  const body = await page.screenshot({ timeout: 5_000 }).catch(() => null);
  if (body !== null) await testInfo.attach('window', { body, contentType: 'image/png' });
}
