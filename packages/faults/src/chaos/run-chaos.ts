import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import { countActs, type History, openHistory } from '../history/history.ts';
import { judgeRun } from '../judge/judge-run.ts';
import type { Violation } from '../judge/violation.ts';
import { keepEvidence } from '../keep-evidence.ts';
import { type Progress, tellJudged } from '../progress.ts';
import { type FaultStack, type FaultStackOptions, startFaultStack } from '../stack/fault-stack.ts';
import { chooseAction } from '../workload/actions.ts';
import { newShopper } from '../workload/shopper.ts';
import { openVenue, usualVenue, type Venue } from '../workload/venue.ts';
import { describeStep, type FaultStep, losesLeases, makeSchedule } from './make-schedule.ts';
import { heal, laneOf, performStep } from './perform-step.ts';

export interface ChaosResult {
  readonly seed: number;
  readonly faults: number;
  /** Hold and order requests that customers made. */
  readonly attempts: number;
  readonly paid: number;
  readonly seconds: number;
  readonly violations: readonly Violation[];
  readonly evidence: string | null;
}

export const chaosMs = 30_000;
const tickets = 1_000;
const visitsPerSecond = 5;
/** A visitor gives up after this. Milliseconds. */
const patienceMs = 15_000;

/** One seed on a stack of its own: a crowd and a schedule of faults, then the judge. */
export async function runChaos(
  seed: number,
  lengthMs: number,
  progress: Progress,
  signal: AbortSignal,
  options: FaultStackOptions = {},
): Promise<ChaosResult> {
  const startedMs = Date.now();
  const stack = await startFaultStack({ ...options, signal });
  try {
    const venue = await openVenue(stack, { ...usualVenue, tickets });
    const history = openHistory();
    const schedule = makeSchedule(
      seed,
      lengthMs,
      stack.services.map(({ name }) => name),
    );
    const log: string[] = [];
    const crowd = sendCrowd(venue, history, seed, lengthMs, signal);
    await performAll(stack, schedule, log, signal);
    await heal(stack);
    const faultsEndedMs = Date.now();
    await crowd;
    const facts = { history: history.events, faultsEndedMs, leasesKept: !losesLeases(schedule) };
    const violations = signal.aborted ? [] : await judgeRun(stack, venue, facts, signal);
    const evidence =
      violations.length === 0
        ? null
        : await keepEvidence(stack, `seed-${seed}`, {
            'history.jsonl': history.events,
            'schedule.jsonl': schedule,
            'violations.jsonl': violations,
            'performed.log': `${log.join('\n')}\n`,
            'ends.log': `${stack.ends.join('\n')}\n`,
          });
    await venue.close();
    const result = {
      ...{ seed, violations, evidence, faults: schedule.length },
      attempts: countActs(history, 'hold', 'invoke') + countActs(history, 'purchase', 'invoke'),
      paid: countActs(history, 'purchase', 'ok'),
      seconds: Math.round((Date.now() - startedMs) / 1000),
    };
    const { attempts, paid, seconds, faults } = result;
    const words = `${faults} faults, ${attempts} attempts, ${paid} acknowledged purchases, ${seconds} s`;
    tellJudged(progress, `seed ${seed}: ${words}`, result);
    return result;
  } finally {
    await stack.stop();
  }
}

/** Visitors come evenly; each has an account, a gateway at every call by chance, and one thing in mind. */
async function sendCrowd(
  venue: Venue,
  history: History,
  seed: number,
  lengthMs: number,
  signal: AbortSignal,
): Promise<void> {
  const visits: Promise<void>[] = [];
  const total = Math.floor((lengthMs / 1000) * visitsPerSecond);
  const accounts = await venue.newAccounts(total);
  for (const [at, account] of accounts.entries()) {
    if (signal.aborted) break;
    const random = seededRandom(seed, 100 + at);
    const shopper = newShopper(venue, account, history, random, patienceMs);
    visits.push(chooseAction(random)(shopper));
    await sleep(1000 / visitsPerSecond);
  }
  await Promise.all(visits);
}

async function performAll(
  stack: FaultStack,
  schedule: readonly FaultStep[],
  log: string[],
  signal: AbortSignal,
): Promise<void> {
  const startedMs = Date.now();
  const lanes = new Map<string, Promise<unknown>>();
  const under: Promise<unknown>[] = [];
  for (const step of schedule) {
    await sleep(Math.max(0, startedMs + step.atMs - Date.now()));
    if (signal.aborted) break;
    const perform = async (): Promise<void> => {
      const beganMs = Date.now() - startedMs;
      await performStep(stack, step).catch((error: unknown) => {
        log.push(`${describeStep(step)} could not be done: ${error}`);
      });
      log.push(`${describeStep(step)} from ${beganMs} to ${Date.now() - startedMs} ms`);
    };
    const lane = laneOf(step);
    const done = lane === null ? perform() : (lanes.get(lane) ?? Promise.resolve()).then(perform);
    if (lane !== null) lanes.set(lane, done);
    under.push(done);
  }
  await Promise.all(under);
}
