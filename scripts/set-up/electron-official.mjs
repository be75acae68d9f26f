/**
 * Fetches the official Electron binary of the installed `electron` package.
 *
 * Invariant: one attempt, given up as soon as no bytes arrive; a failure is remembered for a day, because many networks
 * do not let it through and every start would wait for it.
 * Does not know the host: the package's own installer does, with its mirrors, proxies, checksums and cache.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './processes.mjs';
import { say, step } from './progress.mjs';
import { modulesFolder, runtimeFolder, toolEnvironment, toolNode } from './project.mjs';
import { failureStillCounts, readStamp, removeStamp, writeStamp } from './stamps.mjs';

const failureStamp = join(runtimeFolder, 'electron-official-out-of-reach');
const dayMs = 24 * 60 * 60 * 1000;
const stalledAfterMs = 8000;

class OutOfReach extends Error {}

/** @returns {Promise<boolean>} whether the binary is there now */
export async function fetchOfficialElectron() {
  if (failureStillCounts(readStamp(failureStamp), Date.now(), dayMs)) return false;
  try {
    await step('Fetching the official Electron', attempt);
    removeStamp(failureStamp);
    return true;
  } catch (error) {
    if (!(error instanceof OutOfReach)) throw error;
    writeStamp(failureStamp, String(Date.now()));
    say('  It is out of reach from here. The next attempt is tomorrow, or by hand: npx install-electron');
    return false;
  }
}

async function attempt() {
  // The installer downloads into the temporary folder: a folder of its own shows whether anything arrives.
  mkdirSync(runtimeFolder, { recursive: true });
  const downloads = mkdtempSync(join(runtimeFolder, 'fetch-'));
  /** @type {NodeJS.Timeout | undefined} */
  let watch;
  try {
    const { code } = await capture(toolNode, [join(modulesFolder, 'electron', 'install.js')], {
      env: { ...toolEnvironment(), TMPDIR: downloads, TEMP: downloads, TMP: downloads },
      onStart: (child) => {
        watch = endWhenStalled(child, downloads);
      },
    });
    if (code !== 0) throw new OutOfReach();
  } finally {
    clearInterval(watch);
    rmSync(downloads, { recursive: true, force: true });
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} folder
 */
function endWhenStalled(child, folder) {
  let seen = 0;
  return setInterval(() => {
    const now = bytesIn(folder);
    if (now <= seen) child.kill('SIGKILL');
    seen = now;
  }, stalledAfterMs);
}

/** @param {string} folder */
function bytesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}
