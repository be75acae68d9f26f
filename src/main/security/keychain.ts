/**
 * What the vault asks of the operating system's keychain, and the real keychain behind it.
 *
 * Linux: the Secret Service over D-Bus, named explicitly. Without it the library would fall back to the kernel's
 * keyring, which forgets at reboot: a vault's key put there is a vault lost. So an absent service is an answer
 * (`unavailable`), never a fallback. Every call runs in a thread of its own: connecting is synchronous in the
 * library, may start a service, and may wait for a person to unlock the keyring. Nothing is cached.
 */
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { KEY_BYTES } from './key-derivation.ts';
import { Secret } from './secret.ts';

/** Which keychain this machine has, and the desktop that may choose another one at the next login. */
export interface KeychainPlace {
  readonly backend: string;
  readonly desktop: string | null;
}

export type KeychainReading =
  | { readonly kind: 'found'; readonly secret: Secret }
  | { readonly kind: 'missing' }
  /** `reason` is the system's own words; shown under the sentence, never parsed. */
  | { readonly kind: 'unavailable'; readonly reason: string };

export type KeychainWriting =
  | { readonly kind: 'done' }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** One secret of 32 bytes per slot. No method throws for a keychain that is not there. */
export interface KeychainPort {
  readonly place: KeychainPlace;
  read(slotId: string): Promise<KeychainReading>;
  /** Stores, reads back and compares: `done` means that it was seen to be there. */
  write(slotId: string, secret: Secret): Promise<KeychainWriting>;
  /** `done` also where there was nothing to remove. */
  remove(slotId: string): Promise<KeychainWriting>;
  /** Whether a keychain answers at all; asks for nothing that belongs to a vault. */
  probe(): Promise<KeychainWriting>;
}

/** The name that people see in their keychain's own window. */
export const KEYCHAIN_SERVICE = 'MemoryOS Vault';

/** The account that `probe` looks up; nothing is ever stored there. */
const PROBE_ACCOUNT = 'probe';

/** A person may be typing the keyring's password; past this nobody is. Milliseconds. */
const PATIENCE_MS = 120_000;

/** What the thread is asked. */
export const keychainRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), account: z.string() }),
  z.object({ kind: z.literal('write'), account: z.string(), secret: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('remove'), account: z.string() }),
]);
type KeychainRequest = z.infer<typeof keychainRequestSchema>;

/** What it answers. */
const keychainAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), secret: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('missing') }),
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
]);
export type KeychainAnswer = z.infer<typeof keychainAnswerSchema>;

/**
 * The system's keychain.
 * @param thread the bundle entry that calls `serveKeychainThread`.
 */
export function systemKeychain(thread: URL): KeychainPort {
  const ask = (request: KeychainRequest): Promise<KeychainAnswer> => askThread(thread, request);
  return {
    place: systemPlace(process.platform, process.env),
    async read(slotId) {
      return reading(await ask({ kind: 'read', account: slotId }));
    },
    async write(slotId, secret) {
      const written = writing(
        await ask({ kind: 'write', account: slotId, secret: Uint8Array.from(secret.bytes) }),
      );
      if (written.kind !== 'done') return written;
      const back = reading(await ask({ kind: 'read', account: slotId }));
      if (back.kind === 'unavailable') return back;
      if (back.kind === 'missing') return { kind: 'unavailable', reason: 'the keychain kept nothing' };
      const same = back.secret.bytes.equals(secret.bytes);
      back.secret.wipe();
      return same ? written : { kind: 'unavailable', reason: 'the keychain gave back other bytes' };
    },
    async remove(slotId) {
      return writing(await ask({ kind: 'remove', account: slotId }));
    },
    async probe() {
      const answer = await ask({ kind: 'read', account: PROBE_ACCOUNT });
      return answer.kind === 'unavailable' ? answer : { kind: 'done' };
    },
  };
}

/** Where a secret would be kept on this system. */
export function systemPlace(
  platform: NodeJS.Platform,
  environment: { readonly XDG_CURRENT_DESKTOP?: string | undefined },
): KeychainPlace {
  switch (platform) {
    case 'darwin':
      return { backend: 'macos-keychain', desktop: null };
    case 'win32':
      return { backend: 'windows-credentials', desktop: null };
    default:
      return { backend: 'secret-service', desktop: environment.XDG_CURRENT_DESKTOP || null };
  }
}

function reading(answer: KeychainAnswer): KeychainReading {
  switch (answer.kind) {
    case 'found': {
      const secret = new Secret(answer.secret);
      // A secret of another length is not one of ours: say that the right one is not there.
      if (secret.bytes.byteLength === KEY_BYTES) return { kind: 'found', secret };
      secret.wipe();
      return { kind: 'missing' };
    }
    case 'done':
      return { kind: 'missing' };
    default:
      return answer;
  }
}

function writing(answer: KeychainAnswer): KeychainWriting {
  return answer.kind === 'unavailable' ? answer : { kind: 'done' };
}

/** One question, one thread: it ends with its answer, and so do the copies of the secret in it. */
function askThread(thread: URL, request: KeychainRequest): Promise<KeychainAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(thread);
    const patience = setTimeout(
      () => finish({ kind: 'unavailable', reason: 'no answer in time' }),
      PATIENCE_MS,
    );
    const finish = (answer: KeychainAnswer): void => {
      clearTimeout(patience);
      worker.removeAllListeners();
      // A late fault of a thread that is being ended concerns nobody.
      worker.on('error', () => undefined);
      void worker.terminate();
      resolve(answer);
    };
    worker.once('message', (message: unknown) => {
      const parsed = keychainAnswerSchema.safeParse(message);
      finish(parsed.success ? parsed.data : { kind: 'unavailable', reason: 'an answer of an unknown shape' });
    });
    worker.once('error', (error: unknown) =>
      finish({ kind: 'unavailable', reason: error instanceof Error ? error.message : 'its thread failed' }),
    );
    worker.once('exit', () => finish({ kind: 'unavailable', reason: 'its thread ended' }));
    worker.postMessage(request, request.kind === 'write' ? [request.secret.buffer as ArrayBuffer] : []);
  });
}
