import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'scripts/**/*.test.mjs',
      'bench/**/*.test.ts',
      'docs/**/*.test.ts',
      'migrations/**/*.test.ts',
    ],
    pool: 'forks',
    // Many tests wait for processes of their own, so two at a time keep two cores busy.
    maxWorkers: 2,
    // Engine threads run from the sources: what Node has stripped and compiled once, it need not again.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/sources') },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
