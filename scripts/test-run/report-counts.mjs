/**
 * Reads the reports of the test runners into one kind of count.
 *
 * Invariant: never more favourable than the runner's exit code: a failing runner with no failing test, a report that
 * cannot be read and a run of no tests at all each count as a failure.
 * Does not run anything.
 */

/** @typedef {{ passed: number, failed: number, skipped: number, remark?: string }} Count */

/**
 * What is read of the runners' reports. A report of another shape makes the reading throw, or gives counts that are no
 * numbers; `countOfReport` makes a failure of both.
 * @typedef {{ testResults: { status: string, assertionResults: { status: string }[] }[], numPassedTests: number,
 *   numFailedTests: number, numPendingTests: number, numTodoTests: number }} VitestReport
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number },
 *   errors: unknown[] }} PlaywrightReport
 */

/** @type {(remark: string) => Count} */
export const oneFailure = (remark) => ({ passed: 0, failed: 1, skipped: 0, remark });

/**
 * A tool that only says yes or no.
 * @param {number} exitCode
 * @returns {Count}
 */
export const countOfTool = (exitCode) =>
  exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : oneFailure(`ended with exit code ${exitCode}`);

/**
 * @template Report
 * @param {string | undefined} text the runner's JSON report, undefined when it left none
 * @param {number} exitCode
 * @param {(report: Report) => Count} read
 * @returns {Count}
 */
export function countOfReport(text, exitCode, read) {
  if (text === undefined) return oneFailure(`left no report (exit code ${exitCode})`);
  /** @type {Count} */
  let count;
  try {
    count = read(JSON.parse(text));
  } catch (error) {
    return oneFailure(`its report cannot be read: ${/** @type {Error} */ (error).message}`);
  }
  if (![count.passed, count.failed, count.skipped].every(Number.isInteger)) {
    return oneFailure('its report does not hold the expected counts');
  }
  if (count.passed + count.failed === 0) return { ...count, failed: 1, remark: 'ran no tests' };
  if (exitCode !== 0 && count.failed === 0) {
    return { ...count, failed: 1, remark: `ended with exit code ${exitCode} though no test failed` };
  }
  return count;
}

/**
 * @param {VitestReport} report of Vitest's `json` reporter
 * @returns {Count}
 */
export function readVitest(report) {
  // A file that does not load, or whose set-up fails, has no failing test of its own.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
    ...(brokenFiles > 0 && { remark: `${brokenFiles} test file(s) could not be run` }),
  };
}

/**
 * @param {PlaywrightReport} report of Playwright's `json` reporter
 * @returns {Count}
 */
export function readPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return {
    passed: expected + flaky,
    failed: unexpected + report.errors.length,
    skipped,
    ...(flaky > 0 && { remark: `${flaky} passed only when repeated` }),
  };
}

/**
 * @param {Count[]} counts
 * @returns {string} the last line of every test run
 */
export function lastLine(counts) {
  const total = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    counts.reduce((sum, count) => sum + count[key], 0);
  const skipped = total('skipped');
  return `${total('passed')} passed, ${total('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
