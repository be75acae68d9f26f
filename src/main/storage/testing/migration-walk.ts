/** All the way down and up again, on a database that holds something: nothing may be lost. */
import { expect } from 'vitest';
import { readMigrations } from '../migration-manifest.ts';
import { migrateDown, migrateUp } from '../migration-system.ts';
import type { WritableConnection } from '../sqlite.ts';
import type { DatabaseKind } from '../sqlite-errors.ts';
import { RUNTIME } from './databases.ts';
import { tableDigests } from './table-digests.ts';

export function walksWithoutLoss(connection: WritableConnection, kind: DatabaseKind): void {
  const migrations = readMigrations(RUNTIME.migrations, kind);
  const place = { kind, file: 'walked' };
  const rows = () => tableDigests(connection, migrations, Number.MAX_SAFE_INTEGER);
  const before = rows();
  migrateDown(connection, migrations, place, { to: 0 });
  migrateUp(connection, migrations, place);
  expect(rows()).toEqual(before);
}
