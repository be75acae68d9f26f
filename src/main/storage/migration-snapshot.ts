/**
 * The copy of a database that is taken before a breaking step, beside the file and under the same key.
 *
 * Invariants: a snapshot that has its name was opened and read through after it was written, and ends in the same
 * receipt as the file; no step begins without it. It goes when the file next opens with nothing left to do.
 */
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Secret } from '../security/secret.ts';
import { migrationHistory } from './migration-history.ts';
import { openReadable, type ReadableConnection, type WritableConnection } from './sqlite.ts';
import { damaged, type FaultPlace, storageError } from './sqlite-errors.ts';

const MARK = '.before-';

/** @returns the snapshot's path */
export function takeSnapshot(
  connection: WritableConnection,
  place: FaultPlace,
  key: Secret | null,
  version: string,
): string {
  const path = `${place.file}${MARK}${version}`;
  const unfinished = `${path}.new`;
  rmSync(unfinished, { force: true });
  try {
    // Seals the copy with the same key. It reads one snapshot, and everything in it.
    connection.write('VACUUM INTO ?').run(unfinished);
    requireSame(connection, unfinished, place, key);
    flush(unfinished);
    renameSync(unfinished, path);
    if (process.platform !== 'win32') flush(dirname(path));
    return path;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw storageError(error, place);
  }
}

/** Snapshots beside a file that was opened and had nothing left to do. */
export function dropSnapshots(file: string): void {
  const mine = `${basename(file)}${MARK}`;
  for (const name of readdirSync(dirname(file))) {
    if (name.startsWith(mine)) rmSync(join(dirname(file), name), { force: true });
  }
}

function requireSame(
  connection: ReadableConnection,
  path: string,
  place: FaultPlace,
  key: Secret | null,
): void {
  const copy = openReadable({ file: path, key });
  try {
    const same = identity(copy) === identity(connection);
    if (!same || copy.pragma('integrity_check') !== 'ok') throw damaged({ ...place, file: path }, 'corrupt');
  } finally {
    copy.close();
  }
}

/** What tells one state of a database from another: its steps and the end of its receipts. */
function identity(connection: ReadableConnection): string {
  const head = connection
    .read<{ seq: number; hash: string }>(
      'SELECT seq, hex(hash) AS hash FROM receipt ORDER BY seq DESC LIMIT 1',
    )
    .get();
  return JSON.stringify([migrationHistory(connection), head ?? null]);
}

function flush(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
