/**
 * The libraries and programs the app and its tests need from the system, on Debian and its relatives.
 *
 * Invariant: as root it installs what is missing, in one go; as an ordinary user it changes nothing and says the exact
 * command.
 * Does not handle other package managers: there it leaves the judgement to the dynamic linker (see `missingLibraries`).
 */
import { spawnSync } from 'node:child_process';
import { lastLines } from './node-packages.mjs';
import { capture } from './processes.mjs';
import { SetUpProblem, step } from './progress.mjs';

/**
 * The names of one package, newest first: Debian 13 and Ubuntu 24.04 renamed several.
 * @typedef {[string, ...string[]]} Need
 */

/** @type {Need[]} */
const appNeeds = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libsecret-1-0'],
  ['fonts-dejavu-core'],
];
/** @type {Need[]} */
const displayNeeds = [['xvfb']];
/** @type {Need[]} */
const testNeeds = [...displayNeeds, ['dbus-x11'], ['gnome-keyring'], ['strace'], ['fonts-droid-fallback']];
/** @type {Need[]} */
const compilerNeeds = [['g++'], ['make'], ['python3']];

/** @typedef {'app' | 'display' | 'tests' | 'compiler'} Purpose */
const needsOf = { app: appNeeds, display: displayNeeds, tests: testNeeds, compiler: compilerNeeds };
const usedFor = {
  app: 'to open its window',
  display: 'to run without a screen',
  tests: 'for its tests',
  compiler: 'to build its database driver',
};

/**
 * @param {Purpose[]} purposes
 * @returns {Promise<void>}
 */
export async function ensureSystemPackages(purposes) {
  const missing = missingNeeds(purposes);
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) {
    const names = missing.map(availableName);
    const reasons = purposes.map((purpose) => usedFor[purpose]).join(', ');
    throw new SetUpProblem(
      `The system lacks what the app needs ${reasons}: ${names.join(', ')}.`,
      installCommand(names),
    );
  }
  await step(`Installing system packages: ${missing.map(commonName).join(' ')}`, async () => {
    await apt(['update']);
    await apt(['install', '--yes', '--no-install-recommends', ...missing.map(availableName)]);
  });
}

/** @param {Purpose[]} purposes */
export function missingNeeds(purposes) {
  const needs = purposes
    .flatMap((purpose) => needsOf[purpose])
    // A compiler need not come from a package: what answers to its name will do.
    .filter(
      (names) => !compilerNeeds.includes(names) || spawnSync(commonName(names), ['--version']).status !== 0,
    );
  if (needs.length === 0) return [];
  const query = spawnSync(
    'dpkg-query',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's placeholders
    ['--show', '--showformat=${Package} ${db:Status-Status}\\n', ...needs.flat()],
    { encoding: 'utf8' },
  );
  // Not a Debian: nothing can be said by name.
  if (query.error !== undefined) return [];
  return unmetNeeds(needs, query.stdout);
}

/**
 * @param {Need[]} needs
 * @param {string} listing lines of `package status`
 */
export function unmetNeeds(needs, listing) {
  const lines = new Set(listing.split('\n'));
  const unmet = needs.filter((names) => !names.some((name) => lines.has(`${name} installed`)));
  return unmet.filter((names, index) => unmet.findIndex((other) => other[0] === names[0]) === index);
}

/** @param {string[]} names in Debian's words */
export function installCommand(names) {
  return `sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${names.join(' ')}`;
}

/**
 * The shared libraries a program asks for and the system does not have.
 * @param {string} program
 * @returns {string[]}
 */
export function missingLibraries(program) {
  if (process.platform !== 'linux') return [];
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].flatMap((match) => match[1] ?? []);
}

/** @param {Need} names */
const commonName = (names) => names.at(-1) ?? names[0];

/** @param {Need} names */
function availableName(names) {
  const known = names.find(
    (name) => spawnSync('apt-cache', ['show', '--no-all-versions', name]).status === 0,
  );
  return known ?? commonName(names);
}

/** @param {string[]} args */
async function apt(args) {
  const command = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2', '-q', ...args];
  const { code, output } = await capture('apt-get', command, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code !== 0) {
    throw new SetUpProblem(
      `apt-get ${args[0]} did not succeed.\n${lastLines(output)}`,
      `See why with: apt-get ${args.join(' ')}`,
    );
  }
}
