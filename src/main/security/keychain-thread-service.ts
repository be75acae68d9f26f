/**
 * The thread side of the keychain: one request, one answer, through `@napi-rs/keyring`.
 *
 * Runs in a worker thread only. Invariant: whatever the library throws becomes `unavailable` with its words; the
 * secret is in none of them.
 */
import { parentPort } from 'node:worker_threads';
import { AsyncEntry } from '@napi-rs/keyring';
import { KEYCHAIN_SERVICE, type KeychainAnswer, keychainRequestSchema } from './keychain.ts';

/** `secret-service` alone: without it, fail; never the kernel keyring, which forgets at reboot. */
const STORE = { linux: { store: 'secret-service' } } as const;

/** Called by the bundle entry. */
export function serveKeychainThread(): void {
  parentPort?.once('message', (message: unknown) => {
    void answer(message).then((reply) => parentPort?.postMessage(reply));
  });
}

async function answer(message: unknown): Promise<KeychainAnswer> {
  const request = keychainRequestSchema.safeParse(message);
  if (!request.success) return { kind: 'unavailable', reason: 'a request of an unknown shape' };
  try {
    const entry = new AsyncEntry(KEYCHAIN_SERVICE, request.data.account, STORE);
    switch (request.data.kind) {
      case 'read': {
        const secret = await entry.getSecret();
        return secret === null ? { kind: 'missing' } : { kind: 'found', secret: Uint8Array.from(secret) };
      }
      case 'write':
        await entry.setSecret(request.data.secret);
        request.data.secret.fill(0);
        return { kind: 'done' };
      case 'remove':
        await entry.deleteCredential();
        return { kind: 'done' };
    }
  } catch (error) {
    return {
      kind: 'unavailable',
      reason: error instanceof Error ? error.message : 'it failed without a word',
    };
  }
}
