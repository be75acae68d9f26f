/**
 * Builds the database driver for runtimes with Node-API 9 (the floor Electron): the binary in its package needs
 * Node-API 10 and would abort the process at load.
 *
 * Invariant: built from the package's own source in a copy of it, so `node_modules` stays as npm installed it; the
 * result takes its place in one rename.
 * Does not serve the official Electron, nor Node 22 and newer: they load the package's own binary.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { lastLines } from './node-packages.mjs';
import { capture } from './processes.mjs';
import { SetUpProblem, step } from './progress.mjs';
import { machineEnvironment, machineNode, modulesFolder, npmFolder } from './project.mjs';
import { bindingPath } from './runtime-location.mjs';

/**
 * With `NAPI_VERSION=9` the driver crashes: it keeps references to strings, which only the experimental flavour of
 * that version allows.
 */
const definesOfThePackage = "'NAPI_VERSION=10'";
const definesForNodeApi9 = "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'";

export const bindingIsBuilt = () => existsSync(bindingPath());

export async function buildBinding() {
  const target = dirname(bindingPath());
  await mkdir(dirname(target), { recursive: true });
  await removeLeftovers(dirname(target));
  const work = await mkdtemp(join(dirname(target), 'build-'));
  try {
    await step('Building the database driver for this Electron (a minute or two, once)', async () => {
      const copy = await copySource(work);
      await compile(copy);
      const finished = join(work, 'finished');
      await mkdir(finished);
      await rename(
        join(copy, 'build', 'Release', basename(bindingPath())),
        join(finished, basename(bindingPath())),
      );
      await rm(target, { recursive: true, force: true });
      await rename(finished, target);
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @param {string} folder where builds are prepared; a killed one left its work behind */
async function removeLeftovers(folder) {
  for (const name of await readdir(folder)) {
    if (name.startsWith('build-')) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** @param {string} work */
async function copySource(work) {
  const copy = join(work, 'driver');
  await cp(join(modulesFolder, 'better-sqlite3-multiple-ciphers'), copy, { recursive: true });
  await cp(join(modulesFolder, 'node-addon-api'), join(copy, 'node_modules', 'node-addon-api'), {
    recursive: true,
  });
  const recipe = join(copy, 'binding.gyp');
  await writeFile(recipe, forNodeApi9(await readFile(recipe, 'utf8')));
  return copy;
}

/** @param {string} recipe the package's binding.gyp */
export function forNodeApi9(recipe) {
  if (!recipe.includes(definesOfThePackage)) {
    throw new Error(`binding.gyp has changed: it no longer holds ${definesOfThePackage}`);
  }
  return recipe.replace(definesOfThePackage, definesForNodeApi9);
}

/** @param {string} copy */
async function compile(copy) {
  const npm = npmFolder();
  const nodeGyp = npm && join(npm, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  if (nodeGyp === undefined || !existsSync(nodeGyp)) {
    throw new SetUpProblem(
      'npm does not bring node-gyp here, which builds the database driver.',
      'npm install --global npm@latest',
    );
  }
  const prefix = dirname(dirname(machineNode()));
  const hasHeaders = existsSync(join(prefix, 'include', 'node', 'node.h'));
  const { code, output } = await capture(
    machineNode(),
    // Without headers beside Node, node-gyp fetches them.
    [nodeGyp, 'rebuild', '--release', '--force_build=1', ...(hasHeaders ? [`--nodedir=${prefix}`] : [])],
    { cwd: copy, env: { ...machineEnvironment(), JOBS: 'max' } },
  );
  if (code !== 0) {
    throw new SetUpProblem(
      `The database driver could not be built.\n${lastLines(output, 25)}`,
      'It needs a C++ compiler, make, Python 3 and the headers of Node: sudo apt-get install g++ make python3',
    );
  }
}
