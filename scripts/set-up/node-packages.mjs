/**
 * Installs the packages of package-lock.json.
 *
 * Invariant: exactly what the lockfile names, with `npm ci`, and only when it is not there already.
 * Does not change package.json or the lockfile.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './processes.mjs';
import { SetUpProblem, step } from './progress.mjs';
import { machineEnvironment, modulesFolder, projectRoot, readJson, toolNode } from './project.mjs';
import { digestOf, readStamp, writeStamp } from './stamps.mjs';
import { checkNpm } from './versions.mjs';

const lockfile = join(projectRoot, 'package-lock.json');
const stampFile = join(modulesFolder, '.installed-from');
/** npm writes this as the last thing of an installation. */
const installedList = join(modulesFolder, '.package-lock.json');

/**
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} Lockfile
 */

export function packagesAreInstalled() {
  if (!existsSync(toolNode) || !existsSync(lockfile)) return false;
  const wanted = wantedStamp();
  if (readStamp(stampFile) === wanted) return true;
  // Someone ran `npm install` by hand: what lies there is right, it only lacks our stamp.
  if (!existsSync(installedList) || !coversLockfile(readJson(lockfile), readJson(installedList)))
    return false;
  writeStamp(stampFile, wanted);
  return true;
}

/**
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile} installed npm's own list of what it installed; optional packages of other platforms are not in it
 */
export function coversLockfile(wanted, installed) {
  const there = installed.packages ?? {};
  const paths = new Set([...Object.keys(wanted.packages ?? {}), ...Object.keys(there)]);
  paths.delete('');
  return [...paths].every((path) => {
    const want = wanted.packages?.[path];
    if (there[path] === undefined) return want?.optional === true;
    return want !== undefined && there[path].version === want.version;
  });
}

export async function installPackages() {
  if (!existsSync(lockfile)) {
    throw new SetUpProblem(
      'package-lock.json is missing, so nobody can say which packages to install.',
      'git checkout package-lock.json',
    );
  }
  checkNpm(await npmVersion());
  await step('Installing the packages (about half a minute)', async () => {
    const { code, output } = await capture('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: projectRoot,
      env: machineEnvironment(),
    });
    if (code !== 0) {
      throw new SetUpProblem(
        `npm could not install the packages.\n${lastLines(output)}`,
        'Look at the message above; then try: npm ci',
      );
    }
    if (!existsSync(toolNode)) {
      throw new SetUpProblem(
        'The packages are there, but not the Node they run on: npm did not run its install script.',
        'Allow install scripts and repeat: npm ci --ignore-scripts=false',
      );
    }
  });
  writeStamp(stampFile, wantedStamp());
}

const wantedStamp = () => digestOf([readFileSync(lockfile), process.platform, process.arch]);

async function npmVersion() {
  const { code, stdout } = await capture('npm', ['--version'], { env: machineEnvironment() });
  if (code !== 0)
    throw new SetUpProblem(
      'npm is missing; it usually comes with Node.',
      'Install Node with npm from https://nodejs.org',
    );
  return stdout.trim();
}

/** @param {string} output */
export const lastLines = (output, count = 15) => output.trimEnd().split('\n').slice(-count).join('\n');
