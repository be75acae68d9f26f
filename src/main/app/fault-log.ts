/**
 * Faults of ours: written down for a report, told in plain words, never with content.
 *
 * Invariant: of an error only its name, its code and the places in our sources are kept. Messages are dropped: a
 * message may quote what it stumbled over. The file is bounded and lies with the app's own data.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { VaultError } from '../../shared/errors.ts';

const LARGEST_BYTES = 256 * 1024;

export interface FaultLog {
  /** @param where what was going on: a channel's name, "unhandled rejection". Never content. */
  record(where: string, error: unknown, correlationId?: string): void;
}

/** @param file where it is written; one older generation is kept beside it. */
export function openFaultLog(file: string): FaultLog {
  return {
    record(where, error, correlationId) {
      const line = JSON.stringify({
        at: new Date().toISOString(),
        where,
        correlationId,
        ...describeFault(error),
      });
      process.stderr.write(`memoryos-vault: a fault was recorded: ${line}\n`);
      try {
        mkdirSync(dirname(file), { recursive: true });
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES)
          renameSync(file, `${file}.1`);
        appendFileSync(file, `${line}\n`, { mode: 0o600 });
      } catch {
        // A full or read-only disk: the line on stderr has to do.
      }
    },
  };
}

/** What may be written down of an error, with its causes, at most five deep. */
export function describeFault(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = error instanceof VaultError ? error.code : (error as NodeJS.ErrnoException).code;
  const cause =
    error.cause === undefined || depth === 5 ? {} : { cause: describeFault(error.cause, depth + 1) };
  return { name: error.name, ...(code === undefined ? {} : { code }), frames: framesOf(error), ...cause };
}

const FRAME = /^\s+at .*?([\w.-]+:\d+:\d+)\)?$/;

/** File, line and column of each frame: neither the message above them nor the folders the app lies in. */
function framesOf(error: Error): string[] {
  return (error.stack ?? '').split('\n').flatMap((line) => FRAME.exec(line)?.[1] ?? []);
}
