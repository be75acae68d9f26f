/**
 * `node scripts/as-ordinary-user.mjs [--display] [--keyring] -- COMMAND [ARGUMENTS]`: runs a command in a session of its
 * own, as the tests run: an ordinary user with a fresh home, by wish a screen and an open keyring.
 *
 * Invariant: its exit code is the command's.
 * Does not set anything up beyond what `npm run set-up` does.
 */
import { runInPrivateSession } from './launch/private-session.mjs';
import { runScript, SetUpProblem } from './set-up/progress.mjs';
import { toolEnvironment } from './set-up/project.mjs';
import { setUp } from './set-up/set-up.mjs';

await runScript(async () => {
  const split = process.argv.indexOf('--');
  const flags = process.argv.slice(2, split);
  const [program, ...args] = process.argv.slice(split + 1);
  const unknown = flags.find((flag) => flag !== '--display' && flag !== '--keyring');
  if (split === -1 || program === undefined || unknown !== undefined) {
    throw new SetUpProblem(
      unknown === undefined ? 'Which command?' : `${unknown} means nothing here.`,
      'node scripts/as-ordinary-user.mjs [--display] [--keyring] -- COMMAND [ARGUMENTS]',
    );
  }
  const runtime = await setUp(['app', 'tests']);
  return runInPrivateSession([program, ...args], {
    display: flags.includes('--display'),
    keyring: flags.includes('--keyring'),
    env: { ...toolEnvironment(), ...runtime.env },
  });
});
