/**
 * What a backup says of itself: a plain head that anyone may read, and the sealed rest that nobody can change.
 *
 * Invariants: the head is repeated inside the seal, so a changed head is noticed when the backup is opened; the manifest
 * is put last, so a folder without one holds no backup. Described in docs/file-format.md. It holds no keys.
 */
import { z } from 'zod';
import { type Backup, backupSchema } from '../../shared/contracts/backups.ts';
import { idSchema, sha256HexSchema } from '../../shared/contracts/primitives.ts';
import { errorCodeSchema, VaultError } from '../../shared/errors.ts';
import type { StorageAdapter } from '../storage/backup/adapter.ts';

const BACKUP_FORMAT = 1;
/** Bytes. A thousand spaces take a hundredth of it. */
const MANIFEST_LIMIT = 64 * 1024 * 1024;

export const MANIFEST = 'backup.json';
/** Stands beside the pieces until the manifest does: what an interrupted backup left can be told from a stranger's files. */
export const MAKING = 'backup.making';

const headSchema = z.object({ seq: z.int().nonnegative(), hash: sha256HexSchema });

const pieceSchema = z.object({
  /** Path below the backup's folder, and of the file in a vault's folder. */
  name: z.string(),
  bytes: z.int().nonnegative(),
  sha256: sha256HexSchema,
  /** Of a database. */
  database: z
    .object({
      kind: z.enum(['vault', 'space']),
      /** The space's id, or the vault's. */
      id: idSchema,
      head: headSchema,
      checkpoint: z.object({ size: z.int().nonnegative(), root: sha256HexSchema }).nullable(),
      /** Rows of each table, derived ones left out. */
      rows: z.record(z.string(), z.int().nonnegative()),
      /** Semantic version of the last migration. */
      version: z.string(),
    })
    .nullable(),
});
export type BackupPiece = z.infer<typeof pieceSchema>;

const contentSchema = z.object({
  backup: backupSchema,
  /** Of the app that made it. */
  app: z.string(),
  deviceId: idSchema,
  pieces: z.array(pieceSchema),
  missing: z.array(z.object({ spaceId: idSchema, code: errorCodeSchema })),
});
export type BackupContent = z.infer<typeof contentSchema>;

const manifestSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  app: z.literal('memoryos-vault-backup'),
  backup: backupSchema,
  sealed: z.base64(),
});
export type BackupManifest = z.infer<typeof manifestSchema>;

export function writeManifest(backup: Backup, sealed: Uint8Array): Buffer {
  const manifest: BackupManifest = {
    format: BACKUP_FORMAT,
    app: 'memoryos-vault-backup',
    backup,
    sealed: Buffer.from(sealed).toString('base64'),
  };
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`, 'utf8');
}

/** The manifest of a backup. Throws NOT_FOUND, NEWER_VERSION, SEAL_BROKEN (it is damaged), faults of the place. */
export async function readManifest(adapter: StorageAdapter, id: string): Promise<BackupManifest> {
  const json = jsonOf(await readBounded(adapter, `${id}/${MANIFEST}`));
  const format = z.object({ format: z.int() }).safeParse(json);
  if (format.success && format.data.format > BACKUP_FORMAT) {
    throw new VaultError('NEWER_VERSION', 'This backup was made by a newer version of the app.', {
      hint: 'Nothing was changed. Update the app on this machine, then try again.',
      details: { format: format.data.format, known: BACKUP_FORMAT },
    });
  }
  const manifest = manifestSchema.safeParse(json);
  if (manifest.success && manifest.data.backup.id === id) return manifest.data;
  throw manifestDamaged();
}

/** What was sealed, held against the plain head. Throws SEAL_BROKEN. */
export function parseContent(manifest: BackupManifest, plain: Uint8Array): BackupContent {
  const content = contentSchema.safeParse(jsonOf(Buffer.from(plain)));
  if (!content.success || JSON.stringify(content.data.backup) !== JSON.stringify(manifest.backup)) {
    throw manifestDamaged();
  }
  return content.data;
}

/** Every backup of a place, newest first, and what looks like one and is none. */
export async function listManifests(
  adapter: StorageAdapter,
): Promise<{ manifests: BackupManifest[]; useless: { name: string; error: VaultError }[] }> {
  const manifests: BackupManifest[] = [];
  const useless: { name: string; error: VaultError }[] = [];
  for (const { name } of await adapter.list()) {
    const [id = '', file, ...rest] = name.split('/');
    if (file !== MANIFEST || rest.length > 0 || !idSchema.safeParse(id).success) continue;
    try {
      manifests.push(await readManifest(adapter, id));
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      useless.push({ name: id, error });
    }
  }
  manifests.sort((a, b) => Date.parse(b.backup.at) - Date.parse(a.backup.at));
  return { manifests, useless };
}

/** A small object whole. */
export async function readBounded(adapter: StorageAdapter, name: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of adapter.get(name)) {
    bytes += chunk.byteLength;
    if (bytes > MANIFEST_LIMIT) throw manifestDamaged();
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function manifestDamaged(): VaultError {
  return new VaultError('SEAL_BROKEN', 'The list of what is in this backup is damaged.', {
    hint: 'It was left as it is. Use another backup, or bring this folder back from where it was copied.',
  });
}
