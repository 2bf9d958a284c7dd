import type { Violation } from '../judge/violation.ts';
import { keepEvidence } from '../keep-evidence.ts';
import { allRuns, nameOfRun } from '../points/point-table.ts';
import { runPoints } from '../points/run-points.ts';
import { type Progress, silent, violationLines } from '../progress.ts';
import { runScenario, withStackOf } from '../scenarios/run-scenario.ts';
import type { ScenarioName } from '../scenarios/scenarios.ts';
import { plantVariant } from './plant-variant.ts';
import { isShownBy } from './shown-by.ts';
import type { Variant } from './variant.ts';
import { type VariantName, variants } from './variants.ts';

export interface BugReport {
  readonly bug: VariantName;
  readonly by: string;
  readonly seed: number;
  readonly caught: boolean;
  readonly seconds: number;
  /** Those of the rules that it breaks that found it. */
  readonly rules: readonly string[];
  /** Other rules that reported something: by them alone it does not count as caught. */
  readonly besides: readonly string[];
  readonly evidence: string | null;
}

/** Plants a bug, runs what should find it, and says whether a rule that it breaks did, and how long that took. */
export async function runBug(
  bug: VariantName,
  seed: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<BugReport> {
  const variant: Variant = variants[bug];
  const startedMs = Date.now();
  const planted = plantVariant(variant);
  const { checkout, afterMigrations } = planted;
  const { caughtBy } = variant;
  const by =
    caughtBy.kind === 'scenario' ? `the scenario ${caughtBy.name}` : `the crash point ${caughtBy.run}`;
  try {
    const found =
      caughtBy.kind === 'scenario'
        ? await byScenario(bug, caughtBy.name as ScenarioName, { checkout, afterMigrations }, seed, signal)
        : await byPoint(caughtBy.run, { checkout, afterMigrations }, seed, signal);
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    const shown = found.violations.filter((violation) => isShownBy(variant, violation));
    const others = found.violations.filter((violation) => !shown.includes(violation));
    const rules = rulesOf(shown);
    const besides = rulesOf(others);
    const caught = shown.length > 0;
    progress.say(
      `${caught ? '✓ caught' : '✗ NOT caught'} ${bug} by ${by} in ${seconds} s (seed ${seed}): ${variant.what}`,
    );
    for (const line of violationLines(shown)) progress.say(line.replace('✗', '·'));
    if (others.length > 0) progress.say(`    besides, and not counted: ${besides.join('; ')}`);
    if (!caught) for (const line of violationLines(others)) progress.say(line);
    if (found.evidence !== null) progress.say(`    kept in ${found.evidence}`);
    return { bug, by, seed, caught, seconds, rules, besides, evidence: found.evidence };
  } finally {
    planted.remove();
  }
}

function rulesOf(violations: readonly Violation[]): readonly string[] {
  return [...new Set(violations.map(({ rule }) => rule))];
}

interface Found {
  readonly violations: readonly Violation[];
  readonly evidence: string | null;
}

type Planting = Pick<ReturnType<typeof plantVariant>, 'checkout' | 'afterMigrations'>;

async function byScenario(
  bug: string,
  name: ScenarioName,
  planting: Planting,
  seed: number,
  signal: AbortSignal,
): Promise<Found> {
  return withStackOf(name, { ...planting, signal }, async (stack) => {
    const { violations, history } = await runScenario(stack, name, seed, signal);
    if (violations.length === 0) return { violations, evidence: null };
    const papers = { 'history.jsonl': history, 'violations.jsonl': violations };
    return { violations, evidence: await keepEvidence(stack, bug, papers) };
  });
}

async function byPoint(
  wanted: string,
  planting: Planting,
  seed: number,
  signal: AbortSignal,
): Promise<Found> {
  const runs = allRuns().filter((run) => nameOfRun(run) === wanted);
  if (runs.length !== 1) throw new Error(`there is no run ${wanted}`);
  const report = await runPoints(runs, seed, silent, signal, { ...planting, stopAtFirst: true });
  const [broken] = report.broken;
  return { violations: broken?.violations ?? [], evidence: broken?.evidence ?? null };
}
