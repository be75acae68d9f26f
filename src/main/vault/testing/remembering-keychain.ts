/**
 * A keychain that a test owns: it keeps secrets in memory and can fall silent, forget, or be another one. The real one
 * is tested against a real Secret Service in `security/keychain.test.ts`.
 */
import { generateKey } from '../../security/key-derivation.ts';
import type {
  KeychainPlace,
  KeychainPort,
  KeychainReading,
  KeychainWriting,
} from '../../security/keychain.ts';
import { Secret } from '../../security/secret.ts';

const SILENT = { kind: 'unavailable', reason: 'nobody answers' } as const;

export class RememberingKeychain implements KeychainPort {
  place: KeychainPlace = { backend: 'secret-service', desktop: 'GNOME' };
  silent = false;
  readonly entries = new Map<string, Buffer>();

  async read(slotId: string): Promise<KeychainReading> {
    if (this.silent) return SILENT;
    const found = this.entries.get(slotId);
    return found === undefined
      ? { kind: 'missing' }
      : { kind: 'found', secret: new Secret(Uint8Array.from(found)) };
  }

  async write(slotId: string, secret: Secret): Promise<KeychainWriting> {
    if (this.silent) return SILENT;
    this.entries.set(slotId, Buffer.from(secret.bytes));
    return { kind: 'done' };
  }

  async remove(slotId: string): Promise<KeychainWriting> {
    if (this.silent) return SILENT;
    this.entries.delete(slotId);
    return { kind: 'done' };
  }

  async probe(): Promise<KeychainWriting> {
    return this.silent ? SILENT : { kind: 'done' };
  }

  /** Another program wrote over every entry. */
  scramble(): void {
    for (const slotId of this.entries.keys()) this.entries.set(slotId, Buffer.from(generateKey().bytes));
  }
}
