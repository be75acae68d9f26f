/** Runs one command line: parses, acts, prints, answers the exit code. Never throws. */
import { CommanderError } from 'commander';
import { VaultError } from '../../shared/errors.ts';
import { type CommandResult, printError, printResult } from './output.ts';
import { createProgram } from './program.ts';

/**
 * @param args without the runtime and the script
 * @param entry `import.meta.url` of the entry, beside which threads lie
 */
export async function runCommandLine(args: readonly string[], entry: string): Promise<number> {
  // A usage error comes before options are parsed, and must be JSON all the same.
  const json = args.includes('--json');
  let result: CommandResult | null = null;
  // A reader that went away (`| head`) has read what it wanted.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const program = createProgram(entry, json, (outcome) => {
      result = outcome;
    });
    await program.parseAsync([...args], { from: 'user' });
    return result === null ? 0 : await printResult(result, json);
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : await usageError(thrown, json);
    return printError(thrown, json);
  }
}

function usageError({ message }: CommanderError, json: boolean): Promise<number> {
  const sentence = message.replace(/^error: /, '').replace(/\n/g, ' ');
  return printError(
    new VaultError(
      'INVALID_INPUT',
      `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`.replace(/\.+$/, '.'),
      {
        hint: 'See --help.',
      },
    ),
    json,
  );
}
