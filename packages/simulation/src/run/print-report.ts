import type { Shrunk } from '../history/shrink-history.ts';
import type { SimulationReport } from './run-simulation.ts';

/** Of a long story, its beginning and its end. */
const storyBeginMax = 100;
const storyEndMax = 20;

/** The report as lines for people. */
export function reportLines(report: SimulationReport): string[] {
  const { histories, counted, orders, faults, happenings, seconds, threads } = report;
  return [
    `${number(histories)} histories, seeds ${report.firstSeed} to ${report.lastSeed}: ${report.failure === null ? 'no violation' : 'a rule is broken'}`,
    `  ${number(counted)} of them have at least 20 orders and 3 faults`,
    `  ${number(orders)} orders, ${number(faults)} faults, ${number(happenings)} happenings`,
    `  ${seconds.toFixed(1)} s on ${threads} thread${threads === 1 ? '' : 's'}: ${number(report.historiesPerSecond)} histories a second, ${number(report.historiesPerSecondAndThread)} a thread`,
  ];
}

/** A failing history, as small as it got. */
export function failureLines(seed: number, bug: string | null, shrunk: Shrunk): string[] {
  const { violations, tries, buyers, faults } = shrunk;
  const story = withoutRepeats(shrunk.story);
  const left = story.length - storyBeginMax - storyEndMax;
  return [
    '',
    `Seed ${seed} breaks a rule. Shrunk in ${number(tries)} tries to ${buyers} buyers and ${faults} faults:`,
    '',
    ...(left > 0
      ? [...story.slice(0, storyBeginMax), `… ${left} steps …`, ...story.slice(-storyEndMax)]
      : story),
    '',
    ...violations.map((violation) => `  ✗ ${violation}`),
    '',
    `Again: npm run simulate -- --histories 1 --seed ${seed}${bug === null ? '' : ` --bug ${bug}`}`,
  ];
}

/** Rounds that find the same thing again and again are told once. */
function withoutRepeats(story: readonly string[]): string[] {
  const told: string[] = [];
  let last = '';
  let repeats = 0;
  const close = (): void => {
    if (repeats > 0) told.push(`${''.padStart(14)}… ${repeats} times more`);
    repeats = 0;
  };
  for (const line of story) {
    const what = line.replace(/^ *[\d.]+ s {2}([\w-]+) \d+:/, '$1:');
    if (what === last) repeats += 1;
    else {
      close();
      told.push(line);
    }
    last = what;
  }
  close();
  return told;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
