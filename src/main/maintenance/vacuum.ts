/**
 * Gives empty pages back to the disk: in small steps between units, which can be stopped at any time, and, where a person
 * asked for all of it, by rewriting the file in order as the last step, which cannot.
 *
 * Why so: docs/adr/0007-vacuum.md. Invariants: units that wait go first; what was given back is noted; a step that fails
 * leaves the file as it was, and says so in a typed error; rewriting is begun only where there is room for it.
 */
import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { dirname } from 'node:path';
import { VaultError } from '../../shared/errors.ts';
import type { JobReport } from './jobs.ts';
import type { Target, UpkeptDatabase } from './targets.ts';

/** Pages of one step: a millisecond or two, mostly the flush to the disk. */
export const STEP_PAGES = 256;
/** While a file is rewritten there are it, its new pages in the log, and a little to spare. */
const ROOM_FOR_REWRITING = 2.2;
/** SQLite rewrites in memory, sealed files never lie open on a disk: no more than this share of what is free. */
const MEMORY_SHARE = 0.5;

export interface VacuumOutcome {
  /** Bytes of the file. */
  readonly before: number;
  readonly after: number;
}

/** One database, to its end or until it is stopped. @param full also rewrites the file in order */
export async function vacuumDatabase(
  { database, spaceId }: Pick<Target, 'database' | 'spaceId'>,
  { full, nowMs }: { readonly full: boolean; readonly nowMs: () => number },
  { signal, tell }: JobReport,
): Promise<VacuumOutcome> {
  const { pageBytes, pages, freePages, incremental } = await database.query('upkeep.facts', {});
  const before = pages * pageBytes;
  let left = pages;
  let free = freePages;
  tell({ spaceId, done: 0, total: freePages, cancellable: true });
  // A file from before incremental vacuum has no small steps.
  while (incremental && free > 0 && !signal.aborted) {
    const step = await database.vacuumStep(STEP_PAGES);
    if (step.pages >= left) break;
    left = step.pages;
    free = step.freePages;
    tell({ done: Math.max(0, freePages - free), reclaimedBytes: (pages - left) * pageBytes });
  }
  await note(database, (pages - left) * pageBytes, 'incremental', nowMs());
  if (full && !signal.aborted) {
    await requireRoom(database.file, left * pageBytes);
    tell({ cancellable: false });
    const step = await database.vacuumStep(null);
    await note(database, Math.max(0, left - step.pages) * pageBytes, 'full', nowMs());
    left = Math.min(left, step.pages);
  }
  // Only with the log moved into it does the file itself get smaller.
  await database.checkpoint();
  const after = left * pageBytes;
  tell({ done: freePages, reclaimedBytes: Math.max(0, before - after) });
  return { before, after };
}

export async function note(
  database: UpkeptDatabase,
  bytes: number,
  how: 'incremental' | 'full',
  atMs: number,
): Promise<void> {
  if (bytes > 0) await database.upkeep((notes) => notes.upkeep.reclaimed({ atMs, bytes, how }));
}

/** Throws STORAGE_FULL, BUSY before anything is begun. */
async function requireRoom(file: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file));
  if (bavail * bsize < bytes * ROOM_FOR_REWRITING) {
    throw new VaultError(
      'STORAGE_FULL',
      'There is not enough room on the disk to rewrite the file in order.',
      {
        hint: 'The empty pages were given back; the rest is as it was. Make room, then vacuum again.',
        retryable: true,
        details: { needed: Math.ceil(bytes * ROOM_FOR_REWRITING), free: bavail * bsize },
      },
    );
  }
  if (freemem() * MEMORY_SHARE < bytes) {
    throw new VaultError('BUSY', 'There is not enough free memory to rewrite so large a file in order.', {
      hint: 'The empty pages were given back; the rest is as it was. Close other programs, then vacuum again.',
      retryable: true,
      details: { needed: bytes, free: freemem() },
    });
  }
}
