/**
 * Passphrases and recovery phrases for a command: from the environment, a file, stdin or a terminal.
 *
 * Invariant: never from an argument, which every user of the machine could read in the process list.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { VaultError } from '../../shared/errors.ts';

export interface CredentialOptions {
  readonly file?: string | undefined;
  readonly stdin?: boolean | undefined;
  /** Name of the environment variable. */
  readonly variable: string;
  /** What a terminal is asked with. */
  readonly prompt: string;
}

/** Null where none was given and nobody can be asked. Throws SOURCE_NOT_FOUND. */
export async function readCredential(options: CredentialOptions): Promise<string | null> {
  if (options.stdin === true) return firstLine(await readStdin());
  if (options.file !== undefined) return firstLine(await readCredentialFile(options.file));
  const fromEnvironment = process.env[options.variable];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return fromEnvironment;
  return process.stdin.isTTY && process.stderr.isTTY ? ask(options.prompt) : null;
}

/** Everything from stdin, as text. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

async function readCredentialFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new VaultError(
      'SOURCE_NOT_FOUND',
      'The file with the passphrase may not be read or is not there.',
      {
        hint: 'Check its path and permissions.',
        cause,
      },
    );
  }
}

/** Without the line's end, so that a file made by an editor fits. */
function firstLine(text: string): string {
  return text.replace(/\r?\n[\s\S]*$/, '');
}

/** Asks at the terminal, on stderr, without showing what is typed. */
function ask(prompt: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(prompt);
  return new Promise((resolve, reject) => {
    terminal.on('SIGINT', () => {
      terminal.close();
      reject(new VaultError('CANCELLED', 'Stopped. Nothing was changed.', { hint: '' }));
    });
    terminal.question('', (answer) => {
      terminal.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}
