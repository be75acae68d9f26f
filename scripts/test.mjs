/**
 * `npm test`: sets up and runs every check; `npm test -- --only unit,e2e` some of them.
 *
 * Invariant: ends with the line `N passed, N failed` and a non-zero exit code when anything failed.
 * Does not stop at the first failure.
 */
import { runScript, SetUpProblem } from './set-up/progress.mjs';
import { setUp, setUpPackages } from './set-up/set-up.mjs';
import { layers } from './test-run/layers.mjs';
import { runLayers, selectLayers } from './test-run/run-layers.mjs';

await runScript(async () => {
  const chosen = choose();
  try {
    if (chosen.some(({ needsElectron }) => needsElectron)) await setUp(['app', 'tests']);
    else await setUpPackages();
  } catch (error) {
    if (!(error instanceof SetUpProblem)) throw error;
    return runLayers([{ name: 'set-up', run: () => Promise.reject(error) }]);
  }
  return runLayers(chosen);
});

function choose() {
  try {
    return selectLayers(layers, process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SetUpProblem(error.message);
  }
}
