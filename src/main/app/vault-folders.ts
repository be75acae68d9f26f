/**
 * Where vaults lie unless the person chooses otherwise: `Documents/MemoryOS Vaults/<name>`.
 *
 * Invariant: what is suggested does not exist yet, and its name is one that every file system takes. Makes nothing.
 */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

/** Characters that some file system refuses, and control characters. */
const REFUSED = /[\p{Cc}<>:"/\\|?*]+/gu;
/** Names that Windows keeps for devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const LONGEST = 60;
const MOST_TRIES = 1000;

/** @param fallback the name of the folder where nothing usable is left of the vault's */
export async function suggestFolder(parent: string, name: string, fallback: string): Promise<string> {
  const base = folderName(name) ?? fallback;
  for (let number = 1; number < MOST_TRIES; number += 1) {
    const folder = join(parent, number === 1 ? base : `${base} ${number}`);
    if (!(await exists(folder))) return folder;
  }
  return join(parent, `${base} ${Date.now()}`);
}

/** Null where nothing usable is left. */
export function folderName(name: string): string | null {
  const cleaned = [...name.replaceAll(REFUSED, ' ').replaceAll(/\s+/g, ' ').trim()]
    .slice(0, LONGEST)
    .join('')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return cleaned === '' || RESERVED.test(cleaned) ? null : cleaned;
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    // What cannot be looked at is not suggested either.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
