/**
 * `npm start`: from a fresh clone to the open window. Further arguments go to the app: `npm start -- --demo`.
 *
 * Invariant: ends when the app ends, with its exit code; passes Ctrl-C on to it and leaves no process behind.
 * Does not start a keyring: the app serves people without one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from './launch/app-build.mjs';
import { hasDisplay, startDisplay } from './launch/display.mjs';
import { asOrdinaryUser, planUser, sandboxHelper } from './launch/ordinary-user.mjs';
import { runToEnd } from './set-up/processes.mjs';
import { runScript, say } from './set-up/progress.mjs';
import { projectRoot } from './set-up/project.mjs';
import { setUp } from './set-up/set-up.mjs';

const switches = [
  // Chromium on its own looks for updates and settings on the network; this app never does.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Its complaints about missing desktop services mean nothing to the person at the terminal.
  '--log-level=3',
];

await runScript(async () => {
  const needsScreen = !hasDisplay();
  const runtime = await setUp(needsScreen ? ['app', 'display'] : ['app']);
  await buildApp();
  const plan = planUser(runtime.electronPath);
  tellAboutSandbox(plan, runtime.electronPath);

  const scratch = mkdtempSync(join(tmpdir(), 'memoryos-start-'));
  const screen = needsScreen ? await startDisplay(scratch) : undefined;
  if (screen !== undefined)
    say(`There is no screen here: the app runs on a virtual one (Xvfb, display :${screen.number}).`);
  try {
    const withoutSandbox = plan.sandbox ? [] : ['--no-sandbox'];
    /** @type {import('./launch/ordinary-user.mjs').Command} */
    const app = [runtime.electronPath, ...switches, ...withoutSandbox, projectRoot, ...process.argv.slice(2)];
    const [program, ...args] = asOrdinaryUser(plan, app, scratch);
    return await runToEnd(program, args, { env: { ...process.env, ...runtime.env, ...screen?.env } });
  } finally {
    await screen?.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
});

/**
 * @param {import('./launch/ordinary-user.mjs').UserPlan} plan
 * @param {string} electronPath
 */
function tellAboutSandbox(plan, electronPath) {
  if (plan.kind === 'namespace') {
    say(
      'Started by root: the app runs as an ordinary user (in a user namespace, without root’s powers), so that its sandbox works.',
    );
  } else if (plan.kind === 'root') {
    say('! Started by root, and user namespaces are not allowed here: the app runs WITHOUT its sandbox.');
    say('  Better: start it from an ordinary account.');
  } else if (!plan.sandbox) {
    const helper = sandboxHelper(electronPath);
    say(
      '! This system does not allow user namespaces to ordinary programs: the app runs WITHOUT its sandbox.',
    );
    say(`  To give it one: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`);
  }
}
