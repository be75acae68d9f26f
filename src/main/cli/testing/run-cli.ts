/** Runs the real command line in a process of its own, for tests. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../cli.ts', import.meta.url));
export const PASSPHRASE = 'a passphrase for tests';

export interface CliOptions {
  /** Folder of the vault, in MEMORYOS_VAULT. */
  readonly vault?: string;
  /** In MEMORYOS_PASSPHRASE; null sets none. */
  readonly passphrase?: string | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
}

export interface CliOutcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function startCli(args: readonly string[], options: CliOptions = {}): ChildProcessWithoutNullStreams {
  const passphrase = options.passphrase === undefined ? PASSPHRASE : options.passphrase;
  const { MEMORYOS_VAULT: _vault, MEMORYOS_PASSPHRASE: _passphrase, ...environment } = process.env;
  return spawn(process.execPath, [CLI, ...args], {
    cwd: options.cwd,
    env: {
      ...environment,
      ...(options.vault === undefined ? {} : { MEMORYOS_VAULT: options.vault }),
      ...(passphrase === null ? {} : { MEMORYOS_PASSPHRASE: passphrase }),
      ...options.env,
    },
  });
}

export function outcomeOf(child: ChildProcessWithoutNullStreams): Promise<CliOutcome> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });
}

export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliOutcome> {
  const child = startCli(args, options);
  const outcome = outcomeOf(child);
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return outcome;
}

/** Runs with `--json`, and insists that stdout is one JSON object and nothing else. */
export async function runJson(
  args: readonly string[],
  options: CliOptions = {},
): Promise<{
  readonly code: number | null;
  readonly json: Record<string, unknown>;
  readonly stderr: string;
}> {
  const { code, stdout, stderr } = await runCli([...args, '--json'], options);
  if (!/^\{.*\}\n$/.test(stdout)) throw new Error(`stdout is not one JSON object: ${stdout}${stderr}`);
  return { code, json: JSON.parse(stdout), stderr };
}
