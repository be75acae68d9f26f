/** Knows the same question again, by a keyed hash: white space and case do not make another one of it. */
import type { ReadableConnection } from '../../sqlite.ts';
import { DigestKey } from '../digest-key.ts';

export class Questions {
  readonly #digests: DigestKey;

  constructor(connection: ReadableConnection) {
    this.#digests = new DigestKey(connection, 'metacog/question');
  }

  /** 16 bytes. */
  hash(question: string): Buffer {
    const folded = question.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();
    return this.#digests.digest(folded).subarray(0, 16);
  }
}
