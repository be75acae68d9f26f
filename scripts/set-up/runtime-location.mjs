/**
 * Which Electron runs the app here, and what it needs in its environment.
 *
 * The order: `ELECTRON_OVERRIDE_DIST_PATH`, then the official binary of the `electron` package, then the floor: the
 * oldest Electron the app supports, for networks from which the official binary cannot be fetched. The floor is for
 * tests and as a fallback; it is never shipped.
 *
 * Invariant: looks, never fetches; what it answers is whole on disk.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SetUpProblem } from './progress.mjs';
import { modulesFolder, readJson, runtimeFolder } from './project.mjs';
import { readStamp } from './stamps.mjs';
import { isAtLeast } from './versions.mjs';

export const floorVersion = '33.2.1';
export const floorFolder = join(runtimeFolder, `electron-${floorVersion}`);

/** The first Electron with Node-API 10, on which the database driver's own binary runs. */
const firstWithNodeApi10 = '35.0.0';

/**
 * @typedef {object} RuntimeLocation
 * @property {string} electronPath the executable
 * @property {Record<string, string>} env what the app, or a test that starts it, needs in its environment
 * @property {'override' | 'official' | 'floor'} source
 * @property {string} version
 * @property {boolean} needsBinding whether the database driver has to be built for it
 */

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {RuntimeLocation | undefined} undefined when set-up has not been run
 */
export function findRuntime(env = process.env) {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') return describe(resolve(override), 'override');
  const official = join(modulesFolder, 'electron');
  // `path.txt` is the last thing its installer writes.
  if (existsSync(join(official, 'path.txt'))) {
    const location = describe(join(official, 'dist'), 'official');
    if (location !== undefined) return location;
  }
  return describe(floorFolder, 'floor');
}

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {RuntimeLocation}
 */
export function locateRuntime(env = process.env) {
  const location = findRuntime(env);
  if (location !== undefined) return location;
  throw env.ELECTRON_OVERRIDE_DIST_PATH
    ? new SetUpProblem(
        `ELECTRON_OVERRIDE_DIST_PATH names ${env.ELECTRON_OVERRIDE_DIST_PATH}, but no Electron lies there.`,
        'Unset it, or name the folder that holds the executable.',
      )
    : new SetUpProblem('There is no Electron here yet.', 'npm run set-up');
}

/** The database driver, built for runtimes that cannot load the one in its package. */
export function bindingPath() {
  const { version } = readJson(join(modulesFolder, 'better-sqlite3-multiple-ciphers', 'package.json'));
  return join(runtimeFolder, 'native', `${version}-napi9`, 'better_sqlite3.node');
}

/**
 * @param {string} folder
 * @param {RuntimeLocation['source']} source
 * @returns {RuntimeLocation | undefined}
 */
function describe(folder, source) {
  const electronPath = join(folder, executableName());
  if (!existsSync(electronPath)) return undefined;
  const version = (readStamp(join(folder, 'version')) ?? '0').trim().replace(/^v/, '');
  const needsBinding = !isAtLeast(version, firstWithNodeApi10);
  /** @type {Record<string, string>} */
  const env = { ELECTRON_EXEC_PATH: electronPath };
  if (needsBinding) env.MEMORYOS_SQLITE_BINDING = bindingPath();
  return { electronPath, env, source, version, needsBinding };
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
