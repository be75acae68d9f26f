/**
 * Starts the real app the way a person does, as often as a test needs, and ends it by its own handle.
 *
 * Invariant: every start has a profile in the test's own folder; nothing is shared between tests. A test fails when
 * the page broke its policy or logged an error, or when main recorded a fault, even if all else went well.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  _electron,
  test as base,
  type ElectronApplication,
  expect,
  type Page,
  type TestInfo,
} from '@playwright/test';

export const PROJECT = resolve(import.meta.dirname, '../..');

export interface StartOptions {
  /** Name of the profile within the test; the same name again is the same profile. */
  readonly profile?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Names of variables that the app shall not have. */
  readonly without?: readonly string[];
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

interface Fixtures {
  /** A folder of this test's own, removed afterwards. */
  readonly folder: string;
  readonly start: (options?: StartOptions) => Promise<StartedApp>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  folder: async ({}, use) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'memoryos-e2e-')));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },

  start: async ({ folder }, use, testInfo) => {
    const started: StartedApp[] = [];
    await use(async (options = {}) => {
      const one = await startApp(folder, options);
      started.push(one);
      return one;
    });
    for (const one of started) {
      await keepPicture(one, testInfo);
      await one.quit();
    }
    expect(started.flatMap(({ problems }) => problems)).toEqual([]);
  },
});

export { expect } from '@playwright/test';

async function startApp(folder: string, options: StartOptions): Promise<StartedApp> {
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

function environment({ env = {}, without = [] }: StartOptions): Record<string, string> {
  const all = { ...process.env, ...env };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      value === undefined || without.includes(name) ? [] : [[name, value]],
    ),
  );
}

/** What the window showed when a test failed. */
async function keepPicture({ page }: StartedApp, testInfo: TestInfo): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus || page.isClosed()) return;
  const body = await page.screenshot({ timeout: 5_000 }).catch(() => null);
  if (body !== null) await testInfo.attach('window', { body, contentType: 'image/png' });
}
