/**
 * Key material in a wrapper that cannot be printed by accident.
 *
 * Invariant: string conversion, JSON and inspection all give `[redacted]`; the bytes come out through `bytes`
 * alone, so a search for that word finds every use. `wipe` overwrites them; copies that OpenSSL or the garbage
 * collector made before are beyond its reach.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';

const REDACTED = '[redacted]';

export class Secret {
  readonly #bytes: Buffer;
  #wiped = false;
  #keyObject: KeyObject | null = null;

  /** Takes ownership of the bytes: the caller must not keep or change them. */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The live bytes, not a copy. Throws once wiped: a zeroed key must never encrypt anything. */
  get bytes(): Buffer {
    if (this.#wiped) throw new Error('This key was wiped.');
    return this.#bytes;
  }

  /** The key as OpenSSL holds it, made once: from raw bytes every use makes it anew, at three times the cost. */
  get keyObject(): KeyObject {
    this.#keyObject ??= createSecretKey(this.bytes);
    return this.#keyObject;
  }

  get wiped(): boolean {
    return this.#wiped;
  }

  /** A second Secret with its own copy, for a holder with another lifetime. */
  copy(): Secret {
    return new Secret(Uint8Array.from(this.bytes));
  }

  wipe(): void {
    this.#bytes.fill(0);
    this.#keyObject = null;
    this.#wiped = true;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
