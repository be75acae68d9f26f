import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDemoFolder } from './demo.ts';

let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'memoryos-demo-test-'));
});

afterEach(() => rmSync(temporary, { recursive: true, force: true }));

test('removes its own folder and nothing that a link in it leads to', async () => {
  const precious = join(temporary, 'precious');
  mkdirSync(precious);
  writeFileSync(join(precious, 'letter'), 'keep me');
  const demo = await makeDemoFolder(temporary);
  mkdirSync(demo.vault);
  symlinkSync(precious, join(demo.vault, 'link'));
  await demo.remove();
  expect(existsSync(dirname(demo.vault))).toBe(false);
  expect(readFileSync(join(precious, 'letter'), 'utf8')).toBe('keep me');
});

test('removes nothing that was put in its place', async () => {
  const demo = await makeDemoFolder(temporary);
  const folder = dirname(demo.vault);
  renameSync(folder, join(temporary, 'elsewhere'));
  mkdirSync(folder);
  writeFileSync(join(folder, 'letter'), 'keep me');
  await demo.remove();
  expect(readFileSync(join(folder, 'letter'), 'utf8')).toBe('keep me');
});

test('may be asked twice', async () => {
  const demo = await makeDemoFolder(temporary);
  await demo.remove();
  await demo.remove();
  expect(existsSync(dirname(demo.vault))).toBe(false);
});
