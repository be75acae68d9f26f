/**
 * What the app was started with.
 *
 * `--demo` opens a throw-away vault. `--user-data-dir=FOLDER` is Electron's own: what the app remembers outside
 * vaults lies there, a profile of its own.
 */
import { join } from 'node:path';
import { app } from 'electron';

export interface StartOptions {
  readonly demo: boolean;
}

/** Must run before Electron is ready: the profile is settled by then. */
export function readStartOptions(): StartOptions {
  const demo = app.commandLine.hasSwitch('demo');
  // A demonstration may run beside the app, and must leave its profile alone.
  if (demo && !app.commandLine.hasSwitch('user-data-dir'))
    app.setPath('userData', join(app.getPath('userData'), 'demonstration'));
  return { demo };
}
