/**
 * Sealing: AES-256-GCM (NIST SP 800-38D) with associated data that says what the sealed thing is.
 *
 * Format: nonce (12 bytes, random) ‖ ciphertext ‖ tag (16 bytes). A record is sealed under a data key of its
 * own; only the wrapped data key depends on the band's key, so rotation rewraps 60 bytes a record and erasure
 * destroys them. Invariant: what was sealed for one place opens in no other, because the associated data
 * binds space, store, record, version and band.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { VaultError } from '../../shared/errors.ts';
import { KEY_BYTES } from './key-derivation.ts';
import { fillFromPool, pooledRandom } from './random-pool.ts';
import { Secret } from './secret.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Bytes that sealing adds. */
export const SEAL_OVERHEAD = NONCE_BYTES + TAG_BYTES;

/** Where a sealed thing belongs. Every field is bound; `version` 0 where the thing has none. */
export interface SealContext {
  readonly space: string;
  readonly store: string;
  readonly record: string;
  readonly version: number;
  readonly band: string;
}

const field = (text: string): string => `${Buffer.byteLength(text)}:${text}`;

/** Length-prefixed fields, so that no two contexts share an encoding. */
function associatedData({ space, store, record, version, band }: SealContext): Buffer {
  return Buffer.from(
    field(space) + field(store) + field(record) + field(String(version)) + field(band),
    'utf8',
  );
}

/** Seals bytes under a 32-byte key. */
export function seal(key: Secret, context: SealContext, plaintext: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(plaintext.byteLength + SEAL_OVERHEAD);
  const nonce = sealed.subarray(0, NONCE_BYTES);
  fillFromPool(nonce);
  const cipher = createCipheriv('aes-256-gcm', key.keyObject, nonce);
  cipher.setAAD(associatedData(context));
  // GCM is a stream: `update` gives everything, and `final` only works out the tag.
  sealed.set(cipher.update(plaintext), NONCE_BYTES);
  cipher.final();
  sealed.set(cipher.getAuthTag(), NONCE_BYTES + plaintext.byteLength);
  return sealed;
}

/** Opens what `seal` made. Throws SEAL_BROKEN for a wrong key, another context or a changed byte. */
export function unseal(key: Secret, context: SealContext, sealed: Uint8Array): Buffer {
  try {
    if (sealed.byteLength < SEAL_OVERHEAD) throw new RangeError('shorter than a seal');
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const decipher = createDecipheriv('aes-256-gcm', key.keyObject, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(associatedData(context));
    decipher.setAuthTag(bytes.subarray(bytes.byteLength - TAG_BYTES));
    return Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES, bytes.byteLength - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch (cause) {
    throw new VaultError(
      'SEAL_BROKEN',
      'A sealed record does not open: it was changed, moved, or its key is another.',
      {
        hint: 'The record is kept as it is. Check the space, or bring the file back from a backup.',
        cause,
        details: { store: context.store, record: context.record },
      },
    );
  }
}

export interface SealedRecord {
  /** The content under its data key. */
  readonly sealed: Buffer;
  /** The data key under the band's key. */
  readonly wrappedKey: Buffer;
}

const keyContext = (context: SealContext): SealContext => ({
  ...context,
  store: `${context.store}/data-key`,
});

/**
 * Seals a record under a fresh data key and wraps that key. The plain data key does not outlive the call.
 * @param note 1 to 255: one byte that goes along with the key, under the same seal; 0 where there is nothing to say
 */
export function sealRecord(
  bandKey: Secret,
  context: SealContext,
  plaintext: Uint8Array,
  note = 0,
): SealedRecord {
  const dataKey = new Secret(pooledRandom(KEY_BYTES));
  try {
    return {
      sealed: seal(dataKey, context, plaintext),
      wrappedKey: seal(
        bandKey,
        keyContext(context),
        note === 0 ? dataKey.bytes : Buffer.concat([dataKey.bytes, Buffer.of(note)]),
      ),
    };
  } finally {
    dataKey.wipe();
  }
}

export interface UnsealedRecord {
  readonly bytes: Buffer;
  /** What `sealRecord` was given; 0 where nothing was. */
  readonly note: number;
}

/** Opens a record sealed by `sealRecord`. */
export function unsealRecord(bandKey: Secret, context: SealContext, record: SealedRecord): UnsealedRecord {
  const kept = unseal(bandKey, keyContext(context), record.wrappedKey);
  const dataKey = new Secret(Buffer.from(kept.subarray(0, KEY_BYTES)));
  const note = kept[KEY_BYTES] ?? 0;
  kept.fill(0);
  try {
    return { bytes: unseal(dataKey, context, record.sealed), note };
  } finally {
    dataKey.wipe();
  }
}
