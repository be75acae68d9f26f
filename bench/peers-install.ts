/**
 * The packages that `peers` compares with: installed on demand, in a folder of their own below `node_modules`, from
 * the lockfile in `peers/`. No install script runs, so nothing is downloaded beside the packages themselves.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const SOURCE = resolve(import.meta.dirname, 'peers');
const PLACE = resolve(import.meta.dirname, '../node_modules/.cache/memoryos-peers');
const LOCK = 'package-lock.json';
const require = createRequire(join(PLACE, 'package.json'));

/** Installs what the lockfile names, once; null, or why it could not be done. */
export function installPeers(): string | null {
  const lock = readFileSync(join(SOURCE, LOCK), 'utf8');
  const marker = join(PLACE, 'node_modules', '.package-lock.json');
  const asWanted = existsSync(marker) && readFileSync(join(PLACE, LOCK), 'utf8') === lock;
  if (asWanted) return null;
  mkdirSync(PLACE, { recursive: true });
  for (const name of ['package.json', LOCK]) copyFileSync(join(SOURCE, name), join(PLACE, name));
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: PLACE,
    encoding: 'utf8',
  });
  return status === 0 ? null : `npm ci answered ${status}: ${lastLine(stderr)}`;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/**
 * A peer's module. `T` states the few parts of it that are used, as the versions in `peers/package.json` have them;
 * its own types are not there when the project is checked.
 */
export function peer<T>(name: string): T {
  return require(name) as T;
}
