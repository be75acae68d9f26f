/** Starts `vault-process.ts` and reads its one line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { vaultErrorDataSchema } from '../../../shared/errors.ts';
import { PASSPHRASE } from './memories.ts';

const PROGRAM = fileURLToPath(new URL('./vault-process.ts', import.meta.url));

const lineSchema = z.union([z.object({ state: z.string() }), z.object({ error: vaultErrorDataSchema })]);
type ProcessAnswer = z.infer<typeof lineSchema>;

export interface VaultProcess {
  readonly child: ChildProcess;
  /** Its line; null where it ended without one. */
  readonly answer: Promise<ProcessAnswer | null>;
  /** Ends its input, so that it closes the vault, and waits for it. */
  finish(): Promise<void>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

/** @param options.uid runs it as another user, where the tests may. */
export function startVaultProcess(
  act: 'create' | 'unlock' | 'write',
  directory: string,
  options: { uid?: number } = {},
): VaultProcess {
  const child = spawn(process.execPath, [PROGRAM, act, directory], {
    env: {
      PATH: process.env.PATH,
      VAULT_TEST_PASSPHRASE: PASSPHRASE,
      MEMORYOS_SQLITE_BINDING: process.env.MEMORYOS_SQLITE_BINDING,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  const gone = once(child, 'exit');
  return {
    child,
    answer: firstLine(child),
    async finish() {
      child.stdin?.end();
      await gone;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<ProcessAnswer | null> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text === '' ? null : lineSchema.parse(JSON.parse(text));
}
