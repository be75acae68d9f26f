import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderName, suggestFolder } from './vault-folders.ts';

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'memoryos-vault-folders-'));
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

test('suggests the name as it is, and the next number where it is taken', async () => {
  expect(await suggestFolder(parent, 'Familie Öztürk', 'Memories')).toBe(join(parent, 'Familie Öztürk'));
  mkdirSync(join(parent, 'Familie Öztürk'));
  // A link that leads nowhere is taken, too.
  symlinkSync(join(parent, 'nowhere'), join(parent, 'Familie Öztürk 2'));
  expect(await suggestFolder(parent, 'Familie Öztürk', 'Memories')).toBe(join(parent, 'Familie Öztürk 3'));
});

test.each([
  ['', null],
  ['...', null],
  ['CON', null],
  ['../../etc', 'etc'],
  ['a/b\\c:d', 'a b c d'],
  [' . Ours . ', 'Ours'],
  ['家族', '家族'],
])('makes of %j the folder name %j', (name, expected) => {
  expect(folderName(name)).toBe(expected);
});

test('stays in the folder, whatever the name', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (name) => {
      const folder = await suggestFolder(parent, name, 'Memories');
      expect(join(folder, '..')).toBe(parent);
    }),
  );
});
