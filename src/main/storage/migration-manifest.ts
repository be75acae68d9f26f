/**
 * The migrations that came with this build: read from their folder and held against their manifest.
 *
 * Invariant: what runs is what was released. A file whose SHA-256 is not the manifest's stops everything. What was read
 * and held against the manifest once is what the process goes on with: nothing is read again that could have changed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import gt from 'semver/functions/gt.js';
import valid from 'semver/functions/valid.js';
import { z } from 'zod';
import { sha256HexSchema } from '../../shared/contracts/primitives.ts';
import { VaultError } from '../../shared/errors.ts';
import type { DatabaseKind } from './sqlite-errors.ts';

const scriptSchema = z.strictObject({ file: z.string().regex(/^[\w.-]+\.sql$/), sha256: sha256HexSchema });

const manifestSchema = z.strictObject({
  kind: z.enum(['space', 'vault']),
  migrations: z
    .array(
      z.strictObject({
        /** Strictly increasing, with gaps. */
        number: z.int().positive(),
        name: z.string().regex(/^[a-z-]+$/),
        version: z.string().refine((text) => valid(text) !== null, { error: 'is no semantic version' }),
        up: scriptSchema,
        down: scriptSchema,
        /** Tables whose rows `down` keeps as `_kept_<table>` and `up` brings back, parents first. */
        keeps: z.array(z.string().regex(/^[a-z_]+$/)),
        /** True where derived stores must be built anew after going up. */
        rebuilds: z.boolean(),
      }),
    )
    .min(1),
});

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly version: string;
  readonly up: string;
  readonly upSha256: string;
  readonly down: string;
  readonly downSha256: string;
  readonly keeps: readonly string[];
  readonly rebuilds: boolean;
}

function broken(file: string, why: string, cause?: unknown): VaultError {
  return new VaultError('MIGRATION_CHECKSUM', `A part of the app itself is not as it was released: ${why}.`, {
    hint: 'Nothing was opened or changed. Install the app again.',
    details: { file },
    cause,
  });
}

function readPart(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw broken(path, 'a migration file cannot be read', cause);
  }
}

function readScript(folder: string, script: z.infer<typeof scriptSchema>): string {
  const path = join(folder, script.file);
  const bytes = readPart(path);
  if (createHash('sha256').update(bytes).digest('hex') !== script.sha256) {
    throw broken(path, 'a migration file has changed');
  }
  return bytes.toString('utf8');
}

/**
 * Reads `<folder>/<kind>/manifest.json` and every file it names.
 * Throws MIGRATION_CHECKSUM (details: file) where anything is missing, changed or out of order.
 */
export function readMigrations(folder: string, kind: DatabaseKind): readonly Migration[] {
  const home = join(folder, kind);
  const path = join(home, 'manifest.json');
  const text = readPart(path).toString('utf8');
  let manifest: z.infer<typeof manifestSchema>;
  try {
    manifest = manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw broken(path, 'the list of migrations cannot be understood', cause);
  }
  if (manifest.kind !== kind) throw broken(path, 'the list of migrations is for another database');
  let last = 0;
  let version = '0.0.0';
  return manifest.migrations.map((entry) => {
    if (entry.number <= last) throw broken(path, 'the list of migrations is out of order');
    if (!gt(entry.version, version))
      throw broken(path, 'a migration has no higher version than the one before');
    last = entry.number;
    version = entry.version;
    const { up, down, ...rest } = entry;
    return {
      ...rest,
      up: readScript(home, up),
      upSha256: up.sha256,
      down: readScript(home, down),
      downSha256: down.sha256,
    };
  });
}

/** By folder and kind. Never dropped: a build has one folder, and it does not change while it runs. */
const verified = new Map<string, readonly Migration[]>();

/**
 * The migrations as `readMigrations` gives them, read once by this process: opening a database holds its history against
 * them each time, and reads none of their files again. Throws as it does; what failed is read anew at the next call.
 */
export function verifiedMigrations(folder: string, kind: DatabaseKind): readonly Migration[] {
  const home = join(folder, kind);
  const known = verified.get(home);
  if (known !== undefined) return known;
  const read = readMigrations(folder, kind);
  verified.set(home, read);
  return read;
}
