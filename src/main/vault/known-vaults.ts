/**
 * The vaults this machine knows of: a small list in the app's own configuration folder.
 *
 * The list is a convenience and never the truth: what a vault is called and how it opens is read from its folder each
 * time, and losing the list loses nothing. A list that cannot be read is put aside, not overwritten.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { timestampSchema } from '../../shared/contracts/primitives.ts';
import type { KnownVault } from '../../shared/contracts/vaults.ts';
import { errorData, VaultError } from '../../shared/errors.ts';
import { putAside, readSmall, writeDurably } from './durable-files.ts';
import { fileFault } from './file-faults.ts';
import { readVaultFile } from './vault-file.ts';

const LIST_LIMIT = 1024 * 1024;

const listSchema = z.object({
  format: z.literal(1),
  vaults: z
    .array(
      z.object({
        directory: z.string().min(1),
        name: z.string(),
        vaultId: z.uuid(),
        lastOpenedAt: timestampSchema.nullable(),
      }),
    )
    .max(1000),
});
type Listed = z.infer<typeof listSchema>['vaults'][number];

/** How a vault presents itself, with the problem that keeps it from being opened. Never throws a typed error. */
export async function describeVault(
  directory: string,
  remembered: Partial<Pick<KnownVault, 'name' | 'vaultId' | 'lastOpenedAt'>> = {},
): Promise<KnownVault> {
  const lastOpenedAt = remembered.lastOpenedAt ?? null;
  try {
    const file = await readVaultFile(directory);
    const slots = [...new Set(file.slots.map((slot) => slot.type))];
    return { directory, name: file.name, vaultId: file.vaultId, slots, lastOpenedAt, problem: null };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return {
      directory,
      name: remembered.name ?? '',
      vaultId: remembered.vaultId ?? null,
      slots: [],
      lastOpenedAt,
      problem: errorData(error),
    };
  }
}

export class KnownVaults {
  readonly #file: string | null;
  readonly #now: () => number;

  /** @param file null keeps no list. */
  constructor(file: string | null, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** Last opened first. */
  async list(): Promise<KnownVault[]> {
    const listed = await this.#read();
    const described = await Promise.all(listed.map((vault) => describeVault(vault.directory, vault)));
    return described.sort((a, b) => instant(b.lastOpenedAt) - instant(a.lastOpenedAt));
  }

  async find(directory: string): Promise<Listed | null> {
    return (await this.#read()).find((vault) => vault.directory === resolve(directory)) ?? null;
  }

  async remember(vault: Listed): Promise<void> {
    const directory = resolve(vault.directory);
    const others = (await this.#read()).filter((known) => known.directory !== directory);
    await this.#write([...others, { ...vault, directory }]);
  }

  async forget(directory: string): Promise<void> {
    const listed = await this.#read();
    const others = listed.filter((vault) => vault.directory !== resolve(directory));
    if (others.length < listed.length) await this.#write(others);
  }

  async #read(): Promise<Listed[]> {
    if (this.#file === null) return [];
    const bytes = await readSmall(this.#file, LIST_LIMIT);
    if (bytes === null) return [];
    try {
      return listSchema.parse(JSON.parse(bytes.toString('utf8'))).vaults;
    } catch {
      await putAside(this.#file, new Date(this.#now()));
      return [];
    }
  }

  async #write(vaults: Listed[]): Promise<void> {
    if (this.#file === null) return;
    try {
      await mkdir(dirname(this.#file), { recursive: true });
    } catch (error) {
      throw fileFault(error, this.#file);
    }
    await writeDurably(this.#file, `${JSON.stringify({ format: 1, vaults }, null, 2)}\n`);
  }
}

function instant(at: string | null): number {
  return at === null ? 0 : Date.parse(at);
}
