/**
 * The brake on guessing passphrases at the app: five tries free, then waits that grow to a quarter of an hour.
 *
 * The count lies beside the vault, so that a restart or the command line does not reset it, and it is raised before
 * a try, so that killing the app in the middle does not give one back. It slows a guest at the keyboard; somebody who
 * copies the files is slowed by scrypt alone. Invariant: setting the clock back shortens no wait, and a clock
 * that once ran ahead locks nobody out for longer than one full wait.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { VaultError } from '../../shared/errors.ts';
import { readSmall, writeDurably } from './durable-files.ts';

export const ATTEMPTS_FILE = 'unlock-attempts.json';

const FREE_ATTEMPTS = 5;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

const attemptsSchema = z.object({
  format: z.literal(1),
  failures: z.int().nonnegative(),
  /** Milliseconds since 1970 by this machine's clock at the last failure. */
  lastFailureMs: z.int().nonnegative(),
});
export type UnlockAttempts = z.infer<typeof attemptsSchema>;

const NONE: UnlockAttempts = { format: 1, failures: 0, lastFailureMs: 0 };

/** Milliseconds to wait after so many failures. */
export function waitAfter(failures: number): number {
  if (failures < FREE_ATTEMPTS) return 0;
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - FREE_ATTEMPTS, 30), LONGEST_WAIT_MS);
}

/** What the counts say at a moment. `rebased` is to be stored where the clock ran backwards. */
function judge(
  attempts: UnlockAttempts,
  nowMs: number,
): { readonly waitMs: number; readonly rebased: UnlockAttempts | null } {
  const wait = waitAfter(attempts.failures);
  if (wait === 0) return { waitMs: 0, rebased: null };
  const elapsed = nowMs - attempts.lastFailureMs;
  if (elapsed < 0) return { waitMs: wait, rebased: { ...attempts, lastFailureMs: nowMs } };
  return { waitMs: Math.max(0, wait - elapsed), rebased: null };
}

/** The throttle of one vault. */
export class UnlockThrottle {
  readonly #path: string;
  readonly #now: () => number;

  constructor(directory: string, now: () => number) {
    this.#path = join(directory, ATTEMPTS_FILE);
    this.#now = now;
  }

  /**
   * Counts a try that is about to be made.
   * @throws VaultError RATE_LIMITED with details `seconds`.
   */
  async beforeTry(): Promise<void> {
    const attempts = await this.#read();
    const { waitMs, rebased } = judge(attempts, this.#now());
    if (rebased !== null) await this.#write(rebased);
    if (waitMs > 0) throw rateLimited(waitMs);
    await this.#write({ format: 1, failures: attempts.failures + 1, lastFailureMs: Math.round(this.#now()) });
  }

  /** Forgets the failures: the right passphrase was given. */
  async afterSuccess(): Promise<void> {
    await this.#write(NONE);
  }

  /** A file that cannot be understood counts as the last free try: neither a lock-out nor a free pass. */
  async #read(): Promise<UnlockAttempts> {
    const bytes = await readSmall(this.#path, 64 * 1024).catch((error: unknown) => {
      if (error instanceof VaultError && error.code === 'TOO_LARGE') return Buffer.alloc(0);
      throw error;
    });
    if (bytes === null) return NONE;
    try {
      return attemptsSchema.parse(JSON.parse(bytes.toString('utf8')));
    } catch {
      return { format: 1, failures: FREE_ATTEMPTS - 1, lastFailureMs: Math.round(this.#now()) };
    }
  }

  async #write(attempts: UnlockAttempts): Promise<void> {
    await writeDurably(this.#path, `${JSON.stringify(attempts)}\n`);
  }
}

function rateLimited(waitMs: number): VaultError {
  const seconds = Math.ceil(waitMs / 1000);
  return new VaultError(
    'RATE_LIMITED',
    `Too many wrong passphrases. Wait ${seconds} seconds before the next try.`,
    {
      hint: 'Wait, or use the recovery phrase. Nothing in the vault was changed.',
      retryable: true,
      details: { seconds },
    },
  );
}
