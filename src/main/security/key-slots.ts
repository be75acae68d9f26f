/**
 * Key slots: the vault's root key, wrapped once for each way of opening the vault.
 *
 * Wrapping is `seal` (AES-256-GCM) under a key derived for the slot's type and id, with associated data that binds
 * vault, type and slot: a slot copied from another vault, or under another id, does not open. Invariant: a slot
 * never holds anything that opens it. Choosing and storing slots is the vault's work, not done here.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { idSchema, timestampSchema } from '../../shared/contracts/primitives.ts';
import { VaultError } from '../../shared/errors.ts';
import { deriveKey, KEY_BYTES, type KeyPurpose } from './key-derivation.ts';
import { SEAL_OVERHEAD, type SealContext, seal, unseal } from './sealing.ts';
import { Secret } from './secret.ts';

/** Bytes in base64, of one exact length: a slot of another size was cut or grown. */
const bytesOf = (length: number) =>
  z.base64().refine((text) => Buffer.from(text, 'base64').byteLength === length, {
    error: `is not ${length} bytes`,
  });

const wrappedRoot = bytesOf(KEY_BYTES + SEAL_OVERHEAD);
const SALT_BYTES = 16;

/** scrypt (RFC 7914) with these numbers takes 128 MiB and about 0.4 s on a 2-core machine of 2026. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1 } as const;

/**
 * Bounds on what a file may ask for. Below: somebody weakened the file (the slot would not open anyway). Above:
 * somebody wants the machine to run out of memory.
 */
const kdfSchema = z.object({
  name: z.literal('scrypt'),
  N: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20)
    .refine((n) => (n & (n - 1)) === 0, { error: 'is not a power of two' }),
  r: z.literal(8),
  p: z.int().min(1).max(4),
  salt: bytesOf(SALT_BYTES),
});

const slotBase = { id: idSchema, createdAt: timestampSchema, wrapped: wrappedRoot };

const passphraseSlotSchema = z.object({ ...slotBase, type: z.literal('passphrase'), kdf: kdfSchema });
const recoverySlotSchema = z.object({ ...slotBase, type: z.literal('recovery') });
const keychainSlotSchema = z.object({
  ...slotBase,
  type: z.literal('keychain'),
  /** Which kind of keychain holds the secret, and under which desktop it was put there. */
  backend: z.string().max(60),
  desktop: z.string().max(120).nullable(),
});
export const keySlotSchema = z.discriminatedUnion('type', [
  passphraseSlotSchema,
  recoverySlotSchema,
  keychainSlotSchema,
]);

export type PassphraseSlot = z.infer<typeof passphraseSlotSchema>;
export type RecoverySlot = z.infer<typeof recoverySlotSchema>;
export type KeychainSlot = z.infer<typeof keychainSlotSchema>;
export type KeySlot = z.infer<typeof keySlotSchema>;

