import type { AuditReport, CheckReport, CheckState } from './report.ts';

const MARKS: { readonly [state in CheckState]: string } = { holds: '✓', broken: '✗', idle: '·', failed: '!' };
const NAME_WIDTH = 32;

/** One line for a check, and under it the rows that break it. */
export function checkLines(check: CheckReport): string {
  const title = `${MARKS[check.state]} ${check.name.padEnd(NAME_WIDTH)} ${check.invariant} (${check.durationMs} ms)`;
  if (check.state === 'failed') return `${title}\n    could not be checked: ${check.note}`;
  if (check.state === 'idle') return `${title}\n    nothing to check: ${check.note}`;
  if (check.state === 'holds') return title;
  const rows = check.rows.map((row) => `    ${rowText(row)}`);
  const more = check.count - check.rows.length;
  if (more > 0) rows.push(`    and ${more} more`);
  return [title, `    broken by ${check.count === 1 ? 'one row' : `${check.count} rows`}:`, ...rows].join(
    '\n',
  );
}

export function summaryLine(report: AuditReport): string {
  const total = `${report.checks.length} invariants checked in ${(report.durationMs / 1_000).toFixed(1)} s, as of ${report.at}`;
  if (report.ok) return `${total}: all hold`;
  const failed = report.failed === 0 ? '' : `, ${report.failed} could not be checked`;
  return `${total}: ${report.broken} broken${failed}`;
}

function rowText(row: CheckReport['rows'][number]): string {
  return Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${value}`)
    .join('  ');
}
