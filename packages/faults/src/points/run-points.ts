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

export interface PointsOptions extends FaultStackOptions {
  /** How many stacks work at once, each on a run of its own; 1 when it is not given. */
  readonly stacks?: number;
  readonly untilMs?: number;
  readonly stopAtFirst?: boolean;
}

/** Does the runs on warm stacks, each stack one after the other, each run judged for itself. */
export async function runPoints(
  runs: readonly PointRun[],
  seed: number,
  progress: Progress,
  signal: AbortSignal,
  options: PointsOptions = {},
): Promise<PointsReport> {
  const startedMs = Date.now();
  const unreached: string[] = [];
  const broken: PointsReport['broken'][number][] = [];
  const waiting = [...runs];
  let done = 0;
  const next = (): PointRun | undefined => {
    const isOver =
      signal.aborted ||
      Date.now() > (options.untilMs ?? Number.POSITIVE_INFINITY) ||
      (options.stopAtFirst === true && broken.length > 0);
    return isOver ? undefined : waiting.shift();
  };
  const serve = async (): Promise<void> => {
    let warm: WarmStack | null = null;
    try {
      for (let run = next(); run !== undefined; run = next()) {
        warm ??= await warmUp({ ...options, signal });
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
        const isBroken = result.violations.length > 0;
        if (isBroken) {
          const evidence = await keepEvidence(stack, name, {
            'history.jsonl': result.history,
            'violations.jsonl': result.violations,
            'run.json': { ...run, seed, ends: stack.ends.slice(-endsMax) },
          });
          broken.push({ run: name, seed, violations: result.violations, evidence });
          for (const line of violationLines(result.violations)) progress.say(line);
          progress.say(`    kept in ${evidence}`);
        }
        if (isBroken || warm.runs >= runsPerStack) {
          const cooling = warm;
          warm = null;
          await coolDown(cooling);
        }
      }
    } catch (error) {
      // What one stack cannot do the others need not try; they end with the runs that they are at.
      waiting.length = 0;
      throw error;
    } finally {
      if (warm !== null) await coolDown(warm);
    }
  };
  const lanes = Array.from({ length: Math.min(options.stacks ?? 1, runs.length) }, serve);
  const ended = await Promise.allSettled(lanes);
  const failed = ended.find((lane) => lane.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { runs: done, seconds: Math.round((Date.now() - startedMs) / 1000), unreached, broken };
}

interface WarmStack {
  readonly stack: FaultStack;
  readonly venue: Venue;
  runs: number;
}

async function warmUp(options: FaultStackOptions): Promise<WarmStack> {
  const stack = await startFaultStack(options);
  return { stack, venue: await openVenue(stack), runs: 0 };
}

async function coolDown({ stack, venue }: WarmStack): Promise<void> {
  await venue.close();
  await stack.stop();
}

/** A run that the harness could not make is no run that went well. */
function failedRun(run: PointRun, error: unknown): PointResult {
  const sentence = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const violations = [{ rule: 'the run can be made', sentence, evidence: [] }];
  return { run, wasReached: false, violations, history: [], seconds: 0 };
}
