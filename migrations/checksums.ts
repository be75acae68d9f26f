/**
 * Writes the checksums of the migration files into their manifests: `npm run checksums`.
 *
 * For the one who writes a migration, after each change to its SQL. Invariant: only `sha256` values change, so the
 * diff shows which files did. Does not judge what may change: a released migration never may, and the golden vaults
 * refuse to open when one has.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ENTRY = /("file":\s*"([\w.-]+\.sql)",\s*"sha256":\s*")[^"]*(")/g;

/** @returns the files whose checksum was not what the manifest said, and those that are missing */
function renew(folder: string): { changed: string[]; missing: string[] } {
  const path = join(folder, 'manifest.json');
  const changed: string[] = [];
  const missing: string[] = [];
  const before = readFileSync(path, 'utf8');
  const after = before.replace(ENTRY, (entry, head: string, file: string, tail: string) => {
    const script = join(folder, file);
    if (!existsSync(script)) {
      missing.push(file);
      return entry;
    }
    const renewed = `${head}${createHash('sha256').update(readFileSync(script)).digest('hex')}${tail}`;
    if (renewed !== entry) changed.push(file);
    return renewed;
  });
  if (after !== before) writeFileSync(path, after);
  return { changed, missing };
}

for (const kind of ['space', 'vault']) {
  const { changed, missing } = renew(join(import.meta.dirname, kind));
  for (const file of changed) process.stdout.write(`${kind}/${file}: checksum renewed\n`);
  for (const file of missing) process.stderr.write(`${kind}/${file}: named in the manifest, but not there\n`);
  if (missing.length > 0) process.exitCode = 1;
}
