/** Knows the same question again, by a keyed hash: white space and case do not make another one of it. */
import { createHmac } from 'node:crypto';
import type { ReadableConnection } from '../../sqlite.ts';

export class Questions {
  readonly #connection: ReadableConnection;
  #key: Buffer | null = null;

  constructor(connection: ReadableConnection) {
    this.#connection = connection;
  }

  /** 16 bytes. */
  hash(question: string): Buffer {
    this.#key ??=
      this.#connection.read<{ digest_key: Buffer }>('SELECT digest_key FROM meta').get()?.digest_key ?? null;
    if (this.#key === null) throw new TypeError('This database does not say who it is.');
    const folded = question.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();
    return createHmac('sha256', this.#key).update(`metacog/question\n${folded}`).digest().subarray(0, 16);
  }
}
