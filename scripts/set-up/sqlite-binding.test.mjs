import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modulesFolder } from './project.mjs';
import { forNodeApi9 } from './sqlite-binding.mjs';

test('the recipe of the installed driver is turned into one for Node-API 9', () => {
  const recipe = readFileSync(join(modulesFolder, 'better-sqlite3-multiple-ciphers', 'binding.gyp'), 'utf8');
  const changed = forNodeApi9(recipe);
  expect(changed).not.toContain('NAPI_VERSION');
  expect(changed).toContain("'NAPI_EXPERIMENTAL'");
});

test('a recipe that has changed is not built blindly', () => {
  expect(() => forNodeApi9("'defines': ['NAPI_VERSION=11']")).toThrow(/binding\.gyp has changed/);
});
