/**
 * vault.json: what a vault is called and the slots that hold its root key, and its copy beside it.
 *
 * Invariant: the file is written whole or not at all, the copy after it; reading never writes. A damaged file is
 * used by nobody and deleted by nobody: a person may have it put aside and the copy taken (`repairVaultFile`).
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { idSchema, nameSchema, sha256HexSchema, timestampSchema } from '../../shared/contracts/primitives.ts';
import { VaultError } from '../../shared/errors.ts';
import { type KeySlot, keySlotSchema } from '../security/key-slots.ts';
import { putAside, readSmall, whatIsAt, writeDurably } from './durable-files.ts';
import { fileFault, isAbsent } from './file-faults.ts';

/** Raised when an older app could no longer read the file. */
export const VAULT_FORMAT = 1;

export const VAULT_FILE = 'vault.json';
export const VAULT_FILE_COPY = 'vault.json.copy';
export const REGISTRY_FILE = 'vault.db';
/** Stands in a folder while a vault is made in it; see `vault-making.ts`. */
export const MAKING_MARK = 'vault.making';

/** Bytes. A hundred slots take a tenth of it. */
const FILE_LIMIT = 1024 * 1024;

/** Read first, alone: a newer format may change everything else. */
const formatSchema = z.object({ format: z.int().positive() });

const vaultFileSchema = z.object({
  format: z.literal(VAULT_FORMAT),
  app: z.literal('memoryos-vault'),
  vaultId: idSchema,
  name: nameSchema,
  createdAt: timestampSchema,
  /** `keyCheck(root, 'vaultCheck', vaultId)`: tells a wrong root from a damaged registry. */
  rootCheck: sha256HexSchema,
  /** This machine's device; its private key sealed under the root, needed before vault.db can be opened. */
  device: z.object({ id: idSchema, sealedSeed: z.base64() }),
  /** True for a throw-away vault made by `--demo`. */
  demo: z.boolean().default(false),
  slots: z.array(keySlotSchema).min(1).max(100),
});
export type VaultFile = z.infer<typeof vaultFileSchema>;

/** What the bytes of a vault.json turned out to be. */
type Parsed =
  | { readonly kind: 'good'; readonly file: VaultFile }
  | { readonly kind: 'newer'; readonly format: number }
  | { readonly kind: 'damaged' };

function parse(bytes: Buffer): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { kind: 'damaged' };
  }
  const format = formatSchema.safeParse(json);
  if (format.success && format.data.format > VAULT_FORMAT)
    return { kind: 'newer', format: format.data.format };
  const file = vaultFileSchema.safeParse(json);
  return file.success ? { kind: 'good', file: file.data } : { kind: 'damaged' };
}

/**
 * Reads and checks vault.json.
 * @throws VaultError VAULT_NOT_FOUND, VAULT_FILE_DAMAGED (details: `path`, `copy` with the good copy's date, where
 * there is one), NEWER_VERSION, or a fault of the disk.
 */
export async function readVaultFile(directory: string): Promise<VaultFile> {
  const path = join(directory, VAULT_FILE);
  await requireFolder(directory);
  const bytes = await readBounded(path);
  if (bytes === null) {
    if (await isHalfMade(directory)) {
      throw notFound(
        directory,
        'The making of a vault was interrupted in this folder; there is no vault in it yet.',
      );
    }
    if (await looksLikeVault(directory)) throw await damaged(directory, 'missing');
    throw notFound(directory, 'There is no vault in this folder.');
  }
  const parsed = parse(bytes);
  switch (parsed.kind) {
    case 'good':
      return parsed.file;
    case 'newer':
      throw newerVault(path, parsed.format);
    case 'damaged':
      throw await damaged(directory, 'damaged');
  }
}

/** A vault.json that lies elsewhere: in a backup. @throws VaultError SEAL_BROKEN, NEWER_VERSION */
export function vaultFileOf(bytes: Buffer, path: string): VaultFile {
  const parsed = parse(bytes);
  if (parsed.kind === 'good') return parsed.file;
  if (parsed.kind === 'newer') throw newerVault(path, parsed.format);
  throw new VaultError('SEAL_BROKEN', 'The vault.json of this backup is damaged.', {
    hint: 'It was left as it is. Use another backup.',
    details: { path },
  });
}

/** Whether two vault files say the same. */
function sameFile(a: VaultFile, b: VaultFile): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Writes vault.json, then its copy. The caller has checked that this is its vault. */
export async function writeVaultFile(directory: string, file: VaultFile): Promise<void> {
  const text = `${JSON.stringify(vaultFileSchema.parse(file), null, 2)}\n`;
  await writeDurably(join(directory, VAULT_FILE), text);
  await writeDurably(join(directory, VAULT_FILE_COPY), text);
}

/** Brings the copy up to the file, where a crash came between the two writes. Call only once the file has opened the vault. */
export async function refreshCopy(directory: string, file: VaultFile): Promise<void> {
  const copy = await goodCopy(directory);
  if (copy !== null && sameFile(copy.file, file)) return;
  await writeDurably(join(directory, VAULT_FILE_COPY), `${JSON.stringify(file, null, 2)}\n`);
}

