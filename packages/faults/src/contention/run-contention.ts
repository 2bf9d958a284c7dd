import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import { countActs, type History, openHistory } from '../history/history.ts';
import { judgeRun } from '../judge/judge-run.ts';
import type { Violation } from '../judge/violation.ts';
import { keepEvidence } from '../keep-evidence.ts';
import { type Progress, tellJudged } from '../progress.ts';
import { type FaultStack, startFaultStack } from '../stack/fault-stack.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { holdTickets, releaseHold } from '../workload/hold-tickets.ts';
import { newShopper, type Shopper } from '../workload/shopper.ts';
import { openVenue, usualVenue, type Venue } from '../workload/venue.ts';

export interface ContentionResult {
  readonly seed: number;
  /** Hold and order requests that customers made. */
  readonly attempts: number;
  /** Holds that they got. */
  readonly held: number;
  /** Purchases that they were told of. */
  readonly paid: number;
  readonly seconds: number;
  readonly violations: readonly Violation[];
  readonly evidence: string | null;
}

/** So few seats that nearly every request meets another for the same; a fifth as many more have no seat. */
const tickets = 100;
const shoppers = 300;
/** One stack takes at most so many; a history of more is slow to judge. */
export const attemptsPerStackMax = 40_000;
/** Of a shopper who holds something: each buys once, or orders and gives up once, at most. */
const buysShare = 0.01;
const givesUpShare = 0.03;
/** Between two tries, on average: an account may ask 120 times a minute. Milliseconds. */
const pauseMs = 550;
const stayMsMax = 10 * 60_000;

/** Real processes without a fault, and a crowd that fights over few seats until it has asked `attempts` times. */
export async function runContention(
  seed: number,
  attempts: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<ContentionResult> {
  const startedMs = Date.now();
  const stack = await startFaultStack({ signal });
  try {
    const venue = await openVenue(stack, { ...usualVenue, tickets, admissionSeconds: stayMsMax / 1000 });
    const history = openHistory();
    await sendCrowd(venue, history, seed, attempts, signal);
    const violations = signal.aborted ? [] : await judge(stack, venue, history, signal);
    const evidence =
      violations.length === 0
        ? null
        : await keepEvidence(stack, `contention-${seed}`, {
            'history.jsonl': history.events,
            'violations.jsonl': violations,
          });
    await venue.close();
    const result: ContentionResult = {
      ...{ seed, violations, evidence },
      attempts: attemptsIn(history),
      held: countActs(history, 'hold', 'ok'),
      paid: countActs(history, 'purchase', 'ok'),
      seconds: Math.round((Date.now() - startedMs) / 1000),
    };
    const { attempts: made, held, paid, seconds } = result;
    const words = `${made} attempts, ${held} holds, ${paid} acknowledged purchases, ${seconds} s`;
    tellJudged(progress, `seed ${seed}: ${words}`, result);
    return result;
  } finally {
    await stack.stop();
  }
}

function judge(
  stack: FaultStack,
  venue: Venue,
  history: History,
  signal: AbortSignal,
): Promise<readonly Violation[]> {
  const facts = { history: history.events, faultsEndedMs: Date.now(), leasesKept: true };
  return judgeRun(stack, venue, facts, signal);
}

function attemptsIn(history: History): number {
  return countActs(history, 'hold', 'invoke') + countActs(history, 'purchase', 'invoke');
}

async function sendCrowd(
  venue: Venue,
  history: History,
  seed: number,
  attempts: number,
  signal: AbortSignal,
): Promise<void> {
  const accounts = await venue.newAccounts(shoppers);
  let isOver = false;
  const visits = accounts.map(async (account, at) => {
    const random = seededRandom(seed, 100 + at);
    const shopper = newShopper(venue, account, history, random, stayMsMax);
    await visit(shopper, random, () => isOver || signal.aborted || Date.now() > shopper.untilMs);
  });
  const watching = setInterval(() => {
    isOver = attemptsIn(history) >= attempts;
  }, 250);
  await Promise.all(visits).finally(() => clearInterval(watching));
}

/** Asks again and again. Who buys goes home; who gave an order up goes on. */
async function visit(shopper: Shopper, random: Random, isOver: () => boolean): Promise<void> {
  const admission = await comeIn(shopper);
  if (admission === null) return;
  let mayGiveUp = true;
  while (!isOver()) {
    await sleep(2 * pauseMs * random());
    const hold = await holdTickets(
      shopper,
      admission,
      { kind: 'hot', quantity: 1 + Math.round(random()) },
      1,
    );
    if (hold === null) continue;
    const choice = random();
    if (choice < buysShare) {
      await buyTickets(shopper, admission, hold, pays);
      return;
    }
    if (choice < buysShare + givesUpShare && mayGiveUp) {
      mayGiveUp = false;
      await buyTickets(shopper, admission, hold, { cards: [], cancels: true, comesBack: true });
    } else await releaseHold(shopper, hold);
  }
}
