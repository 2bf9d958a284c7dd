/** The parts of vitest's JSON report that are counted. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
}

/** A file that could not even be loaded counts as one failed test, and so does any other reason for a bad exit. */
export function addUp(report: VitestReport | null, exitCode: number): TestTotals {
  const unloaded = report?.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = (report?.numFailedTests ?? 0) + (unloaded?.length ?? 0);
  return { passed: report?.numPassedTests ?? 0, failed: exitCode === 0 ? failed : Math.max(1, failed) };
}
