/** The example on the page about plug-ins runs on a real encrypted space that has the example plug-in. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { expect, it } from 'vitest';
import { withPlugIn } from '../src/main/storage/plug-ins.ts';
import {
  contextFor,
  openTestSpace,
  RUNTIME,
  temporaryFolder,
} from '../src/main/storage/testing/databases.ts';
import { recipeRatingsContract } from '../src/main/storage/testing/plug-in/recipe-ratings.ts';

const module = new URL('../src/main/storage/testing/plug-in/recipe-ratings.ts', import.meta.url);

it('the example of the page about plug-ins runs', async () => {
  const page = readFileSync(join(import.meta.dirname, 'plug-ins.md'), 'utf8');
  const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)];
  expect(blocks).toHaveLength(1);
  // The page's own code, from this repository.
  const example = new Function(
    'given',
    `const { space, withPlugIn, recipeRatingsContract, contextFor, uuid, assert } = given;
     return (async () => {${blocks[0]?.[1]}})();`,
  ) as (given: object) => Promise<void>;
  const home = temporaryFolder();
  const space = await openTestSpace(home, { runtime: { ...RUNTIME, plugIns: [module] } });
  try {
    await example({ space, withPlugIn, recipeRatingsContract, contextFor, uuid, assert });
  } finally {
    await space.database.close();
    home.remove();
  }
});
