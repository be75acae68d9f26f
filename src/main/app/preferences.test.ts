import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultLog } from './fault-log.ts';
import { openPreferences } from './preferences.ts';

let folder: string;
let file: string;
let faults: string[];
const log: FaultLog = { record: (where) => faults.push(where) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memoryos-preferences-'));
  file = join(folder, 'profile', 'preferences.json');
  faults = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('starts with defaults and writes nothing before something changes', async () => {
  const preferences = openPreferences(file, log);
  expect(preferences.settings).toEqual({ theme: 'system', language: 'system', autoLockMinutes: 10 });
  await preferences.settled();
  expect(readdirSync(folder)).toEqual([]);
});

test('remembers across starts; a part that is not named keeps its value', async () => {
  const first = openPreferences(file, log);
  first.changeSettings({ theme: 'dark', language: undefined });
  first.changeSettings({ autoLockMinutes: 3 });
  first.rememberVault({ directory: '/a', lastOpenedAt: null });
  first.rememberVault({ directory: '/b', lastOpenedAt: '2026-03-01T10:00:00.000Z' });
  first.rememberVault({ directory: '/a', lastOpenedAt: '2026-03-02T10:00:00.000Z' });
  first.rememberWindow({ width: 900, height: 700, maximized: false });
  await first.settled();
  const second = openPreferences(file, log);
  expect(second.settings).toEqual({ theme: 'dark', language: 'system', autoLockMinutes: 3 });
  expect(second.vaults.map(({ directory }) => directory)).toEqual(['/a', '/b']);
  expect(second.window).toEqual({ width: 900, height: 700, maximized: false });
  second.forgetVault('/a');
  await second.settled();
  expect(openPreferences(file, log).vaults.map(({ directory }) => directory)).toEqual(['/b']);
  expect(faults).toEqual([]);
});

test('puts a file it cannot understand aside and starts with defaults', async () => {
  const damaged = join(folder, 'preferences.json');
  writeFileSync(damaged, '{"settings":{"theme":"da');
  const preferences = openPreferences(damaged, log);
  expect(preferences.settings.theme).toBe('system');
  preferences.changeSettings({ theme: 'light' });
  await preferences.settled();
  expect(readFileSync(`${damaged}.not-understood`, 'utf8')).toBe('{"settings":{"theme":"da');
  expect(openPreferences(damaged, log).settings.theme).toBe('light');
  expect(faults).toEqual(['preferences']);
});

test('a folder that cannot be written is recorded and stops nothing', async () => {
  writeFileSync(join(folder, 'profile'), 'a file where the folder should be');
  const preferences = openPreferences(file, log);
  expect(preferences.changeSettings({ theme: 'dark' }).theme).toBe('dark');
  await preferences.settled();
  expect(faults).toEqual(['preferences']);
});
