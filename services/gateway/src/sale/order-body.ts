import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { OrderView } from '@fairgate/shared/database/orders.ts';
import { orderStates } from '@fairgate/shared/states/order-states.ts';

/** What a browser needs to speak to Stripe itself. */
export interface BrowserStripe {
  readonly publishableKey: string;
  readonly url: string;
}

/** An order as its buyer sees it. Only the stored intent is ever shown, and only while it is to be confirmed. */
export function orderBody(order: OrderView, stripe: BrowserStripe): Order {
  const { paymentIntentId, clientSecret } = order;
  const payable = order.state === 'PENDING_PAYMENT' && paymentIntentId !== null && clientSecret !== null;
  return {
    orderId: order.orderId,
    eventId: order.eventId,
    eventName: order.eventName,
    dropId: order.dropId,
    state: order.state,
    words: orderStates[order.state].words,
    amountMinor: order.amountMinor,
    currency: order.currency,
    tickets: [...order.tickets],
    payDeadline: order.payDeadline.toISOString(),
    createdAt: order.createdAt.toISOString(),
    payment: payable
      ? { paymentIntentId, clientSecret, publishableKey: stripe.publishableKey, stripeUrl: stripe.url }
      : null,
  };
}
