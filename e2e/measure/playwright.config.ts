import { defineConfig } from '@playwright/test';

/** Measurements on the real Electron: `npm run e2e -- --config e2e/measure`. They print, and fail nothing for being slow. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.measure.ts',
  outputDir: '../../test-results/measure',
  workers: 1,
  timeout: 15 * 60_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
});
