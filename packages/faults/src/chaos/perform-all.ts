import { setTimeout as sleep } from 'node:timers/promises';
import type { Violation } from '../judge/violation.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { describeStep, type FaultStep, losesLeases } from './make-schedule.ts';
import { laneOf, type Moot, performStep } from './perform-step.ts';

/** What became of a schedule. */
export interface Performed {
  readonly done: number;
  /** Steps that had nothing to break, each with why. */
  readonly moot: readonly string[];
  /** Steps that could not be done, each with why. */
  readonly undone: readonly string[];
  /** When the first step that loses leases began. Unix milliseconds; infinite when there was none. */
  readonly leasesKeptUntilMs: number;
  /** Every step, and when it was done. */
  readonly log: readonly string[];
}

/** Does every step at its time, one after the other where they are of one server. */
export async function performAll(
  stack: FaultStack,
  schedule: readonly FaultStep[],
  signal: AbortSignal,
  perform: (stack: FaultStack, step: FaultStep) => Promise<Moot> = performStep,
): Promise<Performed> {
  const startedMs = Date.now();
  const [log, moot, undone]: [string[], string[], string[]] = [[], [], []];
  let [done, leasesKeptUntilMs] = [0, Number.POSITIVE_INFINITY];
  const note = async (step: FaultStep): Promise<void> => {
    const beganMs = Date.now();
    if (losesLeases(step)) leasesKeptUntilMs = Math.min(leasesKeptUntilMs, beganMs);
    const words = describeStep(step);
    try {
      const why = await perform(stack, step);
      if (why === null) done += 1;
      else moot.push(`${words} was moot: ${why}`);
      log.push(
        `${words} from ${beganMs - startedMs} to ${Date.now() - startedMs} ms${why ? `: ${why}` : ''}`,
      );
    } catch (error) {
      undone.push(`${words} could not be done: ${error}`);
      log.push(`${words} could not be done: ${error}`);
    }
  };
  const lanes = new Map<string, Promise<unknown>>();
  const under: Promise<unknown>[] = [];
  for (const step of schedule) {
    await sleep(Math.max(0, startedMs + step.atMs - Date.now()));
    if (signal.aborted) break;
    const lane = laneOf(step);
    const noted = lane === null ? note(step) : (lanes.get(lane) ?? Promise.resolve()).then(() => note(step));
    if (lane !== null) lanes.set(lane, noted);
    under.push(noted);
  }
  await Promise.all(under);
  return { done, moot, undone, leasesKeptUntilMs, log };
}

/** A fault that was not done found nothing. */
export function undoneSteps({ undone }: Performed): readonly Violation[] {
  if (undone.length === 0) return [];
  const sentence = `${undone.length} steps of the schedule could not be done`;
  return [{ rule: 'every fault was done', sentence, evidence: undone }];
}
