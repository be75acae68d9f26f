/**
 * `npm run -s vault -- COMMAND`: the app's command line, from the sources, without Electron.
 *
 * Invariant: stdout carries nothing but the command's own output; on a set-up clone the command runs in this very
 * process.
 * Does not parse arguments: `src/main/cli.ts` does.
 */
import { runToEnd } from './set-up/processes.mjs';
import { runScript } from './set-up/progress.mjs';
import { toolEnvironment, toolNode } from './set-up/project.mjs';
import { setUpPackages } from './set-up/set-up.mjs';
import { isAtLeast } from './set-up/versions.mjs';

/** The first Node that runs TypeScript as it is and loads the database driver's own binary. */
const firstWithTypes = '24.0.0';

await runScript(async () => {
  await setUpPackages();
  if (!isAtLeast(process.version, firstWithTypes)) {
    return runToEnd(toolNode, process.argv.slice(1), { env: toolEnvironment() });
  }
  await import('../src/main/cli.ts');
  // The command sets its own exit code.
  return Number(process.exitCode ?? 0);
});
