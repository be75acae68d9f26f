/**
 * Settings that have to be made before any other module runs.
 *
 * zod compiles its schemas with `new Function` where it may; our policy forbids that, and even the attempt
 * is reported as a violation. Imported first in `main.tsx`, before the contracts are built.
 */
import { config } from 'zod';

config({ jitless: true });
