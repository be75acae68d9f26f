/**
 * `npm run set-up`: everything that `npm start` and `npm test` need, without starting either.
 *
 * Invariant: same steps as theirs, so that nothing is left to do for them.
 */
import { runScript, say } from './set-up/progress.mjs';
import { setUp } from './set-up/set-up.mjs';

await runScript(async () => {
  const { source, version } = await setUp(['app', 'tests']);
  say(`Ready, on ${source === 'floor' ? 'the floor' : `the ${source}`} Electron ${version}.`);
  return 0;
});
