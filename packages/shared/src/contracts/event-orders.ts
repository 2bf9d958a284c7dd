import { type Static, Type } from 'typebox';
import { Currency, Instant, MinorAmount, Page, PageQuery, TicketNumber, Uuid } from './common.ts';
import { closed } from './edits.ts';
import { OrderState } from './orders.ts';

export const EventOrdersQuery = Type.Object(
  { ...PageQuery.properties, state: Type.Optional(OrderState) },
  closed,
);
export type EventOrdersQuery = Static<typeof EventOrdersQuery>;

/** An order as its event's vendor sees it. */
export const EventOrder = Type.Object(
  {
    orderId: Uuid,
    dropId: Uuid,
    state: OrderState,
    buyer: Type.Object({ name: Type.String(), email: Type.String() }, closed),
    amountMinor: MinorAmount,
    /** Taken back by Stripe so far. */
    refundedMinor: MinorAmount,
    currency: Currency,
    tickets: Type.Array(
      Type.Object(
        {
          number: TicketNumber,
          priceMinor: MinorAmount,
          /** Somebody holds it from this order. */
          lives: Type.Boolean(),
        },
        closed,
      ),
    ),
    createdAt: Instant,
  },
  closed,
);
export type EventOrder = Static<typeof EventOrder>;
export const EventOrderPage = Page(EventOrder);
