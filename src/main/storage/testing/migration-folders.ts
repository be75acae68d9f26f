/** Folders of migrations with one more than the app carries: what a next release would bring, or a broken one. */
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseKind } from '../sqlite-errors.ts';
import { RUNTIME } from './databases.ts';

export interface NewMigration {
  readonly number: number;
  readonly name: string;
  readonly version: string;
  readonly up: string;
  readonly down: string;
  readonly keeps?: readonly string[];
  readonly rebuilds?: boolean;
}

interface Manifest {
  readonly migrations: { readonly number: number; readonly version: string }[];
}

/** A copy of the app's migrations in `folder`, with one added at the end. @returns the copy's path */
export function migrationsWith(folder: string, kind: DatabaseKind, added: NewMigration): string {
  const copy = join(folder, `migrations-${added.name}`);
  cpSync(RUNTIME.migrations, copy, { recursive: true });
  const path = join(copy, kind, 'manifest.json');
  const manifest: Manifest = JSON.parse(readFileSync(path, 'utf8'));
  const { up, down, keeps = [], rebuilds = false, ...entry } = added;
  const script = (direction: string, sql: string) => {
    const file = `${added.number}-${added.name}.${direction}.sql`;
    writeFileSync(join(copy, kind, file), sql);
    return { file, sha256: createHash('sha256').update(sql).digest('hex') };
  };
  const migration = { ...entry, up: script('up', up), down: script('down', down), keeps, rebuilds };
  writeFileSync(path, JSON.stringify({ ...manifest, migrations: [...manifest.migrations, migration] }));
  return copy;
}
