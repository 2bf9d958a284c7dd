import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { seededRandom } from '../../../loopback-stripe/src/faults/seeded-random.ts';
import { restoreLease, sweepLeases } from './fill-event.ts';
import {
  acquireHold,
  bindHold,
  extendHold,
  type HoldPlace,
  type HoldWish,
  releaseHold,
  unbindHold,
} from './hold-seats.ts';
import type { Journal, Possession } from './possessions.fixture.ts';
import {
  epoch,
  generalTickets,
  mark,
  numbersFrom,
  presaleRow,
  type Sale,
  seatsPerRow,
} from './sale.fixture.ts';

export const shoppersHoldMs = 60;
const orderMs = 110;
const longestNapMs = 12;
const seatsOfDrop = presaleRow * seatsPerRow;

/** What a shopper remembers of a hold that was taken. */
interface Remembered extends HoldPlace {
  readonly tickets: readonly number[];
  orderId?: string;
  /** Some of its tickets may have been another hold's by then. */
  restored?: boolean;
}

type Step = (shopper: RandomShopper) => Promise<string>;

/** Does whatever shoppers, workers and vendors may do, in an order that follows from the seed. */
export interface RandomShopper {
  readonly sale: Sale;
  readonly redis: Redis;
  readonly random: () => number;
  readonly accounts: readonly string[];
  readonly holds: Remembered[];
  readonly journal: Journal;
}

export function randomShopper(
  sale: Sale,
  redis: Redis,
  seed: number,
  accounts: readonly string[],
): RandomShopper {
  const journal = { faults: [], counts: new Map(), possessions: [], sold: [] };
  return { sale, redis, random: seededRandom(seed), accounts, holds: [], journal };
}

/** One random step, none of those left out; its outcome is counted. */
export async function takeStep(shopper: RandomShopper, leftOut: readonly Step[] = []): Promise<void> {
  const possible = steps.filter(([, step]) => !leftOut.includes(step));
  let at = shopper.random() * possible.reduce((sum, [weight]) => sum + weight, 0);
  const chosen = possible.find(([weight]) => {
    at -= weight;
    return at < 0;
  });
  const outcome = (await chosen?.[1](shopper)) ?? 'nothing';
  shopper.journal.counts.set(outcome, (shopper.journal.counts.get(outcome) ?? 0) + 1);
}

const steps: readonly (readonly [weight: number, step: Step])[] = [
  [8, (shopper) => hold(shopper, chosenWish(shopper))],
  [6, (shopper) => hold(shopper, bestWish(shopper))],
  [5, (shopper) => hold(shopper, poolWish(shopper))],
  [2, repeatHold],
  [3, extend],
  [4, bind],
  [3, unbind],
  [4, release],
  [1, sell],
  [1, unsell],
  [1, restoreHold],
  [2, sweep],
  [3, nap],
];

