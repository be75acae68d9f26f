/**
 * `npm run e2e`: the flows of a person, on the real Electron, in a session of their own. Arguments go to Playwright.
 *
 * Invariant: runs against a build of the present sources.
 * Does not know the flows: they lie in e2e/.
 */
import { buildApp } from './launch/app-build.mjs';
import { runInPrivateSession } from './launch/private-session.mjs';
import { runScript } from './set-up/progress.mjs';
import { installedCommand, projectRoot, toolEnvironment } from './set-up/project.mjs';
import { setUp } from './set-up/set-up.mjs';

await runScript(async () => {
  const runtime = await setUp(['app', 'tests']);
  await buildApp();
  return runInPrivateSession([installedCommand('playwright'), 'test', ...process.argv.slice(2)], {
    display: true,
    keyring: true,
    cwd: projectRoot,
    env: { ...toolEnvironment(), ...runtime.env },
  });
});
