import type { FaultsReport } from './run-faults.ts';

type CrowdResult = FaultsReport['chaos'][number] | FaultsReport['contention'][number];

function sum<K extends string>(results: readonly { readonly [key in K]: number }[], key: K): number {
  return results.reduce((total, one) => total + one[key], 0);
}

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
  const crowd = (
    name: string,
    results: readonly CrowdResult[],
    more: Readonly<Record<string, number>>,
  ): void => {
    if (results.length === 0) return;
    row(name, results.length);
    for (const [what, count] of Object.entries(more)) row(`  ${what}`, count);
    row('  hold and order requests', sum(results, 'attempts'));
    row('  acknowledged purchases', sum(results, 'paid'));
    const givenBack = results.map((one) => one.givenBack);
    for (const what of ['refunds', 'gifts', 'disputes'] as const) row(`  ${what}`, sum(givenBack, what));
    const broken = results.filter(({ violations }) => violations.length > 0);
    row('  violated', broken.length);
    for (const { seed, evidence } of broken) lines.push(`    ✗ seed ${seed}, kept in ${evidence}`);
  };
  crowd('Chaos: seeds', chaos, {
    faults: sum(chaos, 'faults'),
    '  moot': sum(chaos, 'moot'),
    '  not done': sum(chaos, 'undone'),
  });
  crowd('Contention: seeds', contention, { holds: sum(contention, 'held') });
  if (bugs.length > 0) {
    row('Planted bugs', bugs.length);
    row('  caught', bugs.filter(({ caught }) => caught).length);
    for (const { bug, by, caught, besides } of bugs)
      if (!caught)
        lines.push(
          `    ✗ ${bug} was not caught by ${by}${besides.length > 0 ? `, where only this reported: ${besides.join('; ')}` : ''}`,
        );
  }
  row('Seconds', report.seconds);
  lines.push('', report.isRight ? 'All is right.' : 'Something is wrong.');
  return lines;
}
