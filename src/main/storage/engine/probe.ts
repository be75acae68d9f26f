/** Tells what a page key does to a file; writes nothing. */
import { statSync } from 'node:fs';
import type { Secret } from '../../security/secret.ts';
import type { PageKeyProbe } from '../interfaces.ts';
import { openNative, unlockPages } from '../sqlite.ts';
import { storageError } from '../sqlite-errors.ts';

export function probeFile(file: string, key: Secret): PageKeyProbe {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return 'missing';
  if (!stats.isFile()) return 'unreadable';
  if (stats.size === 0) return 'refused';
  try {
    const database = openNative(file, { readonly: true, fileMustExist: true });
    try {
      unlockPages(database, key);
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
      return 'opens';
    } finally {
      database.close();
    }
  } catch (error) {
    switch (storageError(error, { kind: 'space', file }).details?.reason) {
      case 'not-a-database':
        return 'refused';
      case 'corrupt':
        return 'damaged';
      default:
        return 'unreadable';
    }
  }
}
