import type { Report } from './outcome/report.ts';

/** The report for people. */
export function reportLines(report: Report): readonly string[] {
  const { p50Ms, p99Ms } = report;
  const times = Object.entries(p99Ms)
    .filter(([, p99]) => p99 !== null)
    .map(([name, p99]) => {
      const p50 = p50Ms[name as keyof typeof p50Ms];
      return `  ${name.padEnd(16)} ${milliseconds(p50)} ${milliseconds(p99)}`;
    });
  const rows: [string, string | number][] = [
    ['Fans', report.fans],
    ['Tickets', report.tickets],
    ['Sold', report.sold],
    ['Sold twice', report.doubleSold],
    ['Orders paid', report.ordersPaid],
    ['Orders expired', report.ordersExpired],
    ['Orders unfinished', report.ordersUnfinished],
    ['Money mismatches', report.moneyMismatches],
    ['Answers of 5xx', report.http5xx],
    ['Shed with 503', report.shed503],
    ['Throttled with 429', report.throttled429],
    ['Audit failures', report.auditFailures],
    ['Drawn from the lobby', report.drawn],
    ['Came in, by the log', report.cameIn],
    ['Faults of draw and log', report.drawFaults],
    ['Surprises', report.surprises],
    ['Seconds from the opening', report.durationSeconds],
    ['Orders a second', report.ordersPerSecond],
    ['  in the busiest 10 s', report.ordersPerSecondPeak],
  ];
  return [
    '',
    ...rows.map(([name, value]) => `${name.padEnd(26)} ${String(value).padStart(10)}`),
    '',
    `  ${''.padEnd(16)} ${'median'.padStart(9)} ${'p99'.padStart(12)}`,
    ...times,
    '',
    `CPU seconds: ${Object.entries(report.cpuSeconds)
      .map(([name, seconds]) => `${name} ${seconds}`)
      .join(', ')}`,
    ...(report.faults.length === 0
      ? []
      : ['', 'What went wrong', ...report.faults.map((fault) => `  ${fault}`)]),
    '',
    report.isRight ? `All is right (seed ${report.seed}).` : `Something is wrong (seed ${report.seed}).`,
  ];
}

function milliseconds(value: number | null): string {
  return (value === null ? '–' : `${value} ms`).padStart(12);
}
