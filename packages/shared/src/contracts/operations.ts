import { type Static, Type } from 'typebox';
import { Currency, Instant, PageQuery, Uuid } from './common.ts';

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
