import { collectLatencies, type Latencies } from './latencies.ts';

/** What is asked of the gateway or of Stripe, as the report names it. */
export type CallName =
  | 'signIn'
  | 'join'
  | 'status'
  | 'admission'
  | 'seatMap'
  | 'seatStatus'
  | 'availability'
  | 'hold'
  | 'releaseHold'
  | 'order'
  | 'orderStatus'
  | 'cancel'
  | 'paymentReturn'
  | 'tickets'
  | 'leave'
  | 'confirm';

/** What is timed: calls, and the way from the order's request to a ticket that was checked. */
export type Timed = CallName | 'orderToTicket';

/** Where a fan is. Each is in one place at a time. */
export type Place = 'coming' | 'waiting' | 'shopping' | 'paying' | 'gone';

/** Why a fan went away. */
export type Leaving =
  | 'withTickets'
  /** Told so by the status document, or by a refusal in the shop. */
  | 'soldOut'
  /** As the fan had decided: with a hold left or given back, an order unpaid or cancelled. */
  | 'abandoned'
  /** The bank said no for good. */
  | 'declined'
  /** The admission or the order ran out on the fan. */
  | 'tooSlow'
  /** Found nothing to its liking for too long. */
  | 'patienceLost'
  /** The sale was over while the fan still waited. */
  | 'sentHome'
  /** Something happened that must not: see surprises. */
  | 'surprised';

/** What the crowd met, counted while it happens. */
export interface Tally {
  readonly latencies: Readonly<Record<Timed, Latencies>>;
  readonly places: Record<Place, number>;
  readonly leavings: Record<Leaving, number>;
  /** Answers by status. */
  readonly statuses: Map<number, number>;
  /** Refusals by code. */
  readonly refusals: Map<string, number>;
  /** 503 with one of our codes: deliberate. */
  shed503: number;
  throttled429: number;
  /** Any other status from 500 on. */
  http5xx: number;
  /** The connection was lost or the answer came from a stranger. */
  lostCalls: number;
  declinedCards: number;
  ordersPlaced: number;
  /** What the fans hold codes for. */
  ticketsBought: number;
  /** When each paid order's tickets were in the fan's hands. */
  readonly paidAtMs: number[];
}

const timedNames: readonly Timed[] = [
  ...(['signIn', 'join', 'status', 'admission', 'seatMap', 'seatStatus', 'availability'] as const),
  ...([
    'hold',
    'releaseHold',
    'order',
    'orderStatus',
    'cancel',
    'paymentReturn',
    'tickets',
    'leave',
    'confirm',
  ] as const),
  'orderToTicket',
];

export function openTally(fans: number): Tally {
  const latencies = Object.fromEntries(timedNames.map((name) => [name, collectLatencies()]));
  return {
    latencies: latencies as Tally['latencies'],
    places: { coming: fans, waiting: 0, shopping: 0, paying: 0, gone: 0 },
    leavings: {
      ...{ withTickets: 0, soldOut: 0, abandoned: 0, declined: 0 },
      ...{ tooSlow: 0, patienceLost: 0, sentHome: 0, surprised: 0 },
    },
    statuses: new Map(),
    refusals: new Map(),
    ...{ shed503: 0, throttled429: 0, http5xx: 0, lostCalls: 0, declinedCards: 0 },
    ...{ ordersPlaced: 0, ticketsBought: 0 },
    paidAtMs: [],
  };
}

export function countOne<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
