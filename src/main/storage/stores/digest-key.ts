/**
 * Keyed digests of values that could be guessed: somebody who has the digest and a guess cannot try it.
 *
 * The key lies in the database itself (`meta`), which page encryption keeps: a digest that leaves it gives nothing away.
 */
import { createHmac } from 'node:crypto';
import type { ReadableConnection } from '../sqlite.ts';

export class DigestKey {
  readonly #connection: ReadableConnection;
  readonly #use: string;
  #key: Buffer | null = null;

  /** @param use names what is digested, for all time: the same value digested for another use is another digest */
  constructor(connection: ReadableConnection, use: string) {
    this.#connection = connection;
    this.#use = use;
  }

  /** 32 bytes over the parts, each with its length. */
  digest(...parts: readonly (string | Uint8Array)[]): Buffer {
    this.#key ??=
      this.#connection.read<{ digest_key: Buffer }>('SELECT digest_key FROM meta').get()?.digest_key ?? null;
    if (this.#key === null) throw new TypeError('This database does not say who it is.');
    const hmac = createHmac('sha256', this.#key).update(`${this.#use}\n`);
    for (const part of parts) hmac.update(`${part.length}:`).update(part);
    return hmac.digest();
  }
}
