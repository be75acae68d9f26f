/**
 * registry.sealed: a second copy of what vault.db knows and nothing else does, beside it, sealed under the root.
 *
 * vault.db holds every space's key: losing it loses every memory. So after each change of the registry this file is
 * written anew, and a damaged vault.db can be rebuilt from it, at a person's word. It also remembers the end of
 * vault.db's receipt chain, which is how an older vault.db put in place of the right one is noticed. Receipts
 * themselves are not in it.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bandSchema, tierSchema } from '../../shared/bands.ts';
import { idSchema, sha256HexSchema, timestampSchema } from '../../shared/contracts/primitives.ts';
import { VaultError } from '../../shared/errors.ts';
import { deriveKey } from '../security/key-derivation.ts';
import { type SealContext, seal, unseal } from '../security/sealing.ts';
import type { Secret } from '../security/secret.ts';
import { readSmall, writeDurably } from './durable-files.ts';

export const REGISTRY_COPY_FILE = 'registry.sealed';
const COPY_FORMAT = 1;
/** Bytes. A thousand spaces take a few of them. */
const COPY_LIMIT = 64 * 1024 * 1024;

const bytes = z.codec(z.base64(), z.instanceof(Uint8Array), {
  decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
  encode: (raw) => Buffer.from(raw).toString('base64'),
});

/** The sealed content. Byte strings are base64 in the file. */
const registryContentSchema = z.object({
  writtenAt: timestampSchema,
  head: z.object({ seq: z.int().nonnegative(), hash: sha256HexSchema }),
  people: z.array(z.object({ id: idSchema, name: z.string(), createdMs: z.int() })),
  devices: z.array(
    z.object({
      id: idSchema,
      personId: idSchema,
      name: z.string(),
      publicKey: bytes,
      sealedSeed: bytes.nullable(),
      createdMs: z.int(),
    }),
  ),
  spaces: z.array(
    z.object({
      id: idSchema,
      tier: tierSchema,
      name: z.string(),
      ownerId: idSchema,
      personIds: z.array(idSchema),
      generation: z.int().positive(),
      createdMs: z.int(),
    }),
  ),
  settings: z.array(z.object({ key: z.string(), value: z.string() })),
  knownHeads: z.array(z.object({ spaceId: idSchema, seq: z.int().nonnegative(), hash: sha256HexSchema })),
  keyring: z.array(
    z.object({
      spaceId: idSchema,
      band: bandSchema.nullable(),
      epoch: z.int().positive(),
      sealed: bytes,
      createdMs: z.int(),
    }),
  ),
});
export type RegistryContent = z.output<typeof registryContentSchema>;

const envelopeSchema = z.object({ format: z.int().positive(), vaultId: idSchema, sealed: z.base64() });

function copyContext(vaultId: string): SealContext {
  return { space: vaultId, store: 'registry-copy', record: vaultId, version: COPY_FORMAT, band: '' };
}

/** Writes the copy, whole or not at all. */
export async function writeRegistryCopy(
  directory: string,
  vaultId: string,
  root: Secret,
  content: RegistryContent,
): Promise<void> {
  const key = deriveKey(root, 'registryCopy', vaultId);
  try {
    const text = JSON.stringify(z.encode(registryContentSchema, content));
    const sealed = seal(key, copyContext(vaultId), Buffer.from(text, 'utf8')).toString('base64');
    await writeDurably(
      join(directory, REGISTRY_COPY_FILE),
      `${JSON.stringify({ format: COPY_FORMAT, vaultId, sealed })}\n`,
    );
  } finally {
    key.wipe();
  }
}

export type RegistryCopy =
  | { readonly kind: 'good'; readonly content: RegistryContent; readonly modified: Date }
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged' };

/** Reads the copy. @throws VaultError NEWER_VERSION, or a fault of the disk. */
export async function readRegistryCopy(
  directory: string,
  vaultId: string,
  root: Secret,
): Promise<RegistryCopy> {
  const path = join(directory, REGISTRY_COPY_FILE);
  const raw = await readSmall(path, COPY_LIMIT);
  if (raw === null) return { kind: 'absent' };
  const envelope = envelopeSchema.safeParse(jsonOf(raw));
  if (!envelope.success) return { kind: 'damaged' };
  if (envelope.data.format > COPY_FORMAT) {
    throw new VaultError(
      'NEWER_VERSION',
      'This vault was written by a newer version of the app. Nothing was changed.',
      {
        hint: 'Update the app on this machine, then open the vault again.',
        details: { path, format: envelope.data.format, known: COPY_FORMAT },
      },
    );
  }
  const key = deriveKey(root, 'registryCopy', vaultId);
  try {
    const plain = unseal(key, copyContext(vaultId), Buffer.from(envelope.data.sealed, 'base64'));
    const content = registryContentSchema.safeParse(jsonOf(plain));
    if (!content.success) return { kind: 'damaged' };
    return { kind: 'good', content: content.data, modified: (await stat(path)).mtime };
  } catch (error) {
    if (error instanceof VaultError && error.code === 'SEAL_BROKEN') return { kind: 'damaged' };
    throw error;
  } finally {
    key.wipe();
  }
}

function jsonOf(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
