/**
 * The layers of checks, from the quickest to the slowest. Each runs one tool and answers how many checks passed.
 *
 * Invariant: a layer never throws for a failing check; it counts it.
 * Does not decide which layers run.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../launch/app-build.mjs';
import { runInPrivateSession } from '../launch/private-session.mjs';
import { runToEnd } from '../set-up/processes.mjs';
import { SetUpProblem, say } from '../set-up/progress.mjs';
import { installedCommand, projectRoot, readJson, toolEnvironment } from '../set-up/project.mjs';
import { locateRuntime } from '../set-up/runtime-location.mjs';
import { countOfReport, countOfTool, oneFailure, readPlaywright, readVitest } from './report-counts.mjs';

/**
 * @typedef {import('./report-counts.mjs').Count} Count
 * @typedef {{ name: string, needsElectron: boolean, run: () => Promise<Count[]> }} Layer
 */

/** @type {Layer[]} */
export const layers = [
  { name: 'types', needsElectron: false, run: checkTypes },
  { name: 'lint', needsElectron: false, run: () => tool('biome', ['ci', '--error-on-warnings']) },
  {
    name: 'layering',
    needsElectron: false,
    run: () => tool('depcruise', ['--config', '.dependency-cruiser.cjs', 'src']),
  },
  { name: 'dead-code', needsElectron: false, run: () => tool('knip', []) },
  { name: 'unit', needsElectron: true, run: () => unitTests() },
  { name: 'build', needsElectron: false, run: () => checkBuild() },
  { name: 'e2e', needsElectron: true, run: flows },
];

/** The unit tests of what has changed since the last commit, for `npm run check`. */
export const changedUnitTests = () => unitTests(['--changed', '--passWithNoTests']);

async function checkTypes() {
  /** @type {{ path: string }[]} */
  const projects = readJson(join(projectRoot, 'tsconfig.json')).references;
  const counts = [];
  for (const { path } of projects) counts.push(...(await tool('tsc', ['--noEmit', '--project', path])));
  return counts;
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function tool(name, args) {
  return [
    countOfTool(await runToEnd(installedCommand(name), args, { cwd: projectRoot, env: toolEnvironment() })),
  ];
}

/** @param {string[]} [selection] */
async function unitTests(selection = []) {
  return withReport(async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return runInPrivateSession([installedCommand('vitest'), 'run', ...reporters, ...selection], {
      keyring: true,
      cwd: projectRoot,
      env: toolEnvironment(),
    });
  }, readVitest);
}

/** @param {{ always?: boolean }} [options] */
async function checkBuild(options = { always: true }) {
  try {
    await buildApp(options);
    return [countOfTool(0)];
  } catch (error) {
    if (!(error instanceof SetUpProblem)) throw error;
    say(error.message);
    return [oneFailure('the app could not be built')];
  }
}

async function flows() {
  // Against a build that is missing or old every flow would wait in vain, or pass in vain.
  const build = await checkBuild({});
  if (build.some(({ failed }) => failed > 0)) return build;
  return withReport(async (report) => {
    const env = { ...toolEnvironment(), ...locateRuntime().env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    return runInPrivateSession([installedCommand('playwright'), 'test', '--reporter=list,json'], {
      display: true,
      keyring: true,
      cwd: projectRoot,
      env,
    });
  }, readPlaywright);
}

/**
 * @template Report
 * @param {(report: string) => Promise<number>} run writes its report to the path and returns its exit code
 * @param {(report: Report) => Count} read
 */
async function withReport(run, read) {
  const folder = mkdtempSync(join(tmpdir(), 'memoryos-report-'));
  try {
    const report = join(folder, 'report.json');
    const exitCode = await run(report);
    return [countOfReport(existsSync(report) ? readFileSync(report, 'utf8') : undefined, exitCode, read)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
