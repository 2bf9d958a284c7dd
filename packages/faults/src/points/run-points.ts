import { keepEvidence } from '../keep-evidence.ts';
import type { Progress } from '../progress.ts';
import { violationLines } from '../progress.ts';
import { type FaultStack, type FaultStackOptions, startFaultStack } from '../stack/fault-stack.ts';
import { openVenue, type Venue } from '../workload/venue.ts';
import { nameOfRun, type PointRun } from './point-table.ts';
import { type PointResult, runPoint } from './run-point.ts';

export interface PointsReport {
  readonly runs: number;
  readonly seconds: number;
  /** Runs whose point no process came by, in time. */
  readonly unreached: readonly string[];
  readonly broken: readonly {
    readonly run: string;
    readonly seed: number;
    readonly violations: PointResult['violations'];
    readonly evidence: string;
  }[];
}

/** A warm stack serves so many runs; then rows and keys of ended runs are left behind with it. */
const runsPerStack = 40;
const endsMax = 20;

/** Does the runs one after the other on warm stacks, each judged for itself. */
export async function runPoints(
  runs: readonly PointRun[],
  seed: number,
  progress: Progress,
  signal: AbortSignal,
  options: FaultStackOptions & { readonly untilMs?: number; readonly stopAtFirst?: boolean } = {},
): Promise<PointsReport> {
  const startedMs = Date.now();
  const unreached: string[] = [];
  const broken: PointsReport['broken'][number][] = [];
  let warm: { readonly stack: FaultStack; readonly venue: Venue; runs: number } | null = null;
  const cool = async (): Promise<void> => {
    await warm?.venue.close();
    await warm?.stack.stop();
    warm = null;
  };
  let done = 0;
  try {
    for (const run of runs) {
      if (signal.aborted || Date.now() > (options.untilMs ?? Number.POSITIVE_INFINITY)) break;
      if (warm === null) {
        const stack = await startFaultStack({ ...options, signal });
        warm = { stack, venue: await openVenue(stack), runs: 0 };
        progress.say(`a stack is warm (${Math.round((Date.now() - startedMs) / 1000)} s)`);
      }
      const { stack, venue } = warm;
      const result = await runPoint(stack, venue, run, seed, signal).catch(
        (error: unknown): PointResult => failedRun(run, error),
      );
      if (signal.aborted) break;
      warm.runs += 1;
      done += 1;
      const name = nameOfRun(run);
      const mark = result.violations.length > 0 ? '✗' : result.wasReached ? '✓' : '–';
      progress.say(
        `${mark} ${String(done).padStart(4)}/${runs.length} ${name.padEnd(40)} ${result.seconds} s`,
      );
      if (!result.wasReached) unreached.push(name);
      if (result.violations.length > 0) {
        const evidence = await keepEvidence(stack, name, {
          'history.jsonl': result.history,
          'violations.jsonl': result.violations,
          'run.json': { ...run, seed, ends: stack.ends.slice(-endsMax) },
        });
        broken.push({ run: name, seed, violations: result.violations, evidence });
        for (const line of violationLines(result.violations)) progress.say(line);
        progress.say(`    kept in ${evidence}`);
        await cool();
        if (options.stopAtFirst === true) break;
      } else if (warm.runs >= runsPerStack) await cool();
    }
  } finally {
    await cool();
  }
  return { runs: done, seconds: Math.round((Date.now() - startedMs) / 1000), unreached, broken };
}

/** A run that the harness could not make is no run that went well. */
function failedRun(run: PointRun, error: unknown): PointResult {
  const sentence = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const violations = [{ rule: 'the run can be made', sentence, evidence: [] }];
  return { run, wasReached: false, violations, history: [], seconds: 0 };
}
