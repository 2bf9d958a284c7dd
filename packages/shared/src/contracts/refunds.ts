import { type Static, Type } from 'typebox';
import { reasonCharactersMax } from '../domain/catalogue-limits.ts';
import { ticketsPerHoldMax } from '../domain/limits.ts';
import { Currency, Instant, MinorAmount, Page, PageQuery, TicketNumber, Uuid } from './common.ts';
import { closed } from './edits.ts';

/** Why, in a few words: the buyer reads it. */
export const Reason = Type.String({
  minLength: 1,
  maxLength: reasonCharactersMax,
  pattern: '^(?=[^]*\\S)[^\\u0000\\p{Cs}]*$',
});

const Tickets = Type.Array(TicketNumber, { minItems: 1, maxItems: ticketsPerHoldMax, uniqueItems: true });

/** A vendor gives money back. Without `tickets`: all that live and did not enter. */
export const RefundRequest = Type.Object(
  {
    tickets: Type.Optional(Tickets),
    /** What the vendor keeps of each ticket's price. */
    feeMinorPerTicket: Type.Optional(MinorAmount),
    reason: Reason,
  },
  closed,
);
export type RefundRequest = Static<typeof RefundRequest>;

/** A buyer gives tickets of a moved event back. */
export const TicketReturn = Type.Object({ tickets: Type.Optional(Tickets) }, closed);
export type TicketReturn = Static<typeof TicketReturn>;

export const RefundState = Type.Enum(['PENDING', 'ACCEPTED', 'SUCCEEDED', 'FAILED', 'SETTLED']);
export const RefundCause = Type.Enum(['VENDOR', 'CUSTOMER', 'EVENT_CANCELLED', 'EVENT_MOVED', 'UNSOLD']);

export const Refund = Type.Object(
  {
    refundId: Uuid,
    eventId: Uuid,
    orderId: Uuid,
    state: RefundState,
    /** What the state means for the buyer. */
    words: Type.String(),
    /** UNSOLD: money that was captured although nothing was sold for it. */
    cause: RefundCause,
    amountMinor: MinorAmount,
    /** What the vendor keeps. */
    feeMinor: MinorAmount,
    currency: Currency,
    tickets: Type.Array(
      Type.Object({ number: TicketNumber, amountMinor: MinorAmount, feeMinor: MinorAmount }, closed),
    ),
    reason: Type.String(),
    /** Why the bank sent it back, and how it was paid instead. */
    failure: Type.Union([Type.String(), Type.Null()]),
    createdAt: Instant,
    settledAt: Type.Union([Instant, Type.Null()]),
  },
  closed,
);
export type Refund = Static<typeof Refund>;
export const RefundPage = Page(Refund);

export const RefundParams = Type.Object({ eventId: Uuid, refundId: Uuid }, closed);
export const RefundsQuery = Type.Object(
  { ...PageQuery.properties, orderId: Type.Optional(Uuid), state: Type.Optional(RefundState) },
  closed,
);
export type RefundsQuery = Static<typeof RefundsQuery>;

/** What a person decides about a refund that the bank sent back. */
export const RefundDecision = Type.Object(
  {
    /** true: Stripe is asked once more. false: it was paid back another way, as the reason says. */
    onceMore: Type.Boolean(),
    reason: Reason,
  },
  closed,
);
export type RefundDecision = Static<typeof RefundDecision>;

export const Dispute = Type.Object(
  {
    disputeId: Type.String(),
    orderId: Uuid,
    /** INQUIRY: the bank asks, no money has moved. OPEN: the money was withdrawn, the tickets stand still. */
    state: Type.Enum(['INQUIRY', 'OPEN', 'WON', 'LOST']),
    amountMinor: MinorAmount,
    currency: Currency,
    reason: Type.String(),
    evidenceDue: Type.Union([Instant, Type.Null()]),
    /** Tickets that were taken back because it was lost. */
    ticketsRevoked: Type.Integer({ minimum: 0 }),
    openedAt: Instant,
    closedAt: Type.Union([Instant, Type.Null()]),
  },
  closed,
);
export type Dispute = Static<typeof Dispute>;
export const DisputePage = Page(Dispute);
