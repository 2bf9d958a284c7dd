import { type BugReport, runBug } from './bugs/run-bug.ts';
import { type VariantName, variants } from './bugs/variants.ts';
import { type ChaosResult, chaosMs, runChaos } from './chaos/run-chaos.ts';
import { attemptsPerStackMax, type ContentionResult, runContention } from './contention/run-contention.ts';
import type { FaultsOptions } from './options.ts';
import { allRuns } from './points/point-table.ts';
import { type PointsReport, runPoints } from './points/run-points.ts';
import type { Progress } from './progress.ts';
import { runScenarios, type ScenarioReport } from './scenarios/run-scenario.ts';
import { type ScenarioName, scenarios } from './scenarios/scenarios.ts';

export interface FaultsReport {
  readonly isRight: boolean;
  readonly seconds: number;
  readonly points: PointsReport | null;
  readonly scenarios: readonly ScenarioReport[];
  readonly chaos: readonly ChaosResult[];
  readonly contention: readonly ContentionResult[];
  readonly bugs: readonly BugReport[];
}

const usualSeed = 1;
/** Of chaos, when everything is asked for. */
const usualMinutes = 5;

/** Without options everything but the bugs: all crash points, all stories, some minutes of chaos. */
export async function runFaults(
  options: FaultsOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<FaultsReport> {
  const startedMs = Date.now();
  const { points, bug, minutes, stacks } = options;
  const wantsOther = [points, bug, options.stories, options.contention].some((one) => one !== null);
  const wantsChaos = !wantsOther && (options.seed !== null || minutes !== null);
  const wantsAll = !wantsOther && !wantsChaos;
  const seed = options.seed ?? usualSeed;

  const runs = points ?? (wantsAll ? allRuns() : []);
  if (runs.length > 0) progress.say(`Runs of crash points: ${runs.length}`);
  const pointed = runs.length === 0 ? null : await runPoints(runs, seed, progress, signal, { stacks });
  const stories = options.stories ?? (wantsAll ? (Object.keys(scenarios) as ScenarioName[]) : []);
  if (stories.length > 0) progress.say('Stories');
  const told = await runScenarios(stories, seed, progress, signal);
  const chaos: ChaosResult[] = [];
  if (wantsAll || wantsChaos) {
    progress.say('Chaos, seed after seed');
    const lastsMs = (minutes ?? (wantsAll ? usualMinutes : 0)) * 60_000;
    const untilMs = Date.now() + lastsMs;
    for (let next = seed; next === seed || Date.now() < untilMs; next += 1) {
      if (signal.aborted) break;
      chaos.push(await runChaos(next, chaosMs, progress, signal));
    }
  }
  const contention = await contend(options.contention ?? 0, seed, progress, signal);
  const bugs: BugReport[] = [];
  const wanted = bug === 'all' ? (Object.keys(variants) as VariantName[]) : bug === null ? [] : [bug];
  for (const name of wanted) {
    if (signal.aborted) break;
    bugs.push(await runBug(name as VariantName, seed, progress, signal));
  }
  const isRight =
    !signal.aborted &&
    (pointed === null || (pointed.broken.length === 0 && pointed.unreached.length === 0)) &&
    told.every(({ violations }) => violations.length === 0) &&
    chaos.every(({ violations }) => violations.length === 0) &&
    contention.every(({ violations }) => violations.length === 0) &&
    bugs.every(({ caught }) => caught);
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  return { isRight, seconds, points: pointed, scenarios: told, chaos, contention, bugs };
}

/** Stack after stack, seed after seed, until so many requests were made or something is wrong. */
async function contend(
  attempts: number,
  seed: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<readonly ContentionResult[]> {
  const results: ContentionResult[] = [];
  for (let left = attempts; left > 0 && !signal.aborted; ) {
    const share = Math.min(left, attemptsPerStackMax);
    const result = await runContention(seed + results.length, share, progress, signal);
    results.push(result);
    if (result.violations.length > 0) break;
    left -= result.attempts;
  }
  return results;
}
