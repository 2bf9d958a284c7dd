import { seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import type { HistoryEvent } from '../history/history.ts';
import { openHistory } from '../history/history.ts';
import { judgeRun } from '../judge/judge-run.ts';
import type { Violation } from '../judge/violation.ts';
import { keepEvidence } from '../keep-evidence.ts';
import { type Progress, violationLines } from '../progress.ts';
import { type FaultStack, type FaultStackOptions, startFaultStack } from '../stack/fault-stack.ts';
import { openVenue, usualVenue } from '../workload/venue.ts';
import { exceptExpected, loadEnd, missesOf } from './ending.ts';
import type { Scenario } from './scenario.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';

export interface ScenarioResult {
  readonly name: ScenarioName;
  readonly seconds: number;
  readonly violations: readonly Violation[];
  readonly note: string | null;
  readonly history: readonly HistoryEvent[];
}

/** Tells one story on a stack, at a venue of its own, and judges what came of it. */
export async function runScenario(
  stack: FaultStack,
  name: ScenarioName,
  seed: number,
  signal: AbortSignal,
): Promise<ScenarioResult> {
  const scenario: Scenario = scenarios[name];
  const startedMs = Date.now();
  const venue = await openVenue(stack, { ...usualVenue, ...scenario.venue });
  const history = openHistory();
  try {
    const seen = await scenario.play({ stack, venue, history, random: seededRandom(seed, 0) });
    const faultsEndedMs = Date.now();
    const strikes = (await stack.stripeControl.faults()).reduce((sum, { struck }) => sum + struck, 0);
    await stack.stripeControl.clearFaults();
    const leasesKeptUntilMs = (scenario.leasesKept ?? true) ? Number.POSITIVE_INFINITY : 0;
    const saleGoesOn = scenario.saleGoesOn ?? true;
    const facts = { history: history.events, faultsEndedMs, leasesKeptUntilMs, saleGoesOn };
    const judged = await judgeRun(stack, venue, facts, signal);
    const end = await loadEnd(stack, venue.show.eventId, history.events, strikes, faultsEndedMs);
    const violations = [
      ...exceptExpected(scenario.expected ?? [], [...seen.violations, ...judged]),
      ...missesOf(scenario.ending, end),
    ];
    const seconds = Math.round((Date.now() - startedMs) / 100) / 10;
    return { name, seconds, violations, note: seen.note ?? null, history: history.events };
  } finally {
    await venue.close();
  }
}

export interface ScenarioReport extends ScenarioResult {
  readonly evidence: string | null;
}

/** Does some work on a stack as a story wants it, with `planting` besides, and stops it. */
export async function withStackOf<T>(
  name: ScenarioName,
  planting: FaultStackOptions,
  work: (stack: FaultStack) => Promise<T>,
): Promise<T> {
  const scenario: Scenario = scenarios[name];
  const own = scenario.ownStack?.() ?? { options: {} };
  try {
    const stack = await startFaultStack({ ...own.options, ...planting });
    return await work(stack).finally(() => stack.stop());
  } finally {
    own.remove?.();
  }
}

async function tell(
  stack: FaultStack,
  name: ScenarioName,
  seed: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<ScenarioReport> {
  const result = await runScenario(stack, name, seed, signal);
  const { violations, history, seconds, note } = result;
  progress.say(
    `${violations.length === 0 ? '✓' : '✗'} ${name.padEnd(24)} ${scenarios[name].what}, ${seconds} s`,
  );
  if (note !== null) progress.say(`    ${note}`);
  for (const line of violationLines(violations)) progress.say(line);
  const papers = { 'history.jsonl': history, 'violations.jsonl': violations };
  const evidence = violations.length === 0 ? null : await keepEvidence(stack, name, papers);
  if (evidence !== null) progress.say(`    kept in ${evidence}`);
  return { ...result, evidence };
}

/** Tells stories, on one stack as long as it lasts. */
export async function runScenarios(
  names: readonly ScenarioName[],
  seed: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<readonly ScenarioReport[]> {
  const reports: ScenarioReport[] = [];
  let stack: FaultStack | null = null;
  try {
    for (const name of names) {
      if (signal.aborted) break;
      const scenario: Scenario = scenarios[name];
      if (scenario.ownStack !== undefined) {
        await stack?.stop();
        stack = null;
        reports.push(await withStackOf(name, { signal }, (own) => tell(own, name, seed, progress, signal)));
        continue;
      }
      stack ??= await startFaultStack({ signal });
      const report = await tell(stack, name, seed, progress, signal);
      reports.push(report);
      if (scenario.leavesTraces !== true && report.violations.length === 0) continue;
      await stack.stop();
      stack = null;
    }
  } finally {
    await stack?.stop();
  }
  return reports;
}
