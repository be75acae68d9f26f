/**
 * `npm run check`: what is worth knowing before every commit, in seconds: types, lint, layering and the unit tests of
 * what has changed.
 *
 * Invariant: whatever it finds, `npm test` finds too.
 * Does not start the app.
 */
import { runScript } from './set-up/progress.mjs';
import { setUp } from './set-up/set-up.mjs';
import { changedUnitTests, layers } from './test-run/layers.mjs';
import { runLayers } from './test-run/run-layers.mjs';

await runScript(async () => {
  await setUp(['app', 'tests']);
  const quick = layers.filter(({ name }) => ['types', 'lint', 'layering'].includes(name));
  return runLayers([...quick, { name: 'changed', run: changedUnitTests }]);
});
