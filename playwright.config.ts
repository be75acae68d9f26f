import { defineConfig } from '@playwright/test';

/**
 * The flows of a person, on the real Electron. `npm run e2e` gives each run an ordinary user, a screen and a
 * keyring of its own; every test has its own profile and its own vaults, so two may run at once.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // Bounds for a busy machine; a quiet one takes a fraction of them.
  timeout: 2 * 60_000,
  expect: { timeout: 20_000 },
  globalTimeout: 20 * 60_000,
  reporter: [['list']],
});
