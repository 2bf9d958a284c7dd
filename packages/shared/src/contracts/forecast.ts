import { type Static, Type } from 'typebox';
import { perCustomerLimitMax, ratePerMinuteMax, shopperCapMax } from '../domain/catalogue-limits.ts';
import { ordersPerMinutePerPairAssumed } from '../domain/forecast.ts';
import { Uuid } from './common.ts';
import { closed } from './edits.ts';

const Percent = Type.Number({ minimum: 0, maximum: 100 });
const People = Type.Integer({ minimum: 0 });
const Seconds = Type.Number({ minimum: 0 });
const Rate = Type.Integer({ minimum: 1, maximum: ratePerMinuteMax });
const Cap = Type.Integer({ minimum: 1, maximum: shopperCapMax });

/** What the vendor expects. What is the drop's own stands for what is not said. */
export const ForecastQuery = Type.Object(
  {
    visitors: Type.Integer({
      minimum: 1,
      maximum: 10_000_000,
      description: 'How many come, all of them at the opening: the worst that can happen to a line.',
    }),
    tickets: Type.Optional(Type.Integer({ minimum: 0, maximum: 200_000 })),
    ratePerMinute: Type.Optional(Rate),
    shopperCap: Type.Optional(Cap),
    noShowPercent: Type.Number({
      minimum: 0,
      maximum: 95,
      default: 10,
      description: 'Of all turns, those that nobody takes. Each keeps a slot for claimSeconds of the drop.',
    }),
    shoppingSeconds: Type.Integer({
      minimum: 1,
      maximum: 7_200,
      default: 180,
      description: 'From coming in to leaving, on average.',
    }),
    buyPercent: Type.Number({
      minimum: 0,
      maximum: 100,
      default: 70,
      description: 'Of those who come in, those who buy.',
    }),
    ticketsPerBuyer: Type.Number({ minimum: 1, maximum: perCustomerLimitMax, default: 2 }),
    workerPairs: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000,
        description: 'Queue-workers, each with a payments-worker; not said: as many as it takes.',
      }),
    ),
    ordersPerMinutePerPair: Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      default: ordersPerMinutePerPairAssumed,
      description:
        'What one pair finishes; the default assumes 16 calls of Stripe under way at a time, each of half a second.',
    }),
  },
  closed,
);
export type ForecastQuery = Static<typeof ForecastQuery>;

/** A reckoning, not a promise; docs/forecast-and-report.md has its formulae. */
export const DropForecast = Type.Object(
  {
    dropId: Uuid,
    /** From what it was reckoned, the defaults included. */
    given: Type.Object(
      {
        visitors: People,
        tickets: People,
        ratePerMinute: Rate,
        shopperCap: Cap,
        noShowPercent: Percent,
        claimSeconds: Seconds,
        shoppingSeconds: Seconds,
        buyPercent: Percent,
        ticketsPerBuyer: Type.Number(),
        workerPairs: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
        ordersPerMinutePerPair: Type.Integer({ minimum: 1 }),
      },
      closed,
    ),
    /** Over the length of the sale, once the shop is full. */
    turnsPerMinute: Type.Number({ minimum: 0 }),
    admissionsPerMinute: Type.Number({ minimum: 0 }),
    /** What keeps the line from being faster. */
    paceBoundBy: Type.Enum(['rate', 'cap', 'workers']),
    /** Whether the tickets end first, or the line. */
    endsWith: Type.Enum(['tickets', 'visitors']),
    /** Until the last visitor's turn, did the tickets last so long. */
    drainSeconds: Seconds,
    /** Until the last ticket is sold; null: some are left over. */
    soldOutAfterSeconds: Type.Union([Seconds, Type.Null()]),
    /** Until a turn, or the word that nothing is left. */
    worstWaitSeconds: Seconds,
    medianWaitSeconds: Seconds,
    buyers: People,
    ticketsSold: People,
    ticketsLeft: People,
    visitorsWithoutTicket: People,
    /** Those among them who would have come in and bought. */
    visitorsLeftWithNothing: People,
    /** In the busiest minute. */
    ordersPerMinutePeak: Type.Number({ minimum: 0 }),
    workerPairsNeeded: Type.Integer({ minimum: 1 }),
    /** Three an order: hold it against STRIPE_REQUESTS_PER_SECOND, which more workers do not raise. */
    stripeRequestsPerSecondPeak: Type.Number({ minimum: 0 }),
  },
  closed,
);
export type DropForecast = Static<typeof DropForecast>;
