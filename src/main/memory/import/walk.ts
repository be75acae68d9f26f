/**
 * The files of a folder tree, in a stable order.
 *
 * Invariant: symbolic links are listed and not followed, so that no loop and no way out of the folder exists.
 * Hidden files and folders (`.obsidian`, `.git`, `.trash`) are not the person's notes and are passed over.
 */
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Refusal } from '../../../shared/contracts/imports.ts';
import { IMPORT_LIMITS, refusalOf, refuse } from './entries.ts';

export interface FolderListing {
  /** Paths relative to the folder, with `/`, sorted. */
  readonly files: readonly string[];
  readonly refused: readonly Refusal[];
}

/** What a folder may be strewn with that nobody wrote. */
const STRAY = /^(thumbs\.db|desktop\.ini|__MACOSX|node_modules)$/i;

/**
 * @param root an absolute path
 * @param depth folders inside folders to go down to
 * Throws the system's error where the root itself cannot be listed.
 */
export async function listFolder(
  root: string,
  signal: AbortSignal,
  depth: number = IMPORT_LIMITS.folderDepth,
): Promise<FolderListing> {
  const files: string[] = [];
  const refused: Refusal[] = [];
  const pending: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  for (let folder = pending.pop(); folder !== undefined && !signal.aborted; folder = pending.pop()) {
    try {
      for await (const entry of await opendir(join(root, folder.path))) {
        if (entry.name.startsWith('.') || STRAY.test(entry.name)) continue;
        const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
        if (entry.isSymbolicLink()) refused.push(refuse(path, 'SYMLINK').refusal);
        else if (entry.isDirectory()) {
          if (folder.depth + 1 < depth) pending.push({ path, depth: folder.depth + 1 });
          else refused.push(refuse(path, 'TOO_LARGE', 'It lies too many folders deep.').refusal);
        } else if (!entry.isFile()) {
          refused.push(refuse(path, 'UNSUPPORTED', 'It is not a file with content.').refusal);
        } else if (files.length < IMPORT_LIMITS.files) files.push(path);
        else refused.push(refuse(path, 'TOO_LARGE', 'The folder holds too many files.').refusal);
      }
    } catch (thrown) {
      if (folder.path === '') throw thrown;
      refused.push(refusalOf(folder.path, thrown).refusal);
    }
  }
  return { files: files.sort(), refused };
}
