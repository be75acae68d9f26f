/**
 * `--demo`: a throw-away vault with a believable household in it.
 *
 * Invariant: it lies in a folder of its own under the system's temporary folder, made by us a moment ago; at the end
 * that very folder is removed, and nothing that a link inside it points to. It is on no list of known vaults.
 */
import { randomBytes } from 'node:crypto';
import { lstat, mkdtemp, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { VaultError } from '../../shared/errors.ts';
import type { Application } from '../composition.ts';
import { createDemoHousehold } from '../memory/demo/demo-household.ts';

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

export interface Demonstration {
  /** Resolves when the vault is open and can be shown, still nearly empty. */
  readonly opened: Promise<void>;
  /** Resolves when everything is in it. */
  readonly filled: Promise<void>;
}

/** Makes the vault in its folder and fills it. Nobody ever types its passphrase. */
export function beginDemonstration(
  { vaults, memories }: Application,
  folder: DemoFolder,
  onProgress: (share: number) => void,
): Demonstration {
  const opened = new Promise<void>((resolve) => {
    const stop = vaults.on('session', (session) => {
      if (session.state !== 'unlocked' || !session.recoveryConfirmed) return;
      stop();
      resolve();
    });
  });
  const passphrase = randomBytes(24).toString('base64url');
  const filled = createDemoHousehold(vaults, memories, {
    directory: folder.vault,
    passphrase,
    onProgress,
  }).then(
    () => undefined,
    (error: unknown) => {
      // Locked or quit while it filled: what is in is in.
      if (!(error instanceof VaultError && error.code === 'VAULT_LOCKED')) throw error;
    },
  );
  return { opened: Promise.race([opened, filled]), filled };
}