/** What every slot is made with. */
export interface SlotIdentity {
  readonly vaultId: string;
  readonly slotId: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

const PURPOSES: Readonly<Record<KeySlot['type'], KeyPurpose>> = {
  passphrase: 'passphraseSlot',
  keychain: 'keychainSlot',
  recovery: 'recoverySlot',
};

function slotContext(vaultId: string, type: KeySlot['type'], slotId: string): SealContext {
  return { space: vaultId, store: `slot/${type}`, record: slotId, version: 1, band: '' };
}

function wrapRoot(opener: Secret, type: KeySlot['type'], identity: SlotIdentity, root: Secret): string {
  const key = deriveKey(opener, PURPOSES[type], identity.slotId);
  try {
    return seal(key, slotContext(identity.vaultId, type, identity.slotId), root.bytes).toString('base64');
  } finally {
    key.wipe();
  }
}

/** The root, or null where the opener is not this slot's. */
function unwrapRoot(opener: Secret, vaultId: string, slot: KeySlot): Secret | null {
  const key = deriveKey(opener, PURPOSES[slot.type], slot.id);
  try {
    const context = slotContext(vaultId, slot.type, slot.id);
    return new Secret(unseal(key, context, Buffer.from(slot.wrapped, 'base64')));
  } catch (error) {
    if (error instanceof VaultError && error.code === 'SEAL_BROKEN') return null;
    throw error;
  } finally {
    key.wipe();
  }
}

/** A slot that a passphrase opens. */
export async function createPassphraseSlot(
  identity: SlotIdentity,
  root: Secret,
  passphrase: string,
): Promise<PassphraseSlot> {
  const kdf = { name: 'scrypt' as const, ...SCRYPT, salt: randomBytes(SALT_BYTES).toString('base64') };
  const stretched = await stretch(passphrase, kdf);
  try {
    return {
      id: identity.slotId,
      type: 'passphrase',
      createdAt: identity.createdAt,
      kdf,
      wrapped: wrapRoot(stretched, 'passphrase', identity, root),
    };
  } finally {
    stretched.wipe();
  }
}

/** The root, or null for a wrong passphrase. */
export async function openPassphraseSlot(
  vaultId: string,
  slot: PassphraseSlot,
  passphrase: string,
): Promise<Secret | null> {
  const stretched = await stretch(passphrase, slot.kdf);
  try {
    return unwrapRoot(stretched, vaultId, slot);
  } finally {
    stretched.wipe();
  }
}

/** A slot that the words of a recovery phrase open. @param entropy what the words say, 32 bytes. */
export function createRecoverySlot(identity: SlotIdentity, root: Secret, entropy: Secret): RecoverySlot {
  return {
    id: identity.slotId,
    type: 'recovery',
    createdAt: identity.createdAt,
    wrapped: wrapRoot(entropy, 'recovery', identity, root),
  };
}

/** The root, or null where the phrase is another vault's. */
export function openRecoverySlot(vaultId: string, slot: RecoverySlot, entropy: Secret): Secret | null {
  return unwrapRoot(entropy, vaultId, slot);
}

/** A slot that a secret in the system's keychain opens. */
export function createKeychainSlot(
  identity: SlotIdentity,
  root: Secret,
  secret: Secret,
  place: { readonly backend: string; readonly desktop: string | null },
): KeychainSlot {
  return {
    id: identity.slotId,
    type: 'keychain',
    createdAt: identity.createdAt,
    backend: place.backend,
    desktop: place.desktop,
    wrapped: wrapRoot(secret, 'keychain', identity, root),
  };
}

/** The root, or null where the keychain holds another secret. */
export function openKeychainSlot(vaultId: string, slot: KeychainSlot, secret: Secret): Secret | null {
  return unwrapRoot(secret, vaultId, slot);
}

/**
 * Characters as RFC 8265 (OpaqueString) prepares a password, so that the same keys on another system give the same
 * bytes: every kind of space becomes a space, then NFC. Nothing else is changed, capitals included.
 */
function passphraseBytes(passphrase: string): Buffer {
  return Buffer.from(passphrase.replace(/\p{Zs}/gu, ' ').normalize('NFC'), 'utf8');
}

/** One scrypt, its bytes overwritten; what a worker thread of its own runs. */
const STRETCHER = `
  const { scryptSync } = require('node:crypto');
  const { parentPort, workerData } = require('node:worker_threads');
  const { bytes, salt, length, options } = workerData;
  const key = scryptSync(bytes, salt, length, options);
  parentPort.postMessage(Uint8Array.from(key));
  key.fill(0);
  bytes.fill(0);
`;

/**
 * scrypt, with main free while it runs. Not by `crypto.scrypt` and its thread pool: under Electron (BoringSSL) that
 * call works everything out once on the calling thread, only to check its numbers, and the window stands still.
 */
async function stretch(passphrase: string, kdf: PassphraseSlot['kdf']): Promise<Secret> {
  const bytes = passphraseBytes(passphrase);
  const options = {
    N: kdf.N,
    r: kdf.r,
    p: kdf.p,
    maxmem: 128 * kdf.N * kdf.r + 128 * kdf.r * kdf.p + 2 ** 20,
  };
  const salt = Uint8Array.from(Buffer.from(kdf.salt, 'base64'));
  const worker = new Worker(STRETCHER, {
    eval: true,
    workerData: { bytes, salt, length: KEY_BYTES, options },
  });
  bytes.fill(0);
  try {
    const [key]: unknown[] = await once(worker, 'message');
    return new Secret(z.instanceof(Uint8Array).parse(key));
  } finally {
    await worker.terminate();
  }
}
