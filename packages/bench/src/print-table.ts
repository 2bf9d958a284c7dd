import type { Aim, JudgedReading } from './figure.ts';
import type { BenchReport } from './run-figures.ts';

const headings = ['figure', 'measured', 'aim', 'floor', 'ratio', '', 'what'] as const;

/** The report for people: a line for each reading. */
export function tableLines(report: BenchReport): readonly string[] {
  const rows = report.readings.map(rowOf);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 || column > 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const floors = [
    ...new Set(
      report.readings.flatMap(({ name, floor }) => (floor === null ? [] : [`  ${name}: ${floor.what}`])),
    ),
  ];
  return [
    line(headings),
    ...rows.map(line),
    ...(floors.length === 0 ? [] : ['', 'Floors, measured in the same run:', ...floors]),
    ...(report.broken.length === 0 ? [] : ['', 'Could not be measured:']),
    ...report.broken.map(({ figure, reason }) => `  ${figure}: ${reason}`),
    ...(report.scale === 'full'
      ? []
      : ['', 'Measured at a small scale, to see that it works: the figures say little.']),
  ];
}

function rowOf({
  name,
  what,
  unit,
  value,
  floor,
  ratioToFloor,
  aim,
  isMet,
}: JudgedReading): readonly string[] {
  const verdict = isMet === null ? '' : isMet ? 'met' : 'not met';
  return [
    name,
    amount(value, unit),
    aim === null ? '' : aimText(aim, unit),
    floor === null ? '' : amount(floor.value, unit),
    ratioText(ratioToFloor),
    verdict,
    what,
  ];
}

function ratioText(ratio: number | null): string {
  if (ratio === null) return '';
  return Number.isFinite(ratio) ? ratio.toFixed(2) : '–';
}

function aimText({ of, is, bound }: Aim, unit: string): string {
  const sign = is === 'atMost' ? '≤' : '≥';
  return of === 'ratio' ? `ratio ${sign} ${bound.toFixed(2)}` : `${sign} ${amount(bound, unit)}`;
}

/** Three digits say all that such a measurement can say. */
export function amount(value: number, unit: string): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const number = Number.isInteger(value) ? value : Number(value.toFixed(digits));
  return `${number.toLocaleString('en-US', { maximumFractionDigits: 2 })}${unit.startsWith('/') || unit === '%' || unit === '' ? unit : ` ${unit}`}`;
}
