/**
 * Builds the app when its sources have changed since the last build.
 *
 * Invariant: judged by content and not by dates, so a `git checkout` of another branch builds and a mere touch does not;
 * an interrupted build is repeated.
 * Does not check types.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines } from '../set-up/node-packages.mjs';
import { oneAtATime } from '../set-up/one-at-a-time.mjs';
import { capture } from '../set-up/processes.mjs';
import { SetUpProblem, step } from '../set-up/progress.mjs';
import { installedCommand, projectRoot, readJson, toolEnvironment } from '../set-up/project.mjs';
import { digestOf, readStamp, removeStamp, writeStamp } from '../set-up/stamps.mjs';

const stampFile = join(projectRoot, 'out', '.built-from');
const sources = [
  'src',
  'resources',
  'migrations',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.base.json',
];

/** @param {{ always?: boolean }} [options] */
export async function buildApp({ always = false } = {}) {
  if (!always && isBuilt(digestOfSources())) return;
  // Two builds at once would take each other's files away.
  await oneAtATime(async () => {
    const digest = digestOfSources();
    if (!always && isBuilt(digest)) return;
    removeStamp(stampFile);
    await step('Building the app', build);
    writeStamp(stampFile, digest);
  });
}

async function build() {
  const { code, output } = await capture(installedCommand('electron-vite'), ['build'], {
    cwd: projectRoot,
    env: toolEnvironment(),
  });
  if (code !== 0) throw new SetUpProblem(`The app could not be built.\n${lastLines(output, 40)}`);
}

/** @param {string} digest */
function isBuilt(digest) {
  const { main } = readJson(join(projectRoot, 'package.json'));
  return readStamp(stampFile) === digest && existsSync(join(projectRoot, main));
}

function digestOfSources() {
  const files = sources.flatMap((name) => filesUnder(name)).filter((name) => !/\.test\.tsx?$/.test(name));
  return digestOf(files.flatMap((name) => [name, readFileSync(join(projectRoot, name))]));
}

/**
 * @param {string} name
 * @returns {string[]} sorted, so that the digest does not depend on the order on disk
 */
function filesUnder(name) {
  const path = join(projectRoot, name);
  if (!existsSync(path)) return [];
  const entries = readdirSyncIfFolder(path);
  if (entries === undefined) return [name];
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesUnder(join(name, entry.name)));
}

/** @param {string} path */
function readdirSyncIfFolder(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return undefined;
    throw error;
  }
}
