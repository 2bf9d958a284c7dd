import type { PaymentOperation } from '../database/payment-operations.ts';

/** Stripe keeps at most 500 characters a value. */
const ticketsTextMax = 500;

/** The second copy of an order, kept at Stripe: enough to find it again, and to see that an intent is really its own. */
export function intentMetadata(operation: PaymentOperation): Record<string, string> {
  return {
    order_id: operation.orderId,
    event_id: operation.eventId,
    account_id: operation.accountId,
    op_id: operation.opId,
    tickets: ticketsText(operation),
    pay_deadline: operation.payDeadline.toISOString(),
  };
}

/** `number@version` of each ticket, in ticket order. */
export function ticketsText(order: Pick<PaymentOperation, 'tickets'>): string {
  return order.tickets
    .map((ticket) => `${ticket.number}@${ticket.fence}`)
    .join(',')
    .slice(0, ticketsTextMax);
}

/** Whether an intent's metadata names this very order. */
export function isIntentOf(
  metadata: Readonly<Record<string, string>>,
  order: { readonly orderId: string; readonly eventId: string },
): boolean {
  return metadata.order_id === order.orderId && metadata.event_id === order.eventId;
}
