import { expect, test } from 'vitest';
import { addUp } from './test-totals.ts';

const loaded = { status: 'passed', assertionResults: [{}] };
const unloaded = { status: 'failed', assertionResults: [] };

test.each([
  [
    'all passed',
    { numPassedTests: 7, numFailedTests: 0, testResults: [loaded] },
    0,
    { passed: 7, failed: 0 },
  ],
  [
    'a test failed',
    { numPassedTests: 6, numFailedTests: 1, testResults: [loaded] },
    1,
    { passed: 6, failed: 1 },
  ],
  [
    'a file was not loaded',
    { numPassedTests: 6, numFailedTests: 0, testResults: [unloaded] },
    1,
    { passed: 6, failed: 1 },
  ],
  [
    'an error outside of tests',
    { numPassedTests: 7, numFailedTests: 0, testResults: [loaded] },
    1,
    { passed: 7, failed: 1 },
  ],
  ['vitest itself broke', null, 1, { passed: 0, failed: 1 }],
])('totals when %s', (_name, report, exitCode, totals) => {
  expect(addUp(report, exitCode)).toEqual(totals);
});
