/**
 * The keys one thread holds, and the few things stores do with them.
 *
 * Invariant: stores never see a key ring, only "seal for this band" and "open what that epoch sealed"; `wipe` ends it.
 */
import { createHmac } from 'node:crypto';
import type { Band } from '../../../shared/bands.ts';
import type { Codec } from '../../../shared/contracts/compression.ts';
import { VaultError } from '../../../shared/errors.ts';
import { type SealContext, sealRecord, unsealRecord } from '../../security/sealing.ts';
import { Secret } from '../../security/secret.ts';
import { Signer, signatureVerifier } from '../../security/signatures.ts';
import { compressed, decompressed } from '../compression.ts';
import type { DatabaseKeys } from '../database-keys.ts';

/** Keys as they cross to a thread: plain bytes, each in a buffer that is handed over and not copied. */
export interface KeyBytes {
  readonly page: Uint8Array<ArrayBuffer>;
  readonly bands: readonly { band: Band; epoch: number; key: Uint8Array<ArrayBuffer> }[];
  readonly address: Uint8Array<ArrayBuffer> | null;
  readonly externalId: Uint8Array<ArrayBuffer> | null;
  readonly signer: { deviceId: string; seed: Uint8Array<ArrayBuffer> };
  readonly trusted: readonly { deviceId: string; publicKey: Uint8Array }[];
}

/** Copies of the caller's keys, to be handed over to one thread. */
export function keyBytes(keys: DatabaseKeys): KeyBytes {
  const copy = (key: Secret): Uint8Array<ArrayBuffer> => Uint8Array.from(key.bytes);
  return {
    page: copy(keys.pageKey),
    bands: (keys.bandKeys ?? []).map(({ band, epoch, key }) => ({ band, epoch, key: copy(key) })),
    address: keys.addressKey === undefined ? null : copy(keys.addressKey),
    externalId: keys.externalIdKey === undefined ? null : copy(keys.externalIdKey),
    signer: { deviceId: keys.signer.deviceId, seed: copy(keys.signer.seed) },
    trusted: (keys.trustedDevices ?? []).map(({ deviceId, publicKey }) => ({
      deviceId,
      publicKey: Uint8Array.from(publicKey),
    })),
  };
}

/** The buffers to put on a transfer list. */
export function keyBuffers(keys: KeyBytes): ArrayBuffer[] {
  return [
    keys.page,
    ...keys.bands.map(({ key }) => key),
    ...(keys.address === null ? [] : [keys.address]),
    ...(keys.externalId === null ? [] : [keys.externalId]),
    keys.signer.seed,
  ].map((bytes) => bytes.buffer);
}

/** A record under a key of its own, and the epoch of the band key that wraps it. */
export interface SealedForBand {
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly sealed: Buffer;
}

type Verifier = (message: Uint8Array, signature: Uint8Array) => boolean;

export class ThreadKeys {
  readonly #secrets: Secret[] = [];
  readonly #page: Secret;
  readonly #epochs = new Map<string, Secret>();
  readonly #current = new Map<Band, { epoch: number; key: Secret }>();
  readonly #address: Secret | null;
  readonly #externalId: Secret | null;
  readonly #verifiers = new Map<string, Verifier>();
  /** The space these keys belong to: bound into every seal. */
  readonly owner: string;
  readonly deviceId: string;
  readonly signer: Signer;
  /** How texts are packed before they are sealed from now on. Every record says for itself how it was. */
  codec: Codec = 'none';

  /** Takes ownership of the bytes. */
  constructor(owner: string, bytes: KeyBytes) {
    this.owner = owner;
    this.#page = this.#keep(bytes.page);
    for (const { band, epoch, key } of bytes.bands) {
      const secret = this.#keep(key);
      this.#epochs.set(`${band}/${epoch}`, secret);
      if ((this.#current.get(band)?.epoch ?? 0) < epoch) this.#current.set(band, { epoch, key: secret });
    }
    this.#address = bytes.address === null ? null : this.#keep(bytes.address);
    this.#externalId = bytes.externalId === null ? null : this.#keep(bytes.externalId);
    const seed = this.#keep(bytes.signer.seed);
    this.deviceId = bytes.signer.deviceId;
    this.signer = new Signer(seed);
    seed.wipe();
    for (const { deviceId, publicKey } of bytes.trusted) {
      this.#verifiers.set(deviceId, signatureVerifier(publicKey));
    }
    this.#verifiers.set(this.deviceId, signatureVerifier(this.signer.publicKey));
  }

  #keep(bytes: Uint8Array): Secret {
    const secret = new Secret(bytes);
    this.#secrets.push(secret);
    return secret;
  }

  get page(): Secret {
    return this.#page;
  }

  /** Where a record of this space belongs. */
  place(store: string, record: string, version: number, band: Band): SealContext {
    return { space: this.owner, store, record, version, band };
  }

  /** Seals under a fresh key, wrapped by the band's newest. Throws ACCESS_DENIED where the band's key is not held. */
  seal(context: SealContext, band: Band, plaintext: Uint8Array): SealedForBand {
    const { epoch, key } = this.bandKey(band);
    const { bytes, mark } = compressed(this.codec, plaintext);
    const { sealed, wrappedKey } = sealRecord(key, context, bytes, mark);
    return { epoch, wrapped: wrappedKey, sealed };
  }

  /** Opens what `seal` made. Throws SEAL_BROKEN; ACCESS_DENIED where the band's key is not held. */
  open(context: SealContext, band: Band, record: { epoch: number; wrapped: Uint8Array; sealed: Uint8Array }) {
    const key = this.epochKey(band, record.epoch);
    const { bytes, note } = unsealRecord(key, context, {
      sealed: asBuffer(record.sealed),
      wrappedKey: asBuffer(record.wrapped),
    });
    return decompressed(note, bytes);
  }

  /** The band's newest key. */
  bandKey(band: Band): { readonly epoch: number; readonly key: Secret } {
    const current = this.#current.get(band);
    if (current === undefined) throw notHeld(band);
    return current;
  }

  epochKey(band: Band, epoch: number): Secret {
    const key = this.#epochs.get(`${band}/${epoch}`);
    if (key === undefined) throw notHeld(band);
    return key;
  }

  holds(band: Band): boolean {
    return this.#current.has(band);
  }

  /** 32-byte keyed hash that addresses an attachment's bytes. */
  address(bytes: Uint8Array): Buffer {
    return keyedHash(this.#address, bytes);
  }

  /** 16-byte keyed hash of an external id. */
  externalKey(externalId: string): Buffer {
    return keyedHash(this.#externalId, Buffer.from(externalId, 'utf8')).subarray(0, 16);
  }

  /** Null where the device is not trusted. */
  verifier(deviceId: string): Verifier | null {
    return this.#verifiers.get(deviceId) ?? null;
  }

  wipe(): void {
    for (const secret of this.#secrets) secret.wipe();
    this.#epochs.clear();
    this.#current.clear();
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function keyedHash(key: Secret | null, bytes: Uint8Array): Buffer {
  if (key === null) throw new TypeError('This database was opened without that key.');
  return createHmac('sha256', key.keyObject).update(bytes).digest();
}

function notHeld(band: Band): VaultError {
  return new VaultError('ACCESS_DENIED', `This device does not hold the key of the band ${band}.`, {
    hint: "Ask the space's owner to grant it.",
    details: { band },
  });
}
