import { type ChanceKind, chanceKinds } from '../schedule/fault-source.ts';
import { Random } from '../schedule/random.ts';

/** How a purchase is meant to go. */
export type Ending =
  | 'pays'
  | 'paysLate'
  | 'neverPays'
  | 'cancels'
  /** Gives the order up in one tab and pays in the other. */
  | 'cancelsAndPays'
  | 'dropsHold';
export type Card = 'approved' | 'declinedOnce' | 'declined' | 'asks';

export interface PurchasePlan {
  readonly tickets: number;
  readonly ending: Ending;
  readonly card: Card;
  /** Between steps, in milliseconds. */
  readonly paceMs: number;
  readonly comesBack: boolean;
}

export interface BuyerPlan {
  readonly index: number;
  readonly arrivesAt: number;
  readonly purchases: readonly PurchasePlan[];
}

export const strikeKinds = [
  'crash',
  'stop',
  'stripe-outage',
  'database-outage',
  'redis-forgets',
  'redis-loses-last',
  'redis-loses-unnoticed',
  'authorization-ends',
  'captured-by-hand',
  'event-cancelled',
  'installation-stops',
  'stands-still-before-sending',
] as const;
export type StrikeKind = (typeof strikeKinds)[number];

/** A fault at an instant. `target` picks a process or an intent; `size` is milliseconds or a count, as the kind has it. */
export interface Strike {
  readonly kind: StrikeKind;
  readonly at: number;
  readonly target: number;
  readonly size: number;
}

/** One history, before it is played: all that the seed decides beforehand. */
export interface HistoryPlan {
  readonly seed: number;
  readonly tickets: number;
  readonly freeFrom: number;
  readonly perCustomerLimit: number;
  readonly paymentMs: number;
  readonly gateways: number;
  readonly workers: number;
  readonly queuesOn: boolean;
  readonly clockSkewMs: number;
  /** Parking is near: what is to be done begins as if it had failed so often before. */
  readonly earlierFailures: number;
  readonly buyers: readonly BuyerPlan[];
  readonly strikes: readonly Strike[];
  readonly chances: Readonly<Record<ChanceKind, number>>;
  readonly faultsEndAt: number;
}

/** The last of them come by themselves, and rarely. */
const rareKinds = 3;

const random = new Random();
const buyerRandom = new Random();
const endings: readonly Ending[] = [
  'pays',
  'paysLate',
  'neverPays',
  'cancels',
  'cancelsAndPays',
  'dropsHold',
];
const cards: readonly Card[] = ['approved', 'declinedOnce', 'declined', 'asks'];
const hourMs = 3_600_000;

/** A swarm: each seed draws its own mix of buyers and faults, so that rare combinations meet. */
export function drawPlan(seed: number): HistoryPlan {
  random.reset(seed, 0);
  const tickets = random.between(26, 52);
  const buyers = random.between(26, 32);
  const faultsEndAt = random.between(100, 400) * 1000;
  const arrivalMs = faultsEndAt * (0.2 + 0.6 * random.next());
  const strikes = drawStrikes(faultsEndAt);
  return {
    seed,
    tickets,
    freeFrom: random.chance(0.3) ? tickets - random.between(1, 8) : tickets,
    perCustomerLimit: random.between(2, 4),
    paymentMs: random.between(20, 240) * 1000,
    gateways: random.between(1, 2),
    workers: random.between(1, 2),
    queuesOn: random.chance(0.85),
    clockSkewMs: random.chance(0.3) ? random.between(-25_000, 25_000) : 0,
    earlierFailures: random.chance(0.1) ? random.between(8, 11) : 0,
    chances: drawChances(),
    strikes,
    buyers: Array.from({ length: buyers }, (_, index) => drawBuyer(seed, index, arrivalMs)),
    faultsEndAt: Math.max(faultsEndAt, ...strikes.map(endOf)),
  };
}

const stopKinds: readonly StrikeKind[] = ['stop', 'installation-stops', 'stands-still-before-sending'];

/** Faults end after everything that stands still has gone on. */
function endOf({ kind, at, size }: Strike): number {
  return stopKinds.includes(kind) ? at + size : at;
}

function drawChances(): Record<ChanceKind, number> {
  const chances = {} as Record<ChanceKind, number>;
  for (const kind of chanceKinds) {
    const isOn = random.chance(0.35);
    chances[kind] = isOn ? chanceMax[kind] * random.next() ** 2 : 0;
  }
  if (random.chance(0.1)) chances['webhook-lost'] = 1;
  return chances;
}

/** The highest chance of a fault for one message, statement or step. */
const chanceMax: Readonly<Record<ChanceKind, number>> = {
  'request-lost': 0.3,
  'reply-lost': 0.3,
  'request-late': 0.2,
  'stripe-500-before': 0.25,
  'stripe-500-after': 0.25,
  'stripe-over-rate': 0.3,
  'database-lost-before': 0.05,
  'database-lost-after': 0.05,
  slow: 0.1,
  'webhook-lost': 0.8,
  'webhook-twice': 0.5,
  'webhook-late': 0.5,
  'job-lost': 0.8,
  'job-twice': 0.5,
  'job-late': 0.5,
  'crash-at-step': 0.02,
  'http-lost': 0.2,
  'http-reply-lost': 0.2,
  'altered-amount': 0.1,
};

function drawStrikes(faultsEndAt: number): Strike[] {
  const count = random.between(4, 8);
  const strikes: Strike[] = [];
  for (let n = 0; n < count; n += 1) {
    const kind = strikeKinds[random.below(strikeKinds.length - rareKinds)] ?? 'crash';
    strikes.push({ kind, at: random.below(faultsEndAt), target: random.below(1_000), size: sizeOf(kind) });
  }
  if (random.chance(0.05))
    strikes.push({ kind: 'event-cancelled', at: faultsEndAt * 0.9, target: 0, size: 0 });
  if (random.chance(0.05)) {
    const at = random.below(faultsEndAt);
    strikes.push({ kind: 'installation-stops', at, target: 0, size: random.between(1, 30) * hourMs });
  }
  // Longer than Stripe keeps a key.
  if (random.chance(0.05)) {
    const at = random.below(faultsEndAt / 2);
    const size = random.between(25, 30) * hourMs;
    strikes.push({ kind: 'stands-still-before-sending', at, target: 0, size });
  }
  return strikes.sort((a, b) => a.at - b.at);
}

function sizeOf(kind: StrikeKind): number {
  switch (kind) {
    case 'stop':
      return random.between(1_000, 180_000);
    case 'stripe-outage':
      return random.between(1_000, 90_000);
    case 'database-outage':
      return random.between(500, 30_000);
    default:
      return random.between(1, 30);
  }
}

function drawBuyer(seed: number, index: number, arrivalMs: number): BuyerPlan {
  buyerRandom.reset(seed, 1_000 + index);
  const purchases: PurchasePlan[] = [];
  const count = buyerRandom.chance(0.3) ? 2 : 1;
  for (let n = 0; n < count; n += 1) {
    purchases.push({
      tickets: buyerRandom.chance(0.8) ? 1 : buyerRandom.between(2, 3),
      ending: buyerRandom.chance(0.6) ? 'pays' : (endings[buyerRandom.below(endings.length)] ?? 'pays'),
      card: buyerRandom.chance(0.6) ? 'approved' : (cards[buyerRandom.below(cards.length)] ?? 'approved'),
      paceMs: buyerRandom.between(200, 8_000),
      comesBack: buyerRandom.chance(0.7),
    });
  }
  return { index, arrivesAt: buyerRandom.below(arrivalMs), purchases };
}
