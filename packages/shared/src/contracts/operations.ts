import { type Static, Type } from 'typebox';
import { reasonCharactersMax } from '../domain/catalogue-limits.ts';
import { lineBounds } from '../domain/line-bounds.ts';
import { Currency, Instant, PageQuery, Uuid } from './common.ts';
import { textUpTo } from './text.ts';

const Money = Type.Integer();

export const Day = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' });

/** Stripe's books of a day (UTC) beside ours. Amounts are minor units of the currency beside them. */
export const Reconciliation = Type.Object({
  day: Day,
  /** null: it is being worked on. */
  finishedAt: Type.Union([Instant, Type.Null()]),
  /** Lines of Stripe's balance on that day. */
  transactions: Type.Integer(),
  orders: Type.Integer(),
  /** Intents whose books differ. */
  differing: Type.Integer(),
  /** The sum of all differences, none of which makes up for another. */
  differenceMinor: Money,
  totals: Type.Array(
    Type.Object({
      currency: Currency,
      /** What moved on the day. */
      day: Type.Object({
        capturedMinor: Money,
        refundedMinor: Money,
        disputedMinor: Money,
        feesMinor: Money,
      }),
      /** To date, of the orders that moved on the day. */
      stripe: Type.Object({ capturedMinor: Money, refundedMinor: Money }),
      ours: Type.Object({ capturedMinor: Money, refundedMinor: Money }),
    }),
  ),
  /** The first ones by name. */
  differences: Type.Array(
    Type.Object({
      kind: Type.Union([
        Type.Literal('unknownIntent'),
        Type.Literal('missingAtStripe'),
        Type.Literal('captured'),
        Type.Literal('refunded'),
      ]),
      intentId: Type.String(),
      orderId: Type.Union([Uuid, Type.Null()]),
      eventId: Type.Union([Uuid, Type.Null()]),
      currency: Type.String(),
      stripeMinor: Money,
      oursMinor: Money,
    }),
  ),
});
export type Reconciliation = Static<typeof Reconciliation>;

/** outbox: mails and marks; inbox: webhooks; operation: calls to Stripe; finalize: orders whose payment is approved. */
export const ParkedKind = Type.Union([
  Type.Literal('outbox'),
  Type.Literal('inbox'),
  Type.Literal('operation'),
  Type.Literal('finalize'),
]);

export const ParkedQuery = Type.Object(
  { ...PageQuery.properties, kind: Type.Optional(ParkedKind) },
  { additionalProperties: false },
);
export type ParkedQuery = Static<typeof ParkedQuery>;

/** Work that failed too often and waits for somebody to look at it. */
export const ParkedWork = Type.Object({
  kind: ParkedKind,
  id: Type.String(),
  what: Type.Union([Type.String(), Type.Null()]),
  eventId: Type.Union([Type.String(), Type.Null()]),
  orderId: Type.Union([Type.String(), Type.Null()]),
  tries: Type.Integer(),
  lastError: Type.Union([Type.String(), Type.Null()]),
  parkedAt: Instant,
});
export type ParkedWork = Static<typeof ParkedWork>;

export const ParkedRetry = Type.Object(
  {
    kind: ParkedKind,
    /** One row; all of the kind when left out. */
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    /** Kept in the audit log. */
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  { additionalProperties: false },
);
export type ParkedRetry = Static<typeof ParkedRetry>;

export const ParkedRetried = Type.Object({ retried: Type.Integer({ minimum: 0 }) });

const Seconds = Type.Number({ minimum: 0 });

/** How the purchase keeps up, and what each open line waits for. */
export const CapacityView = Type.Object({
  /** null: no worker measured within the last minute. */
  measuredAt: Type.Union([Instant, Type.Null()]),
  /** The share of their rates at which the lines move, 0 to 1. */
  share: Type.Number({ minimum: 0, maximum: 1 }),
  /** The stage that slows them; null while none does. */
  slowedBy: Type.Union([Type.Enum(['workers', 'orders', 'payments']), Type.Null()]),
  /** orders: paid ones that queue-workers finish. payments: calls to Stripe that payments-workers make. */
  stages: Type.Array(
    Type.Object({
      stage: Type.Enum(['orders', 'payments']),
      /** What waits, counted up to 10,000; and for how long the first of it is overdue. */
      backlog: Type.Integer({ minimum: 0 }),
      oldestSeconds: Seconds,
      /** What was done a second, over the last 30 seconds. */
      perSecond: Type.Number({ minimum: 0 }),
      /** How long a call to Stripe waits for the budget that all processes share. */
      budgetSeconds: Seconds,
      /** 1: as late as it may be before lines slow down. */
      pressure: Type.Number({ minimum: 0 }),
      workers: Type.Integer({ minimum: 0 }),
      /** As many would catch up within the aim. More of them do not help while the budget is what makes calls wait. */
      workersNeeded: Type.Integer({ minimum: 0 }),
    }),
  ),
  /** Drops that are open, or open within a minute, the first to open first; at most 100. */
  lines: Type.Array(
    Type.Object({
      dropId: Uuid,
      eventId: Uuid,
      name: Type.String(),
      /** As set, and as turns are given now. */
      ratePerMinute: Type.Integer({ minimum: 0 }),
      turnsPerMinute: Type.Integer({ minimum: 0 }),
      shopperCap: Type.Integer({ minimum: 0 }),
      inside: Type.Integer({ minimum: 0 }),
      openTurns: Type.Integer({ minimum: 0 }),
      waiting: Type.Integer({ minimum: 0 }),
      why: Type.Enum([...lineBounds]),
    }),
  ),
});
export type CapacityView = Static<typeof CapacityView>;

const SalesStates = Type.Enum(['RUNNING', 'HELD', 'STOPPED'], {
  description:
    'RUNNING: every drop by its own settings. HELD: no turns in any drop, while who is inside goes on. STOPPED (the emergency stop): nobody comes in, holds or orders; what is paid is finished.',
});

export const Sales = Type.Object({
  state: SalesStates,
  /** null while they run. */
  since: Type.Union([Instant, Type.Null()]),
  reason: Type.Union([Type.String(), Type.Null()]),
  /** false: a restore or a replay shut them, and opens them when it is done. */
  byOperations: Type.Boolean(),
});
export type Sales = Static<typeof Sales>;

export const SalesSwitch = Type.Object(
  {
    state: SalesStates,
    /** Kept in the audit log. */
    reason: textUpTo(reasonCharactersMax),
  },
  { additionalProperties: false },
);
export type SalesSwitch = Static<typeof SalesSwitch>;
