import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import { countActs, openHistory } from '../history/history.ts';
import { judgeRun } from '../judge/judge-run.ts';
import { nobodyBought } from '../judge/nobody-bought.ts';
import type { Violation } from '../judge/violation.ts';
import { keepEvidence } from '../keep-evidence.ts';
import { type Progress, tellJudged } from '../progress.ts';
import { type FaultStackOptions, startFaultStack } from '../stack/fault-stack.ts';
import { chooseAction } from '../workload/actions.ts';
import { countGivenBack, type GivenBack, wordsOfGivenBack } from '../workload/after-buying.ts';
import { newShopper } from '../workload/shopper.ts';
import { openTown, type Town } from '../workload/town.ts';
import { openVenue, usualVenue, type Venue } from '../workload/venue.ts';
import { learnDisputes } from './learn-disputes.ts';
import { makeSchedule } from './make-schedule.ts';
import { performAll, undoneSteps } from './perform-all.ts';
import { heal } from './perform-step.ts';

export interface ChaosResult {
  readonly seed: number;
  /** Steps of the schedule that were done. */
  readonly faults: number;
  /** Those that had nothing to break. */
  readonly moot: number;
  /** Those that could not be done: each is a violation. */
  readonly undone: number;
  /** Hold and order requests that customers made. */
  readonly attempts: number;
  readonly paid: number;
  readonly givenBack: GivenBack;
  readonly seconds: number;
  readonly violations: readonly Violation[];
  readonly evidence: string | null;
}

export const chaosMs = 30_000;
const tickets = 1_000;
const visitsPerSecond = 5;
const friends = 20;
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
    const town = await openTown(stack, venue, history, seededRandom(seed, 2), friends);
    const crowd = sendCrowd(venue, town, seed, lengthMs, signal);
    const performed = await performAll(stack, schedule, signal);
    await heal(stack);
    const faultsEndedMs = Date.now();
    await crowd;
    await learnDisputes(stack);
    const facts = { history: history.events, faultsEndedMs, leasesKeptUntilMs: performed.leasesKeptUntilMs };
    const judged = signal.aborted ? [] : await judgeRun(stack, venue, facts, signal);
    const violations = signal.aborted ? [] : [...judged, ...undoneSteps(performed), ...nobodyBought(history)];
    const evidence =
      violations.length === 0
        ? null
        : await keepEvidence(stack, `seed-${seed}`, {
            'history.jsonl': history.events,
            'schedule.jsonl': schedule,
            'violations.jsonl': violations,
            'performed.log': `${performed.log.join('\n')}\n`,
            'ends.log': `${stack.ends.join('\n')}\n`,
          });
    await venue.close();
    const result = {
      ...{ seed, violations, evidence, faults: performed.done },
      ...{ moot: performed.moot.length, undone: performed.undone.length },
      attempts: countActs(history, 'hold', 'invoke') + countActs(history, 'purchase', 'invoke'),
      paid: countActs(history, 'purchase', 'ok'),
      givenBack: countGivenBack(history),
      seconds: Math.round((Date.now() - startedMs) / 1000),
    };
    tellJudged(progress, wordsOf(result), result);
    return result;
  } finally {
    await stack.stop();
  }
}

/** Visitors come evenly; each has an account, a gateway at every call by chance, and one thing in mind. */
async function sendCrowd(
  venue: Venue,
  town: Town,
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
    const shopper = newShopper(venue, account, town.office.history, random, patienceMs);
    visits.push(chooseAction(random)(shopper, town));
    await sleep(1000 / visitsPerSecond);
  }
  await Promise.all(visits);
}

function wordsOf({ seed, faults, moot, undone, attempts, paid, givenBack, seconds }: ChaosResult): string {
  const steps = `${faults} faults${moot > 0 ? `, ${moot} moot` : ''}${undone > 0 ? `, ${undone} NOT done` : ''}`;
  const crowd = `${attempts} attempts, ${paid} acknowledged purchases, ${wordsOfGivenBack(givenBack)}`;
  return `seed ${seed}: ${steps}, ${crowd}, ${seconds} s`;
}