function pick<T>({ random }: RandomShopper, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

function chosenWish(shopper: RandomShopper): HoldWish {
  const first = Math.floor(shopper.random() * seatsOfDrop);
  const quantity = 1 + Math.floor(shopper.random() * 4);
  return { kind: 'chosen', tickets: numbersFrom(first, quantity).filter((number) => number < seatsOfDrop) };
}

function bestWish(shopper: RandomShopper): HoldWish {
  const categoryId = pick(shopper, [shopper.sale.front, shopper.sale.back]);
  const quantity = 1 + Math.floor(shopper.random() * 5);
  return { kind: 'best', categoryId, quantity, together: shopper.random() < 0.7 };
}

function poolWish(shopper: RandomShopper): HoldWish {
  return { kind: 'pool', categoryId: shopper.sale.general, quantity: 1 + Math.floor(shopper.random() * 4) };
}

async function hold(shopper: RandomShopper, wish: HoldWish): Promise<string> {
  const place = { ...shopper.sale.place, accountId: pick(shopper, shopper.accounts), holdId: randomUUID() };
  const calledMs = Date.now();
  const outcome = await acquireHold(shopper.redis, place, wish);
  if (outcome.kind !== 'held') return `${wish.kind} ${outcome.kind}`;
  const wanted = wish.kind === 'chosen' ? wish.tickets.length : wish.quantity;
  if (outcome.tickets.length !== wanted)
    shopper.journal.faults.push(`${wanted} wanted, ${outcome.tickets} held`);
  const taken = { ...place, tickets: outcome.tickets };
  shopper.holds.push(taken);
  possess(shopper, taken, {
    calledMs,
    fromMs: outcome.deadlineMs - shoppersHoldMs,
    untilMs: outcome.deadlineMs,
  });
  return `${wish.kind} held`;
}

async function repeatHold(shopper: RandomShopper): Promise<string> {
  const known = shopper.holds.at(-1);
  if (known === undefined) return 'nothing';
  const calledMs = Date.now();
  const outcome = await acquireHold(shopper.redis, known, { kind: 'chosen', tickets: [...known.tickets] });
  // Once it ran out, the same id may begin anew: only its end is certain.
  if (outcome.kind === 'held') {
    possess(shopper, known, { calledMs, fromMs: outcome.deadlineMs, untilMs: outcome.deadlineMs });
  }
  return `repeated ${outcome.kind}`;
}

async function extend(shopper: RandomShopper): Promise<string> {
  const known = shopper.holds.at(-1);
  if (known === undefined) return 'nothing';
  const calledMs = Date.now();
  const outcome = await extendHold(shopper.redis, known);
  if (outcome.kind === 'extended') {
    const { deadlineMs } = outcome;
    possess(shopper, known, { calledMs, fromMs: deadlineMs - shoppersHoldMs, untilMs: deadlineMs });
  }
  return `extend ${outcome.kind}`;
}

async function bind(shopper: RandomShopper): Promise<string> {
  const known = shopper.holds.at(-1);
  if (known === undefined) return 'nothing';
  known.orderId ??= randomUUID();
  const asked = shopper.random() < 0.8 ? known.orderId : randomUUID();
  // An order's deadline may be nearer than the hold's.
  endPossession(shopper, known, Date.now() + orderMs);
  const outcome = await bindHold(shopper.redis, known, asked, orderMs);
  if (outcome.kind === 'bound') {
    known.orderId = asked;
    if (known.restored !== true && outcome.tickets.join() !== known.tickets.join())
      shopper.journal.faults.push(`${outcome.tickets} bound`);
  }
  return `bind ${outcome.kind}`;
}

async function unbind(shopper: RandomShopper): Promise<string> {
  const known = shopper.holds.at(-1);
  if (known?.orderId === undefined) return 'nothing';
  endPossession(shopper, known);
  await unbindHold(shopper.redis, known, known.orderId);
  return 'unbind';
}

async function release(shopper: RandomShopper): Promise<string> {
  if (shopper.holds.length === 0) return 'nothing';
  const known = pick(shopper, shopper.holds.slice(-3));
  endPossession(shopper, known);
  const outcome = await releaseHold(shopper.redis, known, shopper.random() < 0.5 ? known.orderId : undefined);
  return `release ${outcome.kind}`;
}

/** A sale that was committed: the leases of its tickets end. */
async function sell(shopper: RandomShopper): Promise<string> {
  const known = shopper.holds.at(-1);
  if (known === undefined) return 'nothing';
  const calledMs = Date.now();
  await mark(
    { ...shopper.sale, redis: shopper.redis },
    known.tickets,
    shopper.random() < 0.8 ? 'sold' : 'off',
  );
  const answeredMs = Date.now();
  for (const number of known.tickets) shopper.journal.sold.push({ number, calledMs, answeredMs });
  return 'sell';
}

async function unsell(shopper: RandomShopper): Promise<string> {
  const numbers = [...numbersFrom(0, seatsOfDrop), ...generalTickets];
  const start = Math.floor(shopper.random() * numbers.length);
  await mark({ ...shopper.sale, redis: shopper.redis }, numbers.slice(start, start + 12), 'free');
  return 'unsell';
}

/** As after a loss of Redis: an order's leases come back whatever the account's limit. */
export async function restoreHold(shopper: RandomShopper): Promise<string> {
  const known = shopper.holds.at(-1);
  if (known === undefined) return 'nothing';
  const { holdId, accountId, dropId, tickets, orderId = randomUUID() } = known;
  known.orderId = orderId;
  known.restored = true;
  const outcomes = await Promise.all(
    tickets.map((number) =>
      restoreLease(shopper.redis, epoch, shopper.sale.place.eventId, {
        ...{ number, holdId, deadlineMs: orderMs, nowMs: 0 },
        order: { orderId, accountId, dropId },
      }),
    ),
  );
  return `restore ${outcomes[0]}`;
}

async function sweep({ sale, redis, random }: RandomShopper): Promise<string> {
  await sweepLeases(redis, epoch, sale.place.eventId, 1 + Math.floor(random() * 20));
  return 'sweep';
}

async function nap({ random }: RandomShopper): Promise<string> {
  await sleep(random() * longestNapMs);
  return 'nap';
}

function possess(
  { journal }: RandomShopper,
  { holdId, tickets }: Remembered,
  span: Pick<Possession, 'calledMs' | 'fromMs' | 'untilMs'>,
): void {
  for (const number of tickets) journal.possessions.push({ number, holdId, ...span });
}

/** From `fromMs` on it is not certain any more that the hold has its tickets. */
function endPossession({ journal }: RandomShopper, known: Remembered, fromMs = Date.now()): void {
  for (const possession of journal.possessions) {
    if (possession.holdId === known.holdId) possession.untilMs = Math.min(possession.untilMs, fromMs - 1);
  }
}
