/**
 * A device's signing identity: Ed25519 (RFC 8032).
 *
 * Keys travel as raw 32 bytes; Node wants DER, so the fixed prefixes of RFC 8410 are put in front here and
 * nowhere else. Does not decide whom to trust.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { Secret } from './secret.ts';

const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** A device's signing key, ready to use. */
export class Signer {
  readonly #key: KeyObject;
  /** Raw public key, 32 bytes. */
  readonly publicKey: Buffer;

  /** @param seed raw private key, 32 bytes; not kept. */
  constructor(seed: Secret) {
    const der = Buffer.concat([PRIVATE_PREFIX, seed.bytes]);
    this.#key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    der.fill(0);
    this.publicKey = createPublicKey(this.#key)
      .export({ format: 'der', type: 'spki' })
      .subarray(PUBLIC_PREFIX.length);
  }

  /** 64-byte signature. */
  sign(message: Uint8Array): Buffer {
    return sign(null, message, this.#key);
  }
}

/** A fresh private key for a new device. */
export function generateSigningSeed(): Secret {
  return new Secret(randomBytes(32));
}

/** A verifier for one public key; make it once where many signatures are checked. */
export function signatureVerifier(
  publicKey: Uint8Array,
): (message: Uint8Array, signature: Uint8Array) => boolean {
  const key = createPublicKey({
    key: Buffer.concat([PUBLIC_PREFIX, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return (message, signature) => verify(null, message, key, signature);
}

/** What people compare: the first 10 bytes of the public key's SHA-256 in groups of four hex digits. */
export function fingerprint(publicKey: Uint8Array): string {
  const hex = createHash('sha256').update(publicKey).digest('hex').slice(0, 20).toUpperCase();
  return hex.match(/.{4}/g)?.join(' ') ?? hex;
}
