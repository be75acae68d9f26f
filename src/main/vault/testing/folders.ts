/** Real folders for tests, and byte-for-byte pictures of them. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** A fresh folder under the system's temporary one, and the act that removes it. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'vault-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Every file under a folder, sorted, with `/` between names. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/**
 * The SHA-256 of every file that holds something of a person's. Left out are the three a mere attempt to open may touch:
 * the lock file (SQLite keeps a journal beside it), the count of failed unlocks, and SQLite's shared-memory index, which SQLite itself makes anew.
 */
export async function pictureOf(folder: string): Promise<Record<string, string>> {
  const picture: Record<string, string> = {};
  for (const name of await filesUnder(folder)) {
    if (name.startsWith('vault.lock') || name === 'unlock-attempts.json' || name.endsWith('-shm')) continue;
    picture[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
  }
  return picture;
}
