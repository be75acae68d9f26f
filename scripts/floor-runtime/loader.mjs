/**
 * Stands in for Electron's own default app in the floor runtime, whose binary was packaged and carries none: loads the
 * app whose folder is the first argument that is not a switch, as `electron path/to/app` does.
 *
 * Invariant: the app sees its own path, name and version, as under an official Electron.
 * Does not parse switches: Chromium and Node have taken theirs before this runs.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app as plainApp } from 'electron';

/**
 * These two are Electron's own, for its default app, and not in its published types.
 * @typedef {{ setVersion: (version: string) => void, setAppPath: (path: string) => void }} DefaultAppCalls
 */
const app = /** @type {import('electron').App & DefaultAppCalls} */ (plainApp);

const argument = process.argv.slice(1).find((value) => !value.startsWith('-'));
if (argument === undefined) {
  process.stderr.write('Usage: electron [switches] path/to/app [arguments]\n');
  process.exit(2);
}

const target = resolve(argument);
const isFolder = statSync(target).isDirectory();
const folder = isFolder ? target : dirname(target);
let main = target;
if (isFolder) {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (description.version) app.setVersion(description.version);
  app.setName(description.productName ?? description.name);
  app.setDesktopName(description.desktopName ?? `${app.name}.desktop`);
  main = join(folder, description.main ?? 'index.js');
}
app.setAppPath(folder);
await import(pathToFileURL(main).href);