/**
 * Puts a damaged vault.json aside and takes the copy, at a person's word.
 * @returns where the damaged file is kept, or null where it was missing altogether.
 * @throws VaultError CONFLICT where nothing is damaged; VAULT_FILE_DAMAGED where there is no good copy.
 */
export async function repairVaultFile(directory: string, at: Date): Promise<{ keptAs: string | null }> {
  try {
    await readVaultFile(directory);
  } catch (error) {
    if (!(error instanceof VaultError) || error.code !== 'VAULT_FILE_DAMAGED') throw error;
    const copy = await goodCopy(directory);
    if (copy === null) throw error;
    const path = join(directory, VAULT_FILE);
    const keptAs = (await whatIsAt(path)) === 'nothing' ? null : await putAside(path, at);
    await writeDurably(path, copy.bytes);
    return { keptAs };
  }
  throw new VaultError('CONFLICT', 'The vault file of this folder is whole. Nothing was changed.', {
    hint: 'Open the vault as usual.',
    details: { path: directory },
  });
}

/** The slot of a type, the newest first where there are several. */
export function slotOf<T extends KeySlot['type']>(
  file: VaultFile,
  type: T,
): Extract<KeySlot, { type: T }> | null {
  const found = file.slots
    .filter((slot): slot is Extract<KeySlot, { type: T }> => slot.type === type)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return found[0] ?? null;
}

/** The file with every slot of a type replaced by one, or by none. */
export function withSlot(file: VaultFile, type: KeySlot['type'], slot: KeySlot | null): VaultFile {
  const others = file.slots.filter((existing) => existing.type !== type);
  return { ...file, slots: slot === null ? others : [...others, slot] };
}

/** Whether a folder holds what a vault leaves behind, so that it is never taken for an empty one. */
export async function looksLikeVault(directory: string): Promise<boolean> {
  for (const name of [VAULT_FILE, VAULT_FILE_COPY, REGISTRY_FILE]) {
    if ((await whatIsAt(join(directory, name))) !== 'nothing') return true;
  }
  return false;
}

/** Whether the making of a vault was interrupted here: marked, and the file that makes it a vault was never written. */
export async function isHalfMade(directory: string): Promise<boolean> {
  for (const name of [VAULT_FILE, VAULT_FILE_COPY]) {
    if ((await whatIsAt(join(directory, name))) !== 'nothing') return false;
  }
  return (await whatIsAt(join(directory, MAKING_MARK))) === 'file';
}

async function requireFolder(directory: string): Promise<void> {
  try {
    if ((await stat(directory)).isDirectory()) return;
  } catch (error) {
    if (isAbsent(error)) {
      throw notFound(directory, 'The folder of this vault is not there.');
    }
    throw fileFault(error, directory, 'reading');
  }
  throw notFound(directory, 'A file stands where the folder of this vault should be.');
}

/** A file too large to be ours reads as damaged, not as a fault. */
async function readBounded(path: string): Promise<Buffer | null> {
  if ((await whatIsAt(path)) === 'folder') return Buffer.alloc(0);
  try {
    return await readSmall(path, FILE_LIMIT);
  } catch (error) {
    if (error instanceof VaultError && error.code === 'TOO_LARGE') return Buffer.alloc(0);
    throw error;
  }
}

async function goodCopy(
  directory: string,
): Promise<{ file: VaultFile; bytes: Buffer; modified: Date } | null> {
  const path = join(directory, VAULT_FILE_COPY);
  const bytes = await readBounded(path);
  const parsed = bytes === null ? null : parse(bytes);
  if (bytes === null || parsed?.kind !== 'good') return null;
  return { file: parsed.file, bytes, modified: (await stat(path)).mtime };
}

async function damaged(directory: string, how: 'missing' | 'damaged'): Promise<VaultError> {
  const copy = await goodCopy(directory);
  const path = join(directory, VAULT_FILE);
  const what = how === 'missing' ? 'is missing' : 'is damaged';
  if (copy === null) {
    return new VaultError(
      'VAULT_FILE_DAMAGED',
      `The file vault.json of this vault ${what}, and there is no good copy of it here. Nothing was changed or deleted.`,
      { hint: 'Bring vault.json back from a backup of this folder.', details: { path, how } },
    );
  }
  return new VaultError(
    'VAULT_FILE_DAMAGED',
    `The file vault.json of this vault ${what}. A good copy of it is here; your memories are untouched.`,
    {
      hint: 'Have the app use the copy: the damaged file is put aside, not deleted.',
      details: { path, how, copy: copy.modified.toISOString() },
    },
  );
}

function newerVault(path: string, format: number): VaultError {
  return new VaultError(
    'NEWER_VERSION',
    'This vault was written by a newer version of the app. Nothing was changed.',
    {
      hint: 'Update the app on this machine, then open the vault again.',
      details: { path, format, known: VAULT_FORMAT },
    },
  );
}

function notFound(path: string, message: string): VaultError {
  return new VaultError('VAULT_NOT_FOUND', `${message} Nothing was changed.`, {
    hint: 'See whether the disk is connected or the folder was moved, then choose it again.',
    details: { path },
  });
}
