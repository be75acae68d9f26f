/**
 * One step of vacuuming, in the writer's thread, between units: a bounded number of empty pages, or the whole file.
 *
 * A small step moves the file's last pages into empty ones and cuts the file; it is one transaction and can be the last
 * at any time. The whole-file step rewrites every page in order (and makes a file from before incremental vacuum able to
 * shrink); SQLite cannot stop it half-way. Invariant: after a failure the file is as it was; freed pages were zeroed when
 * they were freed (`secure_delete`).
 */
import type { WritableConnection } from '../sqlite.ts';
import { type FaultPlace, storageError } from '../sqlite-errors.ts';

export interface VacuumStep {
  readonly pageBytes: number;
  /** Of the file as it is after this step. */
  readonly pages: number;
  readonly freePages: number;
}

/** @param pages most pages to give back; null rewrites the whole file */
export function vacuumStep(
  connection: WritableConnection,
  place: FaultPlace,
  pages: number | null,
): VacuumStep {
  try {
    if (pages === null) connection.script('VACUUM');
    else if (pages > 0) connection.script(`PRAGMA incremental_vacuum(${Math.trunc(pages)})`);
  } catch (error) {
    throw storageError(error, place);
  }
  return {
    pageBytes: Number(connection.pragma('page_size')),
    pages: Number(connection.pragma('page_count')),
    freePages: Number(connection.pragma('freelist_count')),
  };
}
