/**
 * What a command prints.
 *
 * Invariant: with `--json` stdout gets exactly one JSON object, a result or an error; everything else goes to
 * stderr. Without it stdout gets lines for people.
 */
import { ERROR_EXIT_CODES, errorData, type VaultErrorData } from '../../shared/errors.ts';

/** The exit code of a command that did a part of what was asked and listed the rest. */
export const PARTIAL = 8;

export interface CommandResult {
  /** The object that `--json` prints. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Lines for people. */
  readonly lines: readonly string[];
  /** 0 where none is given. */
  readonly exitCode?: number;
}

/** Writes a result; answers the exit code. */
export async function printResult(result: CommandResult, json: boolean): Promise<number> {
  const text = json ? JSON.stringify(result.json) : result.lines.join('\n');
  if (text !== '') await write(process.stdout, `${text}\n`);
  return result.exitCode ?? 0;
}

/** Writes an error; answers the exit code. */
export async function printError(thrown: unknown, json: boolean): Promise<number> {
  const { code, message, hint, retryable, details } = errorData(thrown);
  if (json) {
    const error = { code, message, hint, retryable, ...(details === undefined ? {} : { details }) };
    await write(process.stdout, `${JSON.stringify({ error })}\n`);
  } else {
    await write(process.stderr, `${message}\n${hint === '' ? '' : `${hint}\n`}`);
  }
  return exitCodeOf(code);
}

function exitCodeOf(code: VaultErrorData['code']): number {
  return ERROR_EXIT_CODES[code];
}

/** Waits until the text has left: a pipe may be slower than the process is at ending. */
function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
}
