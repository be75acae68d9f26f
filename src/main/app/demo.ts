/**
 * `--demo`: a throw-away vault with a believable household in it.
 *
 * Invariant: it lies in a folder of its own under the system's temporary folder, made by us a moment ago; at the end
 * that very folder is removed, and nothing that a link inside it points to. It is on no list of known vaults.
 */
import { randomBytes } from 'node:crypto';
import { lstat, mkdtemp, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const PREFIX = 'memoryos-demo-';

export interface DemoFolder {
  /** Where the vault is to be made; does not exist yet. */
  readonly vault: string;
  /** Removes the folder and all that is in it. */
  remove(): Promise<void>;
}

/** @param temporary the system's temporary folder */
export async function makeDemoFolder(temporary: string): Promise<DemoFolder> {
  const folder = await mkdtemp(join(await realpath(temporary), PREFIX));
  const { ino, dev } = await lstat(folder);
  return {
    vault: join(folder, 'vault'),
    async remove() {
      const now = await lstat(folder).catch(() => null);
      // Somebody has put something else in its place: that is theirs.
      if (now === null || !now.isDirectory() || now.ino !== ino || now.dev !== dev) return;
      if ((await realpath(dirname(folder))) !== dirname(folder)) return;
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Nobody types it: the demonstration is unlocked when it is made and gone when the app ends. */
export const demoPassphrase = (): string => randomBytes(24).toString('base64url');
