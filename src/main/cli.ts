#!/usr/bin/env node
/**
 * The command line's entry: the same rooms as the app, without a window.
 *
 * Invariant: importing this file runs the command and ends when it has ended; nothing heavy is loaded before the
 * command is known, so that `--help` and small commands start at once.
 */
import { runCommandLine } from './cli/run.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), import.meta.url);
