/**
 * Where things lie in this project, and the environment its tools run in.
 *
 * Invariant: everything set-up makes lies in `node_modules/` or `.runtime/`, both ignored by git, so removing those two
 * folders undoes it.
 * Does not create or check anything.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const modulesFolder = join(projectRoot, 'node_modules');
export const runtimeFolder = join(projectRoot, '.runtime');

/** The executables of installed packages, among them the newer Node the tools need. */
const binFolder = join(modulesFolder, '.bin');

/** @param {string} name a command from an installed package */
export const installedCommand = (name) =>
  join(binFolder, process.platform === 'win32' ? `${name}.cmd` : name);

export const toolNode = installedCommand('node');

/**
 * @param {string} path
 * @returns {any} the parsed file; its shape is the caller's to know
 */
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The environment for installed tools: their own Node comes first. */
export function toolEnvironment(env = process.env) {
  return { ...env, PATH: [binFolder, ...pathEntries(env, [binFolder])].join(delimiter) };
}

/**
 * The environment for npm itself. `npm ci` deletes `node_modules` while it runs, so it must not run on a Node that
 * lies inside it.
 */
export function machineEnvironment(env = process.env) {
  const outside = pathEntries(env).filter((entry) => !resolve(entry).startsWith(modulesFolder));
  return { ...env, PATH: outside.join(delimiter) };
}

/**
 * The Node of this machine, not the one among the packages.
 * @returns {string} its real path
 */
export function machineNode(env = process.env) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const found = pathEntries(machineEnvironment(env))
    .map((entry) => join(entry, name))
    .find((path) => existsSync(path));
  return realpathSync(found ?? process.execPath);
}

/**
 * The folder of the npm of this machine, which brings the build tool for native modules.
 * @returns {string | undefined}
 */
export function npmFolder(env = process.env) {
  const started = env.npm_execpath;
  const onPath = pathEntries(machineEnvironment(env)).map((entry) => join(entry, 'npm'));
  const entry = [started, ...onPath].find((path) => path !== undefined && existsSync(path));
  return entry === undefined ? undefined : dirname(dirname(realpathSync(entry)));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} except
 */
function pathEntries(env, except = []) {
  return (env.PATH ?? '').split(delimiter).filter((entry) => entry !== '' && !except.includes(entry));
}
