import { describe, expect, test } from 'vitest';
import { countOfReport, countOfTool, lastLine, readPlaywright, readVitest } from './report-counts.mjs';

const vitestReport = (/** @type {object} */ changes = {}) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
    ...changes,
  });

const playwrightReport = (/** @type {object} */ stats = {}, /** @type {object[]} */ errors = []) =>
  JSON.stringify({ stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors });

describe('a tool that says yes or no', () => {
  test('counts as one check', () => {
    expect(countOfTool(0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(countOfTool(2)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('a report of Vitest', () => {
  test('is counted, skipped and planned tests together', () => {
    expect(countOfReport(vitestReport(), 0, readVitest)).toEqual({ passed: 3, failed: 0, skipped: 2 });
  });

  test('with a file that could not be loaded counts that file as failed', () => {
    const report = vitestReport({ testResults: [{ status: 'failed', assertionResults: [] }] });
    expect(countOfReport(report, 1, readVitest)).toMatchObject({ passed: 3, failed: 1 });
  });

  test('does not count a failing test twice', () => {
    const report = vitestReport({
      numFailedTests: 1,
      testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }],
    });
    expect(countOfReport(report, 1, readVitest)).toMatchObject({ passed: 3, failed: 1 });
  });
});

describe('a report of Playwright', () => {
  test('is counted, and a flaky test is remarked on', () => {
    const count = countOfReport(playwrightReport({ flaky: 1 }), 0, readPlaywright);
    expect(count).toMatchObject({ passed: 3, failed: 0, remark: '1 passed only when repeated' });
  });

  test('counts errors outside of tests', () => {
    expect(countOfReport(playwrightReport({}, [{ message: 'no' }]), 1, readPlaywright)).toMatchObject({
      failed: 1,
    });
  });
});

describe('a run that cannot be trusted fails', () => {
  const cases = /** @type {const} */ ([
    ['without a report', undefined, 0],
    ['with half a report', '{"numPassedTests": 3', 0],
    ['with a report of another shape', '{"numPassedTests": 3, "testResults": []}', 0],
    ['without any test', vitestReport({ numPassedTests: 0 }), 0],
    ['that fails though every test passed', vitestReport(), 1],
  ]);
  test.each(cases)('%s', (_name, report, exitCode) => {
    const count = countOfReport(report, exitCode, readVitest);
    expect(count.failed).toBe(1);
    expect(count.remark).toBeDefined();
  });
});

test('the last line sums up, and mentions skipped tests only when there are any', () => {
  const some = { passed: 2, failed: 1, skipped: 0 };
  expect(lastLine([some, some])).toBe('4 passed, 2 failed');
  expect(lastLine([some, { passed: 0, failed: 0, skipped: 3 }])).toBe('2 passed, 1 failed, 3 skipped');
});
