import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import { countActs, type History, openHistory } from '../history/history.ts';
import { judgeRun } from '../judge/judge-run.ts';
import { nobodyBought } from '../judge/nobody-bought.ts';
import type { Violation } from '../judge/violation.ts';
import { keepEvidence } from '../keep-evidence.ts';
import { type Progress, tellJudged } from '../progress.ts';
import { type FaultStack, startFaultStack } from '../stack/fault-stack.ts';
import {
  askRefund,
  buyAndTell,
  countGivenBack,
  type GivenBack,
  giveToFriend,
  wordsOfGivenBack,
} from '../workload/after-buying.ts';
import { buyTickets } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { holdTickets, releaseHold } from '../workload/hold-tickets.ts';
import { newShopper, type Shopper } from '../workload/shopper.ts';
import { openTown, type Town } from '../workload/town.ts';
import { openVenue, usualVenue, type Venue } from '../workload/venue.ts';

export interface ContentionResult {
  readonly seed: number;
  /** Hold and order requests that customers made. */
  readonly attempts: number;
  /** Holds that they got. */
  readonly held: number;
  /** Purchases that they were told of. */
  readonly paid: number;
  readonly givenBack: GivenBack;
  /** Hold requests a second, from the first to the last. */
  readonly perSecond: number;
  readonly seconds: number;
  readonly violations: readonly Violation[];
  readonly evidence: string | null;
}

/** So few seats that nearly every request meets another for the same; a fifth as many more have no seat. */
const tickets = 100;
const shoppers = 600;
/** One stack takes at most so many; a history of more is slow to judge. */
export const attemptsPerStackMax = 40_000;
/** Of a shopper who holds something: each buys once, or orders and gives up once, at most. */
const buysShare = 0.01;
const givesUpShare = 0.03;
/** These buy what they first hold, so that every crowd buys something. */
const buyersAtOnce = 10;
/** Of those who bought. */
const refundShare = 0.4;
const giftShare = 0.2;
const friends = 10;
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
    const stay = { shopperCap: 2 * shoppers, admissionSeconds: stayMsMax / 1000 };
    const venue = await openVenue(stack, { ...usualVenue, ...stay, tickets });
    const history = openHistory();
    const town = await openTown(stack, venue, history, seededRandom(seed, 2), friends);
    await sendCrowd(venue, town, seed, attempts, signal);
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
      givenBack: countGivenBack(history),
      perSecond: attemptsPerSecond(history),
      seconds: Math.round((Date.now() - startedMs) / 1000),
    };
    const { attempts: made, perSecond, held, paid, givenBack, seconds } = result;
    const words = `${made} attempts, ${perSecond} a second, ${held} holds, ${paid} acknowledged purchases, ${wordsOfGivenBack(givenBack)}, ${seconds} s`;
    tellJudged(progress, `seed ${seed}: ${words}`, result);
    return result;
  } finally {
    await stack.stop();
  }
}

async function judge(
  stack: FaultStack,
  venue: Venue,
  history: History,
  signal: AbortSignal,
): Promise<readonly Violation[]> {
  const never = Number.POSITIVE_INFINITY;
  const facts = { history: history.events, faultsEndedMs: Date.now(), leasesKeptUntilMs: never };
  return [...(await judgeRun(stack, venue, facts, signal)), ...nobodyBought(history)];
}

function attemptsIn(history: History): number {
  return countActs(history, 'hold', 'invoke') + countActs(history, 'purchase', 'invoke');
}

function attemptsPerSecond({ events }: History): number {
  const holds = events.filter(({ act, type }) => act === 'hold' && type === 'invoke');
  const tookMs = (holds.at(-1)?.atMs ?? 0) - (holds[0]?.atMs ?? 0);
  return Math.round((holds.length / Math.max(1, tookMs)) * 1000);
}

async function sendCrowd(
  venue: Venue,
  town: Town,
  seed: number,
  attempts: number,
  signal: AbortSignal,
): Promise<void> {
  const { history } = town.office;
  const accounts = await venue.newAccounts(shoppers);
  let isOver = false;
  const visits = accounts.map(async (account, at) => {
    const random = seededRandom(seed, 100 + at);
    const shopper = newShopper(venue, account, history, random, stayMsMax);
    const buysAtOnce = at < buyersAtOnce;
    await visit(shopper, town, buysAtOnce, () => isOver || signal.aborted || Date.now() > shopper.untilMs);
  });
  const watching = setInterval(() => {
    isOver = attemptsIn(history) >= attempts;
  }, 250);
  await Promise.all(visits).finally(() => clearInterval(watching));
}

/** Asks again and again. Who buys goes home, some after giving tickets back or away; who gave an order up goes on. */
async function visit(
  shopper: Shopper,
  town: Town,
  buysAtOnce: boolean,
  isOver: () => boolean,
): Promise<void> {
  const { random } = shopper;
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
    if (buysAtOnce || choice < buysShare) {
      const bought = await buyAndTell(shopper, admission, hold);
      const then = random();
      if (bought !== null && then < refundShare) await askRefund(shopper, town, bought);
      else if (bought !== null && then < refundShare + giftShare) await giveToFriend(shopper, town, bought);
      return;
    }
    if (choice < buysShare + givesUpShare && mayGiveUp) {
      mayGiveUp = false;
      await buyTickets(shopper, admission, hold, { cards: [], cancels: true, comesBack: true });
    } else await releaseHold(shopper, hold);
  }
}
