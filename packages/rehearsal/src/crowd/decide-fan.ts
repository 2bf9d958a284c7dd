import { pickWeighted, type Random, seededRandom } from './seeded-random.ts';

/** How a fan wants to choose: seats on the map, the best available, or a place without a seat. */
export type Taste = 'seats' | 'best' | 'general';
/** How the visit is meant to end once something is held. */
export type Ending =
  | 'pays'
  /** Closes the page with a hold. */
  | 'leavesHold'
  | 'givesHoldBack'
  /** Orders and never pays. */
  | 'neverPays'
  | 'cancelsOrder';
/** What the fan's bank says. */
export type Card = 'approved' | 'declinedOnce' | 'asksForApproval' | 'declinedForGood';

/** All that a fan makes up its mind about beforehand. */
export interface FanPlan {
  readonly index: number;
  readonly tickets: number;
  readonly taste: Taste;
  readonly ending: Ending;
  readonly card: Card;
  /** Multiplies every pause: some are quick, some dither. */
  readonly pace: number;
}

const ticketWeights = { '1': 20, '2': 50, '3': 15, '4': 15 } as const;
const tasteWeights: Readonly<Record<Taste, number>> = { seats: 50, best: 30, general: 20 };
/** Of a hundred fans; the others pay. */
const abandonWeights: Readonly<Record<Exclude<Ending, 'pays'>, number>> = {
  leavesHold: 3,
  givesHoldBack: 3,
  neverPays: 3,
  cancelsOrder: 3,
};
const cardWeights: Readonly<Record<Card, number>> = {
  approved: 84,
  declinedOnce: 7,
  asksForApproval: 7,
  declinedForGood: 2,
};
const paceMin = 0.5;
const paceMax = 1.8;

/**
 * The same seed and index give the same fan.
 * @param limit how many tickets one may buy
 * @param abandoning how many give up on what they hold, as a multiple of the usual share
 */
export function decideFan(seed: number, index: number, limit: number, abandoning: number): FanPlan {
  const random = randomOfFan(seed, index, 'decides');
  const tickets = Number(pickWeighted(ticketWeights, random));
  return {
    index,
    tickets: Math.min(tickets, limit),
    taste: pickWeighted(tasteWeights, random),
    ending: pickWeighted(endingWeights(abandoning), random),
    card: pickWeighted(cardWeights, random),
    pace: paceMin + (paceMax - paceMin) * random(),
  };
}

function endingWeights(abandoning: number): Record<Ending, number> {
  const { leavesHold, givesHoldBack, neverPays, cancelsOrder } = abandonWeights;
  const pays = 100 - abandoning * (leavesHold + givesHoldBack + neverPays + cancelsOrder);
  return {
    pays,
    leavesHold: abandoning * leavesHold,
    givesHoldBack: abandoning * givesHoldBack,
    neverPays: abandoning * neverPays,
    cancelsOrder: abandoning * cancelsOrder,
  };
}

const streams = { decides: 0, arrives: 1, acts: 2 } as const;

/** A fan's numbers for one purpose: what it meets on its way does not change what it decided before. */
export function randomOfFan(seed: number, index: number, purpose: keyof typeof streams): Random {
  return seededRandom(seed, index * Object.keys(streams).length + streams[purpose]);
}
