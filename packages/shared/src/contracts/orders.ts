import { type Static, Type } from 'typebox';
import { Currency, Instant, MinorAmount, TicketNumber, Uuid } from './common.ts';
import { HeldTicket } from './holds.ts';

export const OrderParams = Type.Object({ orderId: Uuid });

export const OrderRequest = Type.Object(
  {
    holdId: Uuid,
    /** What the buyer was shown; another price is refused instead of charged. */
    expectedAmountMinor: Type.Optional(MinorAmount),
  },
  { additionalProperties: false },
);

export const IdempotencyHeader = Type.Object({
  'idempotency-key': Type.String({ minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' }),
});

/** The states of an order, as states/order-states.ts has them; a test compares the two. */
export const OrderState = Type.Enum([
  'PENDING_PAYMENT',
  'AUTHORIZED',
  'FINALIZED',
  'PAID',
  'EXPIRING',
  'EXPIRED',
  'LOST',
  'LOST_RELEASED',
  'CAPTURE_FAILED',
  'VOIDED',
  'REFUNDED',
]);

export const Order = Type.Object({
  orderId: Uuid,
  eventId: Uuid,
  eventName: Type.String(),
  dropId: Uuid,
  state: OrderState,
  /** What the state means for the buyer. */
  words: Type.String(),
  amountMinor: MinorAmount,
  currency: Currency,
  tickets: Type.Array(HeldTicket),
  payDeadline: Instant,
  createdAt: Instant,
  /** To confirm the payment with, in the browser only; null when there is nothing (more) to confirm. */
  payment: Type.Union([
    Type.Object({
      paymentIntentId: Type.String(),
      clientSecret: Type.String(),
      publishableKey: Type.String(),
      /** Where Stripe's API is for the browser; the loopback Stripe in development. */
      stripeUrl: Type.String(),
    }),
    Type.Null(),
  ]),
});
export type Order = Static<typeof Order>;

/** The steps of an order, from its creation on. */
export const OrderSteps = Type.Object({
  items: Type.Array(
    Type.Object({
      from: Type.Union([OrderState, Type.Null()]),
      to: OrderState,
      cause: Type.String(),
      at: Instant,
    }),
  ),
});
export type OrderSteps = Static<typeof OrderSteps>;

export const MyTicket = Type.Object({
  eventId: Uuid,
  eventName: Type.String(),
  startsAt: Instant,
  timeZone: Type.String(),
  venueName: Type.String(),
  number: TicketNumber,
  /** Of its ledger: `"v<version>"` is the ETag with which it may be offered to others. */
  version: Type.Integer({ minimum: 0 }),
  orderId: Uuid,
  categoryName: Type.String(),
  seat: Type.Union([
    Type.Object({ zone: Type.String(), row: Type.String(), label: Type.String() }),
    Type.Null(),
  ]),
  /** Signed; null until the payment is complete. */
  code: Type.Union([Type.String(), Type.Null()]),
  /** When it was checked in at the gate; null while it was not. */
  enteredAt: Type.Union([Instant, Type.Null()]),
  /** To whom it is offered; null while it is offered to nobody. */
  offer: Type.Union([
    Type.Object({ transferId: Uuid, toEmail: Type.String(), expiresAt: Instant }),
    Type.Null(),
  ]),
});
export type MyTicket = Static<typeof MyTicket>;
