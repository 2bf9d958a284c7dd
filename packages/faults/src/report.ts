import type { FaultsReport } from './run-faults.ts';

/** The report for people. */
export function reportLines(report: FaultsReport): readonly string[] {
  const { points, scenarios, chaos, contention, bugs } = report;
  const lines: string[] = [''];
  const row = (name: string, value: string | number): void => void lines.push(`${name.padEnd(34)} ${value}`);
  if (points !== null) {
    row('Crash point runs', `${points.runs} in ${points.seconds} s`);
    row('  violated', points.broken.length);
    row('  not reached', points.unreached.length);
    for (const name of points.unreached) lines.push(`    – ${name}`);
    for (const { run, evidence } of points.broken) lines.push(`    ✗ ${run}, kept in ${evidence}`);
  }
  if (scenarios.length > 0) {
    row('Stories', scenarios.length);
    row('  violated', scenarios.filter(({ violations }) => violations.length > 0).length);
  }
  if (chaos.length > 0) {
    const sum = (of: (one: (typeof chaos)[number]) => number): number =>
      chaos.reduce((total, one) => total + of(one), 0);
    row('Chaos: seeds', chaos.length);
    row(
      '  faults',
      sum(({ faults }) => faults),
    );
    row(
      '  hold and order requests',
      sum(({ attempts }) => attempts),
    );
    row(
      '  acknowledged purchases',
      sum(({ paid }) => paid),
    );
    const broken = chaos.filter(({ violations }) => violations.length > 0);
    row('  violated', broken.length);
    for (const { seed, evidence } of broken) lines.push(`    ✗ seed ${seed}, kept in ${evidence}`);
  }
  if (contention.length > 0) {
    const sum = (of: (one: (typeof contention)[number]) => number): number =>
      contention.reduce((total, one) => total + of(one), 0);
    row('Contention: stacks', contention.length);
    row(
      '  hold and order requests',
      sum(({ attempts }) => attempts),
    );
    row(
      '  holds',
      sum(({ held }) => held),
    );
    row(
      '  acknowledged purchases',
      sum(({ paid }) => paid),
    );
    const broken = contention.filter(({ violations }) => violations.length > 0);
    row('  violated', broken.length);
    for (const { seed, evidence } of broken) lines.push(`    ✗ seed ${seed}, kept in ${evidence}`);
  }
  if (bugs.length > 0) {
    row('Planted bugs', bugs.length);
    row('  caught', bugs.filter(({ caught }) => caught).length);
    for (const { bug, by, caught } of bugs) if (!caught) lines.push(`    ✗ ${bug} was not caught by ${by}`);
  }
  row('Seconds', report.seconds);
  lines.push('', report.isRight ? 'All is right.' : 'Something is wrong.');
  return lines;
}
