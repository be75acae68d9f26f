import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bindingPath, findRuntime, locateRuntime } from './runtime-location.mjs';

const executable =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[String(process.platform)] ??
  'electron';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runtime-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {string} version */
function placeElectron(version) {
  mkdirSync(dirname(join(folder, executable)), { recursive: true });
  writeFileSync(join(folder, executable), '');
  writeFileSync(join(folder, 'version'), version);
}

test('a named Electron comes first, and a recent one needs no driver of its own', () => {
  placeElectron('45.4.1');
  const electronPath = join(folder, executable);
  expect(locateRuntime({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toEqual({
    electronPath,
    source: 'override',
    version: '45.4.1',
    needsBinding: false,
    env: { ELECTRON_EXEC_PATH: electronPath },
  });
});

test('an old one is told where the driver built for it lies', () => {
  placeElectron('v34.5.8');
  const { env, needsBinding } = locateRuntime({ ELECTRON_OVERRIDE_DIST_PATH: folder });
  expect(needsBinding).toBe(true);
  expect(env.MEMORYOS_SQLITE_BINDING).toBe(bindingPath());
});

test('a name that leads nowhere is said, and not passed over', () => {
  expect(findRuntime({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toBeUndefined();
  expect(() => locateRuntime({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toThrow(/no Electron lies there/);
});
