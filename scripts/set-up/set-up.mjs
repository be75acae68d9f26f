/**
 * Brings a clone from nothing to ready, step by step, each only when it is needed.
 *
 * Invariant: can be repeated and killed at any point; a run that finds everything in place makes no change and takes a
 * fraction of a second.
 * Does not build or start the app.
 */

import { floorRunsHere, unpackFloorElectron } from './electron-floor.mjs';
import { fetchOfficialElectron } from './electron-official.mjs';
import { installPackages, packagesAreInstalled } from './node-packages.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { SetUpProblem } from './progress.mjs';
import { projectRoot, readJson } from './project.mjs';
import { findRuntime, locateRuntime } from './runtime-location.mjs';
import { bindingIsBuilt, buildBinding } from './sqlite-binding.mjs';
import { ensureSystemPackages, missingLibraries, missingNeeds } from './system-packages.mjs';
import { checkNode } from './versions.mjs';

/** @typedef {import('./system-packages.mjs').Purpose} Purpose */

/** What the command line needs: the packages and their Node. */
export async function setUpPackages() {
  checkNode(process.version, readJson(`${projectRoot}/package.json`).engines.node);
  if (packagesAreInstalled()) return;
  await oneAtATime(async () => {
    if (!packagesAreInstalled()) await installPackages();
  });
}

/**
 * What the app needs, and by purpose what its tests need.
 * @param {Purpose[]} purposes of the system packages
 * @returns {Promise<import('./runtime-location.mjs').RuntimeLocation>}
 */
export async function setUp(purposes) {
  await setUpPackages();
  if (!isReady(purposes)) {
    await oneAtATime(async () => {
      await ensureSystemPackages(purposes);
      if (findRuntime() === undefined) await obtainRuntime();
      if (locateRuntime().needsBinding && !bindingIsBuilt()) await obtainBinding();
    });
    refuseMissingLibraries(locateRuntime());
  }
  return locateRuntime();
}

/** @param {Purpose[]} purposes */
function isReady(purposes) {
  const runtime = findRuntime();
  return (
    runtime !== undefined &&
    (!runtime.needsBinding || bindingIsBuilt()) &&
    missingNeeds(purposes).length === 0
  );
}

async function obtainRuntime() {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) locateRuntime();
  if (await fetchOfficialElectron()) return;
  if (!floorRunsHere) {
    throw new SetUpProblem(
      'The official Electron could not be fetched, and there is no replacement for this kind of machine.',
      'With a connection that lets it through: npx install-electron\nWith a mirror: ELECTRON_MIRROR=https://… npx install-electron',
    );
  }
  // The floor needs the binding for certain, and the two hardly compete: one compiles, the other waits for the network.
  const outcomes = await Promise.allSettled([unpackFloorElectron(), bindingIsBuilt() || obtainBinding()]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function obtainBinding() {
  await ensureSystemPackages(['compiler']);
  await buildBinding();
}

/** @param {import('./runtime-location.mjs').RuntimeLocation} runtime */
function refuseMissingLibraries(runtime) {
  const missing = missingLibraries(runtime.electronPath);
  if (missing.length === 0) return;
  throw new SetUpProblem(
    `The system lacks libraries that Electron needs: ${missing.join(', ')}.`,
    'Install the packages of your system that hold them (on Fedora for instance: sudo dnf install gtk3 nss alsa-lib mesa-libgbm at-spi2-atk libsecret).',
  );
}
