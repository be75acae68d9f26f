/**
 * Starts the real app the way a person does and ends it by its own handle.
 *
 * Invariant: what is started has a profile in the folder it is given and nowhere else.
 */
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

export const PROJECT = resolve(import.meta.dirname, '../..');

export interface StartOptions {
  /** Name of the profile within the test; the same name again is the same profile. */
  readonly profile?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly language?: 'en' | 'de';
}

export interface StartedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Console errors, page errors, broken policy, faults of main. Emptied by a test that expects one. */
  readonly problems: string[];
  /** Ends it as the person would. */
  quit(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** @param folder holds the profile */
export async function startApp(folder: string, options: StartOptions): Promise<StartedApp> {
  const executablePath = process.env.ELECTRON_EXEC_PATH;
  if (executablePath === undefined) throw new Error('Run the flows by: npm run e2e');
  const sandbox = process.env.MEMORYOS_NO_SANDBOX === undefined;
  const app = await _electron.launch({
    executablePath,
    chromiumSandbox: sandbox,
    // The app's own theme, not one that Playwright pretends.
    colorScheme: null,
    args: [
      PROJECT,
      `--user-data-dir=${join(folder, options.profile ?? 'profile')}`,
      `--lang=${options.language === 'de' ? 'de' : 'en-GB'}`,
      ...(options.args ?? []),
    ],
    env: environment(options),
  });
  const problems: string[] = [];
  const child = app.process();
  child.stderr?.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    if (text.includes('a fault was recorded')) problems.push(text.trim());
  });
  app.on('window', (page) => watch(page, problems));
  const page = await app.firstWindow();
  watch(page, problems);
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
  });
  return {
    app,
    page,
    problems,
    async quit() {
      if (child.exitCode === null && child.signalCode === null) await app.close();
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const watched = new WeakSet<Page>();

function watch(page: Page, problems: string[]): void {
  if (watched.has(page)) return;
  watched.add(page);
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`page: ${error.message}`));
}

function environment({ env = {} }: StartOptions): Record<string, string> {
  const all = Object.entries({ ...process.env, ...env });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
