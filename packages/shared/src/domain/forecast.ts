/**
 * How a sale will go, reckoned before it from what its vendor expects. A fluid model: everybody is there at the opening,
 * which is the worst that can happen to a line, and people are counted in fractions. docs/forecast-and-report.md has the
 * same formulae in words; a test holds them against a simulation person by person.
 *
 *   slot      = (1 − noShow) · shopping + noShow · claim       how long a turn keeps a slot of the cap
 *   byCap     = cap / slot                                     turns a minute once the shop is full
 *   byWorkers = workers' orders a minute / (buy · (1 − noShow))
 *   pace      = min(rate, byCap, byWorkers) turns a minute; admissions = pace · (1 − noShow): Little's law
 *   time(i)   = max(i / rate, (i − cap) / byCap, (i − cap / (buy · (1 − noShow))) / byWorkers)
 *               when turn i is given: the first `cap` need nobody to leave, and orders that wait for workers stand in the
 *               way only once buyers alone fill the shop
 */
export interface ForecastFacts {
  readonly visitors: number;
  readonly tickets: number;
  /** Turns a minute. */
  readonly ratePerMinute: number;
  readonly shopperCap: number;
  /** Part of all turns that nobody takes, from 0 to less than 1. */
  readonly noShowShare: number;
  /** How long a turn that nobody takes keeps its slot. */
  readonly claimSeconds: number;
  /** From coming in to leaving, on average. */
  readonly shoppingSeconds: number;
  /** Part of those who come in that buys, from 0 to 1. */
  readonly buyShare: number;
  readonly ticketsPerBuyer: number;
  /** Pairs of a queue-worker and a payments-worker; null: as many as it takes. */
  readonly workerPairs: number | null;
  readonly ordersPerMinutePerPair: number;
}

export type PaceBound = 'rate' | 'cap' | 'workers';

export interface Forecast {
  /** Over the length of the sale, once the shop is full. */
  readonly turnsPerMinute: number;
  readonly admissionsPerMinute: number;
  /** What keeps the line from being faster. */
  readonly paceBoundBy: PaceBound;
  /** Whether the tickets end first, or the line. */
  readonly endsWith: 'tickets' | 'visitors';
  /** Until the last visitor's turn, did the tickets last so long. */
  readonly drainSeconds: number;
  /** Until the last ticket is sold; null: some are left over. */
  readonly soldOutAfterSeconds: number | null;
  /** Until a turn, or the word that nothing is left. */
  readonly worstWaitSeconds: number;
  readonly medianWaitSeconds: number;
  readonly buyers: number;
  readonly ticketsSold: number;
  readonly ticketsLeft: number;
  readonly visitorsWithoutTicket: number;
  /** Those among them who would have come in and bought. */
  readonly visitorsLeftWithNothing: number;
  /** In the busiest minute. */
  readonly ordersPerMinutePeak: number;
  readonly workerPairsNeeded: number;
}

/** @param facts numbers from 0 on; rate, cap, shoppingSeconds, ticketsPerBuyer and ordersPerMinutePerPair above 0 */
export function forecastSale(facts: ForecastFacts): Forecast {
  const { visitors, tickets, buyShare, ticketsPerBuyer, shoppingSeconds, shopperCap } = facts;
  const showShare = 1 - facts.noShowShare;
  const slotMinutes = (showShare * shoppingSeconds + facts.noShowShare * facts.claimSeconds) / 60;
  const buyerShare = buyShare * showShare;
  const ordersMax = facts.workerPairs === null ? Infinity : facts.workerPairs * facts.ordersPerMinutePerPair;
  const paces = {
    rate: facts.ratePerMinute,
    cap: shopperCap / slotMinutes,
    workers: ordersMax / buyerShare,
  };
  /** How long each of the three keeps a turn waiting. Behind the turn that takes the last ticket nobody orders. */
  const secondsBy = (turn: number, lastBuying = Infinity): Record<PaceBound, number> => ({
    rate: (60 * turn) / paces.rate,
    cap: (60 * (turn - shopperCap)) / paces.cap,
    workers:
      buyerShare === 0 ? 0 : (60 * (Math.min(turn, lastBuying) - shopperCap / buyerShare)) / paces.workers,
  });
  const secondsOfTurn = (turn: number, lastBuying?: number): number =>
    Math.max(...Object.values(secondsBy(turn, lastBuying)));

  const wishes = visitors * buyerShare;
  const buyersMax = tickets / ticketsPerBuyer;
  const isSoldOut = wishes >= buyersMax;
  const turnsToSell = isSoldOut ? buyersMax / (buyerShare || 1) : null;
  const soldOutAfterSeconds =
    turnsToSell === null
      ? null
      : tickets === 0
        ? 0
        : Math.max(secondsOfTurn(turnsToSell) + shoppingSeconds, (buyersMax / ordersMax) * 60);
  const untilAnswer = (turn: number): number =>
    Math.min(secondsOfTurn(turn, turnsToSell ?? Infinity), soldOutAfterSeconds ?? Infinity);

  const turnsGiven = Math.min(visitors, turnsToSell ?? visitors);
  const paceBoundBy = slowest(secondsBy(turnsGiven));
  const turnsPerMinute = paces[paceBoundBy];
  const buyers = whole(Math.min(wishes, buyersMax));
  const ticketsSold = isSoldOut ? tickets : whole(Math.min(tickets, wishes * ticketsPerBuyer));
  const busiestMinute = Math.min(facts.ratePerMinute, shopperCap + paces.cap, visitors);
  const ordersPerMinutePeak = busiestMinute * buyerShare;
  return {
    turnsPerMinute,
    admissionsPerMinute: turnsPerMinute * showShare,
    paceBoundBy,
    endsWith: isSoldOut ? 'tickets' : 'visitors',
    drainSeconds: secondsOfTurn(visitors),
    soldOutAfterSeconds,
    worstWaitSeconds: untilAnswer(visitors),
    medianWaitSeconds: untilAnswer(visitors / 2),
    buyers,
    ticketsSold,
    ticketsLeft: tickets - ticketsSold,
    visitorsWithoutTicket: visitors - buyers,
    visitorsLeftWithNothing: Math.max(0, whole(wishes) - buyers),
    ordersPerMinutePeak,
    workerPairsNeeded: Math.max(1, Math.ceil(ordersPerMinutePeak / facts.ordersPerMinutePerPair)),
  };
}

/** Of equals the rate, then the cap. */
function slowest({ rate, cap, workers }: Record<PaceBound, number>): PaceBound {
  if (rate >= cap && rate >= workers) return 'rate';
  return cap >= workers ? 'cap' : 'workers';
}

/** People and tickets are whole; a product of shares that is one by arithmetic may be a hair below it. */
function whole(value: number): number {
  return Math.floor(value + 1e-6);
}

/**
 * Assumed, not measured: a payments-worker has so many calls of Stripe under way at a time, each of half a second, and makes
 * one an order, the capture. A queue-worker finalizes thousands of orders a second, so that the pair is as fast as that.
 */
const callsAtATime = 16;
const secondsPerCall = 0.5;
export const ordersPerMinutePerPairAssumed = (callsAtATime / secondsPerCall) * 60;
/** To create an intent, to ask how it stands, to capture. */
export const stripeRequestsPerOrder = 3;
