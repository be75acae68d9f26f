/** Options and arguments checked against the shared contracts, with errors that name the option. */
import { readFile, stat } from 'node:fs/promises';
import type { z } from 'zod';
import { VaultError } from '../../shared/errors.ts';
import { LIMITS } from '../../shared/limits.ts';
import { readStdin } from './credentials.ts';

/** Throws INVALID_INPUT naming the first field that does not fit. */
export function parseInput<T>(parsed: z.ZodSafeParseResult<T>): T {
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new VaultError(
    'INVALID_INPUT',
    `${field === '' ? 'The input' : `"${field}"`} does not fit: ${issue?.message}.`,
    {
      hint: 'See --help.',
      details: { field },
    },
  );
}

export interface TextOptions {
  readonly text?: string;
  readonly file?: string;
}

/** The text from `--text`, `--file` or `-`; null where none of them is given. Throws INVALID_INPUT, SOURCE_NOT_FOUND, TOO_LARGE. */
export async function readText(options: TextOptions, source: string | undefined): Promise<string | null> {
  const given = [options.text, options.file, source].filter((each) => each !== undefined);
  if (given.length > 1) {
    throw new VaultError('INVALID_INPUT', 'The text was given in more than one way.', {
      hint: 'Use one of --text, --file and -.',
    });
  }
  if (options.text !== undefined) return options.text;
  if (options.file !== undefined) return readTextFile(options.file);
  if (source === undefined) return null;
  if (source === '-') return readStdin();
  throw new VaultError('INVALID_INPUT', 'The text is not given as an argument.', {
    hint: 'Use --text T, --file F, or - for standard input.',
  });
}

async function readTextFile(path: string): Promise<string> {
  const notFound = (cause: unknown) =>
    new VaultError('SOURCE_NOT_FOUND', 'The file may not be read or is not there.', {
      hint: 'Check its path.',
      cause,
    });
  const { size } = await stat(path).catch((cause: unknown) => {
    throw notFound(cause);
  });
  if (size > LIMITS.textBytes) {
    throw new VaultError(
      'TOO_LARGE',
      `The file is larger than a memory can be (${LIMITS.textBytes} bytes).`,
      {
        hint: 'Split it.',
      },
    );
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw notFound(cause);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new VaultError('INVALID_INPUT', 'The file is not UTF-8 text.', {
      hint: 'Save it as UTF-8.',
      cause,
    });
  }
}

/** A time as people write it. Throws INVALID_INPUT naming the option. */
export async function readWhen(
  given: string,
  option: string,
): Promise<{ readonly at: string; readonly dateOnly: boolean }> {
  const { parseWhen } = await import('../memory/import/dates.ts');
  try {
    return parseWhen(given);
  } catch (cause) {
    throw new VaultError(
      'INVALID_INPUT',
      `${option} is not a time: use ISO 8601, such as 2019-05-01T14:30:00+02:00.`,
      {
        hint: 'Years 1 to 9999.',
        cause,
      },
    );
  }
}
