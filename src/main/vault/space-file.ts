/**
 * space.json and the folder of one space.
 *
 * space.json says whose file lies beside it and which key it was written with, so that a wrong key can be told from a
 * damaged file. It is a help for the diagnosis: a space opens without it.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { idSchema, sha256HexSchema } from '../../shared/contracts/primitives.ts';
import { readSmall, writeDurably } from './durable-files.ts';

const SPACE_FORMAT = 1;
const FILE_LIMIT = 64 * 1024;

const spaceFileSchema = z.object({
  format: z.literal(SPACE_FORMAT),
  spaceId: idSchema,
  generation: z.int().positive(),
  /** `keyCheck(generation key, 'spaceCheck', spaceId)`. */
  keyCheck: sha256HexSchema,
});
export type SpaceFile = z.infer<typeof spaceFileSchema>;

const formatSchema = z.object({ format: z.int().positive() });

export interface SpacePaths {
  readonly folder: string;
  readonly file: string;
  readonly database: string;
}

export function spacePaths(vaultDirectory: string, spaceId: string): SpacePaths {
  const folder = join(vaultDirectory, 'spaces', spaceId);
  return { folder, file: join(folder, 'space.json'), database: join(folder, 'space.db') };
}

export type SpaceFileReading =
  | { readonly kind: 'good'; readonly file: SpaceFile }
  | { readonly kind: 'newer'; readonly format: number }
  | { readonly kind: 'useless' };

/** Reads space.json; whatever cannot be used is `useless`. */
export async function readSpaceFile(path: string): Promise<SpaceFileReading> {
  const bytes = await readSmall(path, FILE_LIMIT).catch(() => null);
  if (bytes === null) return { kind: 'useless' };
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { kind: 'useless' };
  }
  const format = formatSchema.safeParse(json);
  if (format.success && format.data.format > SPACE_FORMAT)
    return { kind: 'newer', format: format.data.format };
  const file = spaceFileSchema.safeParse(json);
  return file.success ? { kind: 'good', file: file.data } : { kind: 'useless' };
}

export async function writeSpaceFile(path: string, file: Omit<SpaceFile, 'format'>): Promise<void> {
  await writeDurably(path, `${JSON.stringify({ format: SPACE_FORMAT, ...file }, null, 2)}\n`);
}
