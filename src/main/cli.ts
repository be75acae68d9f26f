#!/usr/bin/env node
/**
 * The command line's entry: the same rooms as the app, without a window.
 *
 * Invariant: importing this file runs the command and ends when it has ended; nothing heavy is loaded before the
 * command is known, so that `--help` and small commands start at once.
 */
import module from 'node:module';
import { fileURLToPath } from 'node:url';

if (import.meta.url.endsWith('.ts')) {
  // Run from the sources, Node keeps what it compiled, beside the packages: no folder that others may write to.
  const cache = fileURLToPath(new URL('../../node_modules/.cache/sources', import.meta.url));
  module.enableCompileCache(cache);
  // Threads read it from the environment.
  process.env.NODE_COMPILE_CACHE = cache;
}

const { runCommandLine } = await import('./cli/run.ts');
process.exitCode = await runCommandLine(process.argv.slice(2), import.meta.url);
